"""Compares a question with the blocks of passages: which of its words each holds, and which stand around it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.blocks import DATED
from acore.adapters.llm.answering.matching import Matcher, raise_to, united
from acore.adapters.llm.answering.reading import words_of
from acore.adapters.llm.answering.surroundings import (
    PASSAGES,
    Read,
    after,
    around,
    lower_words,
    over,
    points_back,
    read,
)
from acore.adapters.llm.answering.wording import NAME, Asked
from acore.domain.knowledge import Passage
from acore.domain.terms import CONTENT_IN_ENGLISH, fold, is_german, question, terms

_BLOCKS = 400
_PARENT = 0.9
"""How much a heading counts for what stands under a heading of its own below it."""
_MAY = "mai"
_PART_OF_ONE = re.compile(r"\d+:\d\d")
"""A time: 9:15 is no 15."""

_Strengths = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A block at its place, and how far each word of the question stands in it, and around it: 1 is the word itself."""

    block: Block
    n: int
    place: int
    words: tuple[str, ...]
    """The block's terms."""
    things: frozenset[str]
    """Those of them that name what is counted or chosen."""
    held: _Strengths
    told: _Strengths
    """In the sentence before, where the block points back to it."""
    above: _Strengths
    """In its headings."""
    around: _Strengths
    """In its headings, in what announces it, and in the sentences before it."""
    elsewhere: _Strengths
    """In any passage of the same document."""
    near: float
    """How alike the question and a heading over the block are: 1 is the same words."""
    behind: float
    """What its passage's score lacks to the best one."""
    score: float
    """Its passage's score."""
    before: str
    """The sentence before it, where it points back to that; "" where it does not."""
    after: str
    """The sentence behind it in its paragraph; "" where there is none."""
    dated: str
    """The nearest heading that says when, or which version; "" where none does."""
    opens: bool
    """Whether it is the first under its heading."""
    stranger: bool
    """Whether it begins with a name that was not asked about."""
    named: int
    """1 where the block has a command, a key or a name of the question, letter by letter; 2 where it begins so."""

    def has_unit(self, word: str) -> bool:
        """Whether the block has a unit, or its first letter standing alone: litres, or l."""
        return any(term in self.words for term in terms(word)) or word[:1] in self.words

    def strength(self, term: str) -> float:
        """How far the block and what stands around it hold a word."""
        return max(self.held.get(term, 0), self.around.get(term, 0))


def lines_of(passages: Sequence[Passage], asked: Asked) -> list[Line]:
    """Every block of the passages, compared with the question; of very many the first."""
    blocks = list(read(passages))[:_BLOCKS]
    headings = {titles: _words_over(" ".join(titles)) for titles in {one.titles for one in blocks}}
    leads = {lead: _words_over(lead) for lead in {one.block.lead for one in blocks} if lead}
    vocabulary = frozenset[str]().union(*(one.piece.words for one in blocks), *headings.values(), *leads.values())
    matcher = Matcher(asked, vocabulary)
    held = _held(matcher, asked, blocks, passages)
    above = {titles: matcher.strengths(found, fold(" ".join(titles))) for titles, found in headings.items()}
    led = {lead: matcher.strengths(found, fold(lead)) for lead, found in leads.items()}
    begun = _beginnings(asked, blocks, held)
    told = [
        around(blocks, held, at, over(above[one.titles], led.get(one.block.lead, {}), begun.get(one.document, {})))
        for at, one in enumerate(blocks)
    ]
    for one, own, known in zip(blocks, held, told, strict=True):
        raise_to(own, matcher.lent(one.piece.words, known))
    elsewhere = _by_document(blocks, held, above)
    strangers = _strangers(asked, blocks, passages)
    near = {titles: _near(asked.weights, titles) for titles in headings}
    dated = {titles: next(filter(DATED.search, reversed(titles[1:])), "") for titles in headings}
    back = [points_back(blocks, at) for at in range(len(blocks))]
    best = max((passage.score for passage in passages), default=0)
    return [
        Line(
            block=one.block,
            n=one.n,
            place=one.place,
            words=one.piece.words,
            things=matcher.things(asked.focus, one.piece.words),
            held=held[at],
            told=held[at - 1] if back[at] else {},
            above=above[one.titles],
            around=told[at],
            elsewhere=elsewhere[one.document],
            near=near[one.titles],
            behind=best - passages[one.n - 1].score,
            score=passages[one.n - 1].score,
            before=blocks[at - 1].block.text if back[at] else "",
            after=after(blocks, at),
            dated=dated[one.titles],
            opens=not at or (blocks[at - 1].n, blocks[at - 1].titles) != (one.n, one.titles),
            stranger=one.piece.begins_with in strangers,
            named=_names(one.block.text, asked.literals),
        )
        for at, one in enumerate(blocks)
    ]


@lru_cache(maxsize=512)
def _words_over(text: str) -> tuple[str, ...]:
    """Kept for the headings that stand over many blocks."""
    return words_of(text)


def _held(
    matcher: Matcher, asked: Asked, blocks: Sequence[Read], passages: Sequence[Passage]
) -> list[dict[str, float]]:
    """How far each block holds each word; German's little words are none of an English question."""
    held = [matcher.strengths(frozenset(one.piece.words), one.piece.text) for one in blocks]
    if not asked.german and not asked.weights.keys().isdisjoint(CONTENT_IN_ENGLISH):
        german = {n for n, passage in enumerate(passages[:PASSAGES], 1) if is_german(passage.text)}
        for one, own in zip(blocks, held, strict=True):
            for term in CONTENT_IN_ENGLISH & own.keys() if one.n in german else ():
                del own[term]
    numbers = [term for term in asked.weights if term.isdigit() and term not in asked.hours]
    for one, own in zip(blocks, held, strict=True) if numbers else ():
        for number in numbers:
            if number in own and _PART_OF_ONE.sub(" ", one.block.text).find(number) < 0:
                del own[number]
    if _MAY in asked.weights:  # the month, not the verb
        for one, own in zip(blocks, held, strict=True):
            if "May" not in one.block.text and "Mai" not in one.block.text:
                own.pop(_MAY, None)
    return held


def _beginnings(asked: Asked, blocks: Sequence[Read], held: Sequence[_Strengths]) -> dict[str, dict[str, float]]:
    """The names that stand where each document begins: they say what it is about."""
    names = {term for term, weight in asked.weights.items() if weight >= NAME or not term.isascii()}
    found: dict[str, dict[str, float]] = {}
    for one, own in zip(blocks, held, strict=True):
        if one.is_first:
            known = {term: strength for term, strength in own.items() if term in names}
            raise_to(found.setdefault(one.document, {}), known)
    return found


def _by_document(
    blocks: Sequence[Read], held: Sequence[_Strengths], above: Mapping[tuple[str, ...], _Strengths]
) -> dict[str, dict[str, float]]:
    """What all passages of a document hold."""
    found: dict[str, list[_Strengths]] = {}
    for one, own in zip(blocks, held, strict=True):
        found.setdefault(one.document, []).extend((own, above[one.titles]))
    return {document: united(strengths) for document, strengths in found.items()}


def _strangers(asked: Asked, blocks: Sequence[Read], passages: Sequence[Passage]) -> frozenset[str]:
    """The names that blocks begin with and that were not asked about: words that have a capital everywhere."""
    if asked.german:
        return frozenset()
    names = {one.piece.begins_with for one in blocks} - {""} - lower_words(passages)
    return frozenset(name for name in names if asked.weights.keys().isdisjoint(terms(name)))


def _names(text: str, literals: Collection[str]) -> int:
    held = [literal for literal in literals if literal in text]
    places = [re.search(rf"(?<![\w.]){re.escape(literal)}(?!\w)", text) for literal in held]
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
    return min(both / either, 1) * min(both, 1) if either else 0
