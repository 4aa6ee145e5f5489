"""BM25, cut in two: what a chunk says by itself, and how rare its terms are among all chunks.

The formula is Okapi's as Robertson and Zaragoza write it (2009), with the length of a chunk measured
against a fixed one, so that a chunk that comes or goes changes no weight of the others.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

from acore.domain.terms import terms

USUAL_LENGTH: Final = 120.0
"""The length of an ordinary chunk in terms, which others are measured against."""
_SATURATION = 1.2
_BY_LENGTH = 0.75
_LONGEST_KEPT = 40
"""Characters of a word that is worth remembering; scripts without spaces have longer ones, and each but once."""


def said(title: str, text: str) -> list[str]:
    """The terms that a chunk is found by: those of its title and of its text, each as often as it is there."""
    found: list[str] = []
    for part in (title, text):
        for word in part.split():
            found += _terms_of(word) if len(word) <= _LONGEST_KEPT else terms(word)
    return found


def weights(found: Sequence[str]) -> dict[str, float]:
    """How much each term counts for a chunk in which these are found."""
    worn = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * len(found) / USUAL_LENGTH)
    return {term: times * (_SATURATION + 1) / (times + worn) for term, times in Counter(found).items()}


def rarity(chunks: int, holding: int) -> float:
    """How much a term tells that so many of all chunks hold; above 0 always."""
    return math.log(1 + (chunks - holding + 0.5) / (holding + 0.5))


def place(term: str) -> int:
    """Where a term stands in a vector, within 32 bits: the same on every machine; few terms share one."""
    return crc32(term.encode())


@lru_cache(maxsize=32768)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(terms(word))
