"""Remembers vectors: those of the latest questions here, those of passages in the database."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b

import structlog

from acore.adapters.embedder.kept import KeptVectors
from acore.adapters.embedder.policy import Policy
from acore.domain.knowledge import Vector
from acore.errors import EngineError
from acore.interfaces import CacheStats, Embedder, MetricsSink
from acore.interfaces.embedder import Kind

_log = structlog.get_logger(__name__)


class CachingEmbedder(Policy):
    """Has a text read only where its vector is not known; what it gives is the same as without it.

    The vectors of `questions` questions are held, and the one asked longest ago leaves first (true LRU). Those of
    passages are kept by what they say. A database that fails is as good as an empty one.
    """

    def __init__(self, inner: Embedder, kept: KeptVectors, metrics: MetricsSink, questions: int) -> None:
        super().__init__(inner)
        self._kept = kept
        self._metrics = metrics
        self._most = questions
        self._questions: OrderedDict[str, Vector] = OrderedDict()
        self._hits = self._misses = self._evictions = 0

    @property
    def stats(self) -> CacheStats:
        """What became of questions since it was made."""
        return CacheStats(self._hits, self._misses, self._evictions, len(self._questions))

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """The known vectors, and those of the engine; a text that stands there twice is read once."""
        if not texts:
            return ()
        return await (self._of_questions(texts) if kind == "question" else self._of_passages(texts))

    async def _of_questions(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        wanted = dict.fromkeys(texts)
        known = {text: self._questions[text] for text in wanted if text in self._questions}
        unknown = [text for text in wanted if text not in known]
        self._hits += len(known)
        self._misses += len(unknown)
        if unknown:
            known |= zip(unknown, await self._inner.embed(unknown, "question"), strict=True)
        for text in wanted:
            self._questions[text] = known[text]
            self._questions.move_to_end(text)
        while len(self._questions) > self._most:
            self._questions.popitem(last=False)
            self._evictions += 1
        return tuple(known[text] for text in texts)

    async def _of_passages(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        digests = [self._digest(text) for text in texts]
        known = await self._find(list(dict.fromkeys(digests)))
        unknown = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        new: dict[bytes, Vector] = {}
        if unknown:
            new.update(zip(unknown, await self._inner.embed(list(unknown.values()), "passage"), strict=True))
        await self._keep(new, list(known))
        known |= new
        return tuple(known[digest] for digest in digests)

    def _digest(self, text: str) -> bytes:
        return blake2b(f"{self.name}\n{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()

    async def _find(self, digests: list[bytes]) -> dict[bytes, Vector]:
        try:
            return await self._kept.find(digests)
        except (EngineError, ValueError) as error:
            self._tell(error)
            return {}

    async def _keep(self, new: dict[bytes, Vector], used: list[bytes]) -> None:
        try:
            await self._kept.keep(new, used)
        except EngineError as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        self._metrics.count("embedder.cache_failures", kind=type(error).__name__)
        _log.warning("embedding_cache_failed", error=str(error))
