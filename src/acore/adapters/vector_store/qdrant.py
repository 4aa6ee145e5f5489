"""The index on a Qdrant server, for what one machine's own index has outgrown."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from pydantic import Field, SecretStr

from acore.adapters.vector_store.loading import loaded
from acore.adapters.vector_store.packing import floats
from acore.adapters.vector_store.rows import UNFINISHED, Row, audiences_of, chunk_of, listing, row_of, size_of
from acore.domain.encoding import encodable
from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.interfaces import EngineContext, EngineSettings, Extra, VectorStore

if TYPE_CHECKING:
    from acore.adapters.vector_store.qdrant_collection import Collection

_BATCH = 32
"""Chunks in one request."""
_AT_ONCE = 4
"""Requests that one document is written by at the same time."""
_MOST_HITS = 1000


class QdrantSettings(EngineSettings):
    """Where the server is."""

    engine: Literal["qdrant"] = "qdrant"
    url: str = Field(default="http://127.0.0.1:6333", pattern=r"^(https?://\S+|:memory:)$")
    """The server's address (Qdrant 1.18 or newer); :memory: keeps the index in this process, for a try."""
    api_key: SecretStr | None = None
    """The server's key. A secret: never in a settings file."""
    collection: str = Field(default="acore", pattern=r"^[A-Za-z0-9_-]{1,200}$")
    """The collection that holds the chunks; it is made where there is none."""
    timeout_s: float = Field(default=30, gt=0)
    """Seconds that one request may take."""


class QdrantVectorStore(VectorStore):
    """Keeps chunks in a collection of the server, which it asks first when it is first used.

    Cancelling a call is safe: what was sent may still be done.
    """

    Settings = QdrantSettings
    extra = Extra("qdrant", ("qdrant_client",))

    def __init__(self, settings: QdrantSettings, context: EngineContext) -> None:
        del context
        self._settings = settings
        self._writing = asyncio.Lock()
        self._opened: Collection | None = None

    async def open(self) -> None:
        """Load the client; the server is asked later, so that acore starts without it."""
        home = await loaded(QdrantVectorStore, "qdrant_collection")
        key = self._settings.api_key
        self._opened = home.Collection(
            self._settings.url,
            self._settings.collection,
            api_key=key.get_secret_value() if key else None,
            timeout_s=self._settings.timeout_s,
        )

    async def ping(self) -> None:
        """Ask for the collection."""
        await self._collection.ping()

    async def aclose(self) -> None:
        """Close the connections."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    @property
    def _collection(self) -> "Collection":
        assert self._opened, "the store is not open"
        return self._opened

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        """Write the chunks, the first one last; one document at a time."""
        size = size_of(chunks, vectors)
        async with self._writing:
            if chunks:
                await self._collection.fit(size)
                await self._collection.write([row_of(chunks[0]) | {"fingerprint": UNFINISHED}], [None])
            for start in range(1, len(chunks), _BATCH * _AT_ONCE):
                parts = (slice(at, at + _BATCH) for at in range(start, start + _BATCH * _AT_ONCE, _BATCH))
                await asyncio.gather(*(self._write(chunks[part], _of(vectors, part)) for part in parts))
            await self._collection.drop(document, guild or "", len(chunks))
            await self._write(chunks[:1], _of(vectors, slice(1)), {"chunks": len(chunks)})

    async def _write(
        self, chunks: Sequence[Chunk], vectors: Sequence[Vector] | None, further: Row | None = None
    ) -> None:
        if chunks:
            known = [None] * len(chunks) if vectors is None else [floats(vector) for vector in vectors]
            await self._collection.write([row_of(chunk) | (further or {}) for chunk in chunks], known)

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """Look at the document's first chunk."""
        first = await self._collection.first(document, guild or "")
        return str(first["fingerprint"]) or None if first else None

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """BM25; at most 1000 hits."""
        if query.limit < 1:
            return ()
        limit = min(query.limit, _MOST_HITS)
        found = await self._collection.search(encodable(query.text), audiences_of(query.scope), limit)
        return tuple(Hit(chunk_of(row), score) for row, score in found if score > 0)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """By the server's graph; at most 1000 hits."""
        if query.limit < 1:
            return ()
        limit = min(query.limit, _MOST_HITS)
        found = await self._collection.nearest(floats(vector), audiences_of(query.scope), limit)
        return tuple(Hit(chunk_of(row), score) for row, score in found)

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Read it."""
        row = await self._collection.one(str(identity), audiences_of(scope))
        return chunk_of(row) if row else None

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """The first chunks of all."""
        rows = await self._collection.firsts(audiences_of(scope) if scope else None)
        counts = [row.get("chunks") or await self._collection.count(row["document"], row["guild"]) for row in rows]
        return listing((chunk_of(row), count) for row, count in zip(rows, counts, strict=True))

    async def count(self) -> int:
        """Count them."""
        return await self._collection.count()


def _of(vectors: Sequence[Vector] | None, part: slice) -> Sequence[Vector] | None:
    return None if vectors is None else vectors[part]
