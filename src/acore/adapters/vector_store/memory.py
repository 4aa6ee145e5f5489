"""An index that lives as long as the process."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from operator import mul
from uuid import UUID

from acore.adapters.vector_store.rows import listing, size_of
from acore.domain import sparse
from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.domain.terms import question
from acore.interfaces import VectorStore


@dataclass(frozen=True, slots=True)
class _Kept:
    chunk: Chunk
    weights: Mapping[str, float]
    vector: Vector | None


class MemoryVectorStore(VectorStore):
    """Chunks in memory, each compared with every question: for tests, and what the other stores are measured by."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str | None], tuple[_Kept, ...]] = {}
        self._holding: Counter[str] = Counter()
        """In how many chunks each term stands."""
        self._size: int | None = None

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        """Keep the chunks."""
        size = size_of(chunks, vectors)
        if size not in {None, self._size}:
            self._forget_vectors(size)
        each = vectors or repeat(None, len(chunks))
        kept = tuple(
            _Kept(chunk, sparse.weights(sparse.said(chunk.source.title, chunk.text)), vector)
            for chunk, vector in zip(chunks, each, strict=True)
        )
        for old in self._documents.pop((document, guild), ()):
            self._holding.subtract(old.weights.keys())
        if kept:
            self._documents[document, guild] = kept
        for new in kept:
            self._holding.update(new.weights.keys())

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """The fingerprint that the chunks carry."""
        kept = self._documents.get((document, guild), ())
        return kept[0].chunk.fingerprint if kept else None

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """BM25 over all of them."""
        chunks = await self.count()
        asked = {
            term: weight * sparse.rarity(chunks, self._holding[term]) for term, weight in question(query.text).items()
        }
        hits = (
            Hit(kept.chunk, sum(weight * kept.weights.get(term, 0) for term, weight in asked.items()))
            for kept in self._seen(query.scope)
        )
        return _best((hit for hit in hits if hit.score > 0), query.limit)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """Compared with each."""
        if len(vector) != self._size:
            return ()
        hits = (
            Hit(kept.chunk, float(sum(map(mul, vector, kept.vector))))
            for kept in self._seen(query.scope)
            if kept.vector is not None
        )
        return _best(hits, query.limit)

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Looked for among all."""
        return next((kept.chunk for kept in self._seen(scope) if kept.chunk.id == identity), None)

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """Those whose chunks are kept."""
        return listing(
            (kept[0].chunk, len(kept))
            for kept in self._documents.values()
            if scope is None or kept[0].chunk.audience.admits(scope)
        )

    async def count(self) -> int:
        """Count them."""
        return sum(map(len, self._documents.values()))

    def _forget_vectors(self, size: int | None) -> None:
        self._size = size
        self._documents = {
            document: tuple(replace(one, vector=None) for one in kept) for document, kept in self._documents.items()
        }

    def _seen(self, scope: Scope) -> Iterator[_Kept]:
        kept = chain.from_iterable(self._documents.values())
        return (one for one in kept if one.chunk.audience.admits(scope))


def _best(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: -hit.score)[: max(limit, 0)])
