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
_ADVICE = (
    "another model stands behind its name; set its model to another name, and all documents are read again with it"
)


class CachingEmbedder(Policy):
    """Has a text read only where its vector is not known; what it gives is the same as without it.

    The vectors of `questions` questions are held, and the one asked longest ago leaves first (true LRU). Those of
    passages are kept by what they say. A database that fails is as good as an empty one, and so is a vector that is not
    as long as those that the engine gives: another model made it, under the same name.
    """

    def __init__(self, inner: Embedder, kept: KeptVectors, metrics: MetricsSink, questions: int) -> None:
        super().__init__(inner)
        self._kept = kept
        self._metrics = metrics
        self._most = questions
        self._questions: OrderedDict[str, Vector] = OrderedDict()
        self._hits = self._misses = self._evictions = 0
        self._size: int | None = None
        """How many numbers the engine's latest vector has; None before the first."""
        self._kept_sizes: set[int] = set()
        """Of the vectors that were found."""
        self._is_another = False

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
            known |= zip(unknown, await self._read(unknown, "question"), strict=True)
        for text in wanted:
            self._questions[text] = known[text]
            self._questions.move_to_end(text)
        while len(self._questions) > self._most:
            self._questions.popitem(last=False)
            self._evictions += 1
        return tuple(known[text] for text in texts)

    async def _of_passages(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        digests = [self._digest(text) for text in texts]
        known = self._fitting(await self._find(list(dict.fromkeys(digests))))
        by_digest = dict(zip(digests, texts, strict=True))
        new: dict[bytes, Vector] = {}
        while unknown := [digest for digest in by_digest if digest not in known and digest not in new]:
            read = await self._read([by_digest[digest] for digest in unknown], "passage")
            new.update(zip(unknown, read, strict=True))
            known = self._fitting(known)
        await self._keep(new, list(known))
        known |= new
        return tuple(known[digest] for digest in digests)

    async def _read(self, texts: list[str], kind: Kind) -> tuple[Vector, ...]:
        vectors = await self._inner.embed(texts, kind)
        self._size = len(vectors[-1])
        return vectors

    def _fitting(self, kept: dict[bytes, Vector]) -> dict[bytes, Vector]:
        """Those that are as long as what the engine gives; of more than one length, the engine has to tell."""
        self._kept_sizes.update(map(len, kept.values()))
        sizes = self._kept_sizes if self._size is None else {self._size}
        fitting = {digest: vector for digest, vector in kept.items() if sizes == {len(vector)}}
        if len(fitting) < len(kept) and not self._is_another:  # once for all documents that it concerns
            self._is_another = True
            _log.warning("embedder_gives_other_vectors", embedder=self.name, numbers=self._size, advice=_ADVICE)
        return fitting

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
