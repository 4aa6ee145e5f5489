"""Gives chunks their vectors, where there is an embedder."""

from collections.abc import Sequence
from hashlib import blake2b

import structlog

from acore.domain.knowledge import Chunk, Vector
from acore.errors import EngineError, EngineRefused
from acore.interfaces import Embedder, MetricsSink

_log = structlog.get_logger(__name__)
_BATCH = 64
"""Chunks at a time: what was read of a long document stays known where reading it is broken off."""


class EmbeddingService:
    """What indexing asks for vectors. Without an embedder there are none, and documents are found by their words.

    A document is written in three steps::

        wanted = embedding.marked(fingerprint)          # equal to what is there: nothing to do
        vectors = await embedding.vectors(chunks)
        kept = fingerprint if vectors is None else wanted   # equal to what is there: nothing to do either

    So a document is written anew when another embedder is set, or when an embedder that could not answer does again.
    """

    def __init__(self, embedder: Embedder | None, metrics: MetricsSink) -> None:
        self._embedder = embedder
        self._metrics = metrics
        self.problem: str | None = None
        """Why the latest chunks have no vectors, for people; None where they have, or where there is no embedder."""

    @property
    def name(self) -> str:
        """The embedder's name; empty where there is none."""
        return "" if self._embedder is None else self._embedder.name

    def marked(self, fingerprint: str) -> str:
        """The fingerprint of a document whose chunks have vectors of this embedder; as it is where there is none."""
        if not self.name:
            return fingerprint
        return blake2b(f"{fingerprint}\n{self.name}".encode(), digest_size=16).hexdigest()

    async def vectors(self, chunks: Sequence[Chunk]) -> tuple[Vector, ...] | None:
        """A vector for each chunk; None where there is no embedder, or where it can not answer, which is logged.

        Only texts that it has not read yet are read. Cancelling keeps what was read.
        """
        if self._embedder is None:
            return None
        try:
            vectors = await self._read(self._embedder, chunks)
            if not _are_alike(vectors):  # the first ones were kept of another model: now it is known how long they are
                vectors = await self._read(self._embedder, chunks)
            if not _are_alike(vectors):
                told = f"{self.name} gives vectors of different lengths; try another model"
                raise EngineRefused(told, engine=self.name)
        except EngineError as error:
            self._tell(error)
            return None
        self.problem = None
        self._metrics.count("knowledge.embedded", len(chunks))
        return tuple(vectors)

    async def _read(self, embedder: Embedder, chunks: Sequence[Chunk]) -> list[Vector]:
        vectors: list[Vector] = []
        for start in range(0, len(chunks), _BATCH):
            vectors += await embedder.embed([_said(chunk) for chunk in chunks[start : start + _BATCH]], "passage")
        return vectors

    def _tell(self, error: EngineError) -> None:
        self._metrics.count("knowledge.embedding_failures", kind=type(error).__name__)
        if self.problem is None:  # once for all documents that it concerns
            _log.warning("documents_not_embedded", error=str(error))
        self.problem = str(error)


def _are_alike(vectors: Sequence[Vector]) -> bool:
    return len({len(vector) for vector in vectors}) <= 1


def _said(chunk: Chunk) -> str:
    """What a chunk says, and of what: a piece of a document often names its subject only in the title."""
    return f"{chunk.source.title}\n{chunk.text}"
