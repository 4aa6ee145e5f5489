"""An embedder that knows words and their synonyms, and nothing of sentences: for tests."""

from array import array
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from math import sqrt

from acore.domain.knowledge import Vector
from acore.domain.terms import question, terms
from acore.errors import EngineError
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind

_SIZE = 256
_LONGEST = 10_000
_EVERY = 0.05
"""What every vector has of one direction: even a blank text has one."""


class WordwiseEmbedder(Embedder):
    """A text is the sum of its words, each with a direction of its own; `synonyms` have that of what they stand for."""

    def __init__(self, synonyms: Mapping[str, str] | None = None, *, name: str = "wordwise") -> None:
        self.name = name
        self.read: list[str] = []
        """Every text that was read, in order."""
        self.fails: EngineError | None = None
        """Raised instead of reading."""
        self._synonyms = {_root(word): _root(meaning) for word, meaning in (synonyms or {}).items()}

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """The sums."""
        if self.fails is not None:
            raise self.fails
        self.read += texts
        words = question if kind == "question" else _words
        return tuple(self._sum(words(text[:_LONGEST])) for text in texts)

    def _sum(self, words: Mapping[str, float]) -> Vector:
        numbers = [_EVERY] + [0.0] * _SIZE
        for word, weight in words.items():
            place = int.from_bytes(blake2b(self._synonyms.get(word, word).encode(), digest_size=4).digest(), "little")
            numbers[1 + place % _SIZE] += weight
        length = sqrt(sum(number * number for number in numbers))
        return array("f", [number / length for number in numbers])


def _words(text: str) -> dict[str, float]:
    return dict.fromkeys(terms(text), 1.0)


def _root(word: str) -> str:
    return terms(word)[0]
