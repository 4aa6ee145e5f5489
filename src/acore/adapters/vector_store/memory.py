"""An index that lives as long as the process."""

from collections.abc import Sequence

from acore.domain.knowledge import Chunk, Hit, Query
from acore.domain.terms import question, terms
from acore.interfaces import VectorStore


class MemoryVectorStore(VectorStore):
    """Chunks in memory, scored by the weight of the words they share with the question: for tests."""

    def __init__(self) -> None:
        self._chunks: dict[tuple[str, str | None], tuple[Chunk, ...]] = {}

    async def replace(self, document: str, chunks: Sequence[Chunk], *, guild: str | None = None) -> None:
        """Keep the chunks."""
        self._chunks.pop((document, guild), None)
        if chunks:
            self._chunks[document, guild] = tuple(chunks)

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """The fingerprint that the chunks carry."""
        kept = self._chunks.get((document, guild), ())
        return kept[0].fingerprint if kept else None

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """The chunks that share most."""
        asked = question(query.text)
        seen = (
            chunk
            for (_, guild), chunks in self._chunks.items()
            if guild is None or guild == query.scope.guild
            for chunk in chunks
        )
        hits = (Hit(chunk, _shared(asked, chunk)) for chunk in seen)
        return tuple(sorted((hit for hit in hits if hit.score > 0), key=lambda hit: -hit.score)[: query.limit])

    async def count(self) -> int:
        """Count them."""
        return sum(map(len, self._chunks.values()))


def _shared(asked: dict[str, float], chunk: Chunk) -> float:
    words = set(terms(f"{chunk.source.title}\n{chunk.text}"))
    return sum(weight for word, weight in asked.items() if word in words)
