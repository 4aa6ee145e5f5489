"""An index that lives as long as the process."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import mul
from uuid import UUID

from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.domain.terms import question, terms
from acore.interfaces import VectorStore

_Kept = tuple[tuple[Chunk, Vector | None], ...]


class MemoryVectorStore(VectorStore):
    """Chunks in memory, scored by the weight of the words they share with the question: for tests."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str | None], _Kept] = {}

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        """Keep the chunks."""
        self._documents.pop((document, guild), None)
        if chunks:
            self._documents[document, guild] = tuple(zip(chunks, vectors or repeat(None), strict=False))

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """The fingerprint that the chunks carry."""
        kept = self._documents.get((document, guild), ())
        return kept[0][0].fingerprint if kept else None

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """The chunks that share most."""
        asked = question(query.text)
        hits = (Hit(chunk, _shared(asked, chunk)) for chunk, _ in self._seen(query.scope))
        return _best((hit for hit in hits if hit.score > 0), query.limit)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """Compared with each."""
        hits = (
            Hit(chunk, sum(map(mul, vector, known)))
            for chunk, known in self._seen(query.scope)
            if known is not None and len(known) == len(vector)
        )
        return _best(hits, query.limit)

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Looked for among all."""
        return next((chunk for chunk, _ in self._seen(scope) if chunk.id == identity), None)

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """Those whose chunks are kept."""
        found = [
            Listed(first.document, first.source.document, first.audience, first.added, len(kept), first.fingerprint)
            for kept in self._documents.values()
            for first in [kept[0][0]]
            if scope is None or first.audience.admits(scope)
        ]
        return tuple(sorted(found, key=lambda listed: (listed.title, listed.document)))

    async def count(self) -> int:
        """Count them."""
        return sum(map(len, self._documents.values()))

    def _seen(self, scope: Scope) -> Iterator[tuple[Chunk, Vector | None]]:
        return (pair for kept in self._documents.values() for pair in kept if pair[0].audience.admits(scope))


def _best(hits: Iterator[Hit], limit: int) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])


def _shared(asked: dict[str, float], chunk: Chunk) -> float:
    words = set(terms(f"{chunk.source.title}\n{chunk.text}"))
    return sum(weight for word, weight in asked.items() if word in words)
