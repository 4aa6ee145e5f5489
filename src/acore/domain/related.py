"""Which words stand for each other: cost and price, began and begin, a dog and an animal.

A small everyday list, not a dictionary: it brings the words of a question nearer to those of an answer.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from acore.domain import (
    related_english,
    related_english_doing,
    related_english_things,
    related_forms,
    related_german,
    related_german_more,
    related_japanese,
)
from acore.domain.stems import stem

FORM: Final = 0.97
"""How alike two forms of one word are, and a number in digits and in words."""
MEANING: Final = 0.85
"""How alike two words of one meaning are."""
EXAMPLE: Final = 0.8
"""How well something answers for its kind: a dog, where animals are asked for."""
WIDER: Final = 0.7
"""How well a kind answers for one of it: animals, where a dog is asked for."""

_LISTED = (
    related_english,
    related_english_doing,
    related_english_things,
    related_german,
    related_german_more,
)
_LONGEST_PHRASE = 4
_PARTICLES = frozenset((word,) for word in "off on up out down back away".split())
_FURTHEST = 2
"""Words between a verb and its particle: switch it off."""
_LONG = 9
_SHORTEST_PART = 4
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u3005-\u3007\u30a1-\u30ff\u3400-\u9fff]+")


def is_loaded() -> bool:
    """Whether the lists are put together already."""
    return _phrases.cache_info().currsize > 0


def load() -> None:
    """Put the lists together, which else the first question waits for: a tenth of a second of computing, once."""
    _phrases()


def related(term: str) -> Mapping[str, float]:
    """The terms that stand for a term (a stem, or a phrase joined by ``_``), and how alike each is: below 1."""
    return _related().get(term, {})


def related_in_japanese(word: str) -> tuple[str, ...]:
    """The words that stand for a Japanese word, or for one that it holds; as they are looked for in a text."""
    return _japanese(word)


def phrases(stems: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The known phrases in a run of terms, each with the place of its first word."""
    known = _phrases()
    for at, first in enumerate(stems):
        for phrase in known.get(first, ()):
            if tuple(stems[at : at + len(phrase)]) == phrase or (
                phrase[1:] in _PARTICLES and phrase[1] in stems[at + 2 : at + 2 + _FURTHEST]
            ):
                yield at, "_".join(phrase)


def forms(asked: Iterable[str]) -> str:
    """The other forms of a question's words that no rule makes: died for die, dritte for third."""
    return " ".join(word for term in asked for word, likeness in related(term).items() if likeness >= FORM)


def widened(text: str, asked: Collection[str]) -> str:
    """The words that stand for those of a question, to be searched for as well; "" where none is known.

    Of long words also their ends and beginnings: what is asked as a compound may be told in its parts.
    """
    found = [word for term in [*asked, *(phrase for _, phrase in phrases(_stems(text)))] for word in related(term)]
    found += [part for term in asked for part in _parts(term)]
    found += [word for run in _UNSPACED.findall(text) for word in related_in_japanese(run)]
    return " ".join(word.replace("_", " ") for word in dict.fromkeys(found) if word not in asked)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.casefold())]


def _parts(term: str) -> list[str]:
    if len(term) < _LONG or not term.isalpha() or not term.isascii():
        return []
    places = range(_SHORTEST_PART, len(term) - _SHORTEST_PART + 1)
    return [*(term[at:] for at in places), *(term[:at] for at in places)]


def _groups(text: str) -> Iterator[list[str]]:
    for group in text.replace("\n", " ").split(";"):
        if words := group.split():
            yield words


def _term(word: str) -> str:
    return "_".join(stem(part) for part in word.split("_"))


@lru_cache(maxsize=1)
def _related() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}

    def join(words: Iterable[str], others: Iterable[str], likeness: float) -> None:
        others = [_term(other) for other in others]
        for word in map(_term, words):
            known = found.setdefault(word, {})
            for other in others:
                if other != word:
                    known[other] = max(likeness, known.get(other, 0))

    for listed in _LISTED:
        for words in _groups(listed.SAME):
            join(words, words, MEANING)
    for words in _groups(f"{related_forms.FORMS};{related_forms.GERMAN};{related_forms.NUMBERS}"):
        join(words, words, FORM)
    for kind, *examples in _groups(f"{related_english.KINDS};{related_german.KINDS}"):
        join([kind.rstrip(":")], examples, EXAMPLE)
        join(examples, [kind.rstrip(":")], WIDER)
    return found


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for term in _related():
        phrase = tuple(term.split("_"))
        if 1 < len(phrase) <= _LONGEST_PHRASE:
            found.setdefault(phrase[0], set()).add(phrase)
    return {first: tuple(sorted(known, key=len, reverse=True)) for first, known in found.items()}


@lru_cache(maxsize=1)
def _japanese_groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words) for words in _groups(related_japanese.SAME))


@lru_cache(maxsize=1)
def _japanese_kinds() -> tuple[tuple[str, ...], ...]:
    """Each kind with its examples, and each example with its kind."""
    groups = [(kind.rstrip(":"), *examples) for kind, *examples in _groups(related_japanese.KINDS)]
    return (*groups, *((example, kind) for kind, *examples in groups for example in examples))


@lru_cache(maxsize=1024)
def _japanese(word: str) -> tuple[str, ...]:
    kinds = [other for known, *others in _japanese_kinds() if known in word for other in others]
    found = [
        other
        for first, *others in _japanese_groups()
        for group in ((first, *others),)
        if any(known == word or (len(known) > 1 and known in word) for known in group)
        for other in group
        if other not in word
    ]
    return tuple(other for other in dict.fromkeys([*found, *kinds]) if other not in word)
