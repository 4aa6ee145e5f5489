"""Chunks and vectors that are the same in every run.

Vectors have 384 numbers and lie as those of sentences do: in clusters, along some forty directions, with a little of
all others. Words follow Zipf's law. Importing it loads numpy, which takes the threads that the environment says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from acore.domain.knowledge import Chunk, Source
from acore.domain.scope import Scope

SIZE = 384
SCOPE = Scope(channel="bench", user="ada", guild="g")
PER_DOCUMENT = 200

_LATENT = 40
_CLUSTERS = 300
_WORDS = 20_000
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeio"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Chunks with their vectors, a row each, and questions that lie near some of them."""

    chunks: tuple[Chunk, ...]
    vectors: Any
    questions: Any

    def documents(self) -> Iterator[tuple[str, tuple[Chunk, ...], Any]]:
        """Each document's address, chunks and vectors."""
        for start in range(0, len(self.chunks), PER_DOCUMENT):
            cut = self.chunks[start : start + PER_DOCUMENT]
            yield cut[0].document, cut, self.vectors[start : start + PER_DOCUMENT]


@cache
def corpus(chunks: int, words: int, questions: int = 400) -> Corpus:
    """So many chunks of about so many words."""
    random = np.random.default_rng(chunks)
    directions = random.normal(size=(_LATENT, SIZE)).astype(np.float32)
    centres = random.normal(size=(_CLUSTERS, _LATENT)).astype(np.float32)
    latent = centres[random.integers(_CLUSTERS, size=chunks)] + _noise(random, chunks, _LATENT, 0.6)
    asked = latent[random.integers(chunks, size=questions)] + _noise(random, questions, _LATENT, 0.3)
    return Corpus(
        tuple(_chunk(number, text) for number, text in enumerate(texts(chunks, words))),
        _units(latent @ directions + _noise(random, chunks, SIZE, 0.5)),
        _units(asked @ directions + _noise(random, questions, SIZE, 0.5)),
    )


def texts(count: int, words: int, seed: int = 0) -> list[str]:
    """So many texts of about so many words."""
    random = np.random.default_rng((seed, count, words))
    vocabulary = np.array(["".join(random.choice(_SYLLABLES, size=random.integers(1, 5))) for _ in range(_WORDS)])
    places = np.minimum(random.zipf(1.2, size=(count, words)) - 1, _WORDS - 1)
    return [f"{' '.join(row).capitalize()}." for row in vocabulary[places]]


def _noise(random: np.random.Generator, count: int, size: int, strength: float) -> Any:  # noqa: ANN401  an array
    return strength * random.normal(size=(count, size)).astype(np.float32)


def _units(vectors: Any) -> Any:  # noqa: ANN401  an array
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _chunk(number: int, text: str) -> Chunk:
    document, position = divmod(number, PER_DOCUMENT)
    uri = f"file:///books/{document}.md"
    return Chunk(uri, position, "f", text, Source(f"Book {document} › Part {position}", f"{uri}#L{position}"))
