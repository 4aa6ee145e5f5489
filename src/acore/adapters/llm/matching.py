"""Compares a question with the blocks of passages, word by word."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from acore.adapters.llm.asking import Kind, kind_of
from acore.adapters.llm.blocks import Block, blocks
from acore.domain.knowledge import Passage
from acore.domain.terms import question, terms

_ALIKE = 0.7
"""How much a word counts that only begins alike: ``config`` and ``configuration``."""
_SHORTEST_ALIKE = 5
_EARLIER = 0.45
"""How much a word of the question before counts, in a message that goes on from it."""
_PARENT = 0.9
"""How much a heading counts for what stands under a heading of its own below it."""
_PASSAGES = 8
_BLOCKS = 400
_PATH = " › "
"""Between the title of a document and the headings in it."""
_LITERAL = re.compile(
    r"(?<![\w/])/[a-z][\w-]+|--[a-z][\w-]+|\b\w+(?:[._]\w+)+\b|\b[A-Z]{2,}\d*\b|(?<=\w\s)[A-ZÄÖÜ]\w{2,}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A block at its place, and how far each word of the question stands in it, and over it."""

    block: Block
    n: int
    place: int
    held: Mapping[str, float]
    above: Mapping[str, float]
    near: float
    """How alike the question and a heading over the block are: 1 is the same words."""
    named: int
    """1 where the block has a command, a key or a name of the question, letter by letter; 2 where it begins so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question with their weights, and what kind of answer is wanted."""

    weights: Mapping[str, float]
    kind: Kind
    literals: tuple[str, ...] = ()


def wanted_by(asked: str, before: str) -> Asked:
    """What a question asks for; `before` is the question that it goes on from, or ""."""
    own, kind = question(asked), kind_of(asked)
    if not before:
        return Asked(own, kind, tuple(_LITERAL.findall(asked)))
    if not own:
        return Asked(question(before), kind_of(before), tuple(_LITERAL.findall(before)))
    weights = {term: weight * _EARLIER for term, weight in question(before).items()} | own
    return Asked(weights, kind_of(before) if kind == "other" else kind, tuple(_LITERAL.findall(asked)))


def lines_of(passages: Sequence[Passage], wanted: Asked) -> list[Line]:
    """Every block of the passages, compared with the question; of very many the first."""
    read = [
        (n, place, block, (*passage.source.title.split(_PATH), block.heading))
        for n, passage in enumerate(passages[:_PASSAGES], 1)
        for place, block in enumerate(blocks(passage.text))
    ][:_BLOCKS]
    over = {titles: frozenset(terms(" ".join(titles))) for _, _, _, titles in read}
    near = {titles: _near(wanted.weights, titles) for titles in over}
    words = [frozenset(terms(block.text)) for _, _, block, _ in read]
    vocabulary = frozenset[str]().union(*words, *over.values())
    alike = {term: _alike(term, vocabulary) for term in wanted.weights}
    above = {titles: _shares(alike, found) for titles, found in over.items()}
    return [
        Line(block, n, place, _shares(alike, own), above[titles], near[titles], _names(block.text, wanted.literals))
        for (n, place, block, titles), own in zip(read, words, strict=True)
    ]


def _names(text: str, literals: Collection[str]) -> int:
    places = [re.search(rf"(?<![\w.]){re.escape(literal)}(?!\w)", text) for literal in literals]
    return max((2 if re.fullmatch(r"\W*", text[: at.start()]) else 1 for at in places if at), default=0)


def _near(weights: Mapping[str, float], titles: Sequence[str]) -> float:
    """The nearness of the heading, or a little less that of what it stands under."""
    *_, parent, heading = titles
    return max(_nearness(weights, heading), _PARENT * _nearness(weights, parent))


def _nearness(weights: Mapping[str, float], title: str) -> float:
    """The words that question and title share, by all words of both; little where those say little."""
    said = question(title)
    both = sum(weight for term, weight in said.items() if term in weights)
    either = sum(weights.values()) + sum(weight for term, weight in said.items() if term not in weights)
    return min(both / either, 1) * min(both, 1)


def _alike(term: str, vocabulary: Collection[str]) -> frozenset[str]:
    """The words that begin as the term does, or that the term begins with."""
    if len(term) < _SHORTEST_ALIKE:
        return frozenset()
    start = term[:_SHORTEST_ALIKE]
    near = [word for word in vocabulary if word.startswith(start)]
    return frozenset(word for word in near if word.startswith(term) or term.startswith(word))


def _shares(alike: Mapping[str, frozenset[str]], words: frozenset[str]) -> dict[str, float]:
    """1 for each term that the words hold, less where one of them only begins alike."""
    return {
        term: 1 if term in words else _ALIKE
        for term, near in alike.items()
        if term in words or not near.isdisjoint(words)
    }
