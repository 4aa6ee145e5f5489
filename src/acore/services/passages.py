"""Opens the passages that answers rest on, where they stand."""

from dataclasses import dataclass, replace
from uuid import UUID

from acore.domain.knowledge import Chunk
from acore.domain.scope import Scope
from acore.errors import NotFound
from acore.interfaces import VectorStore

GONE = "That passage is not in my documents any more, or not for this place. Ask again to see what there is now."


@dataclass(frozen=True, slots=True)
class Opened:
    """A passage, and what stands right before and behind it in its document."""

    chunk: Chunk
    before: Chunk | None = None
    after: Chunk | None = None


class PassageService:
    """Gives passages by their ids; the store sees to it that nobody opens what they may not find."""

    def __init__(self, store: VectorStore) -> None:
        self._store = store

    async def open(self, identity: UUID, scope: Scope) -> Opened:
        """The passage with its neighbours; raises NotFound where the scope has none of this id, EngineError."""
        chunk = await self._store.chunk(identity, scope)
        if chunk is None:
            raise NotFound(GONE)
        before = await self._neighbour(chunk, -1, scope) if chunk.position else None
        return Opened(chunk, before, await self._neighbour(chunk, 1, scope))

    async def _neighbour(self, chunk: Chunk, step: int, scope: Scope) -> Chunk | None:
        found = await self._store.chunk(replace(chunk, position=chunk.position + step).id, scope)
        return found if found is not None and found.fingerprint == chunk.fingerprint else None
