"""The index in PostgreSQL with pgvector, where such a database runs already."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from pydantic import Field, SecretStr, field_validator

from acore.adapters.vector_store.loading import loaded
from acore.adapters.vector_store.packing import floats
from acore.adapters.vector_store.rows import audiences_of, chunk_of, listing, row_of, size_of
from acore.domain import sparse
from acore.domain.encoding import encodable
from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.domain.terms import question
from acore.interfaces import EngineContext, EngineSettings, Extra, VectorStore

if TYPE_CHECKING:
    from acore.adapters.vector_store.pgvector_tables import Tables, Written

ENGINE = "pgvector"
PASSWORD = "ACORE_VECTOR_STORE__ENGINES__PGVECTOR__PASSWORD"  # noqa: S105  where it stands
_BATCH = 32
"""Chunks that are put into words before others get their turn."""
_MOST_HITS = 1000


class PgvectorSettings(EngineSettings):
    """Where the database is."""

    engine: Literal["pgvector"] = "pgvector"
    url: str = Field(default="postgresql://127.0.0.1:5432/acore", pattern=r"^postgres(ql)?://\S+$")
    """The database, without a password; postgresql:///acore?host=/run/postgresql&user=acore is a socket's."""
    password: SecretStr | None = None
    """The user's password. A secret: never in a settings file."""
    namespace: str = Field(default="acore", pattern=r"^[a-z_][a-z0-9_]{0,62}$")
    """The schema of the database that holds the tables; it is made where there is none."""
    connections: int = Field(default=4, ge=1, le=100)
    """Connections at the same time."""
    timeout_s: float = Field(default=30, gt=0)
    """Seconds that one call may take, besides those that a document needs to be written."""

    @field_validator("url")
    @classmethod
    def _without_password(cls, url: str) -> str:
        if urlsplit(url).password:
            raise ValueError(f"a password does not belong in the address: set {PASSWORD}")
        return url


class PgvectorStore(VectorStore):
    """Keeps chunks in two tables, which are made when it is first used.

    A document is written in one transaction: a kill, or cancelling, leaves the one that was there.
    """

    Settings = PgvectorSettings
    extra = Extra("postgres", ("asyncpg",))

    def __init__(self, settings: PgvectorSettings, context: EngineContext) -> None:
        del context
        self._settings = settings
        self._opened: Tables | None = None

    async def open(self) -> None:
        """Load the driver; the database is asked later, so that acore starts without it."""
        home = await loaded(PgvectorStore, "pgvector_tables")
        password = self._settings.password
        self._opened = home.Tables(
            self._settings.url,
            password.get_secret_value() if password else None,
            namespace=self._settings.namespace,
            connections=self._settings.connections,
            timeout_s=self._settings.timeout_s,
        )

    async def ping(self) -> None:
        """Ask it for nothing."""
        await self._tables.ping()

    async def aclose(self) -> None:
        """Close the connections."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    @property
    def _tables(self) -> "Tables":
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
        """Write the chunks in one transaction."""
        size = size_of(chunks, vectors)
        batches = (
            _written(chunks[at : at + _BATCH], None if vectors is None else vectors[at : at + _BATCH])
            for at in range(0, len(chunks), _BATCH)
        )
        await self._tables.replace(document, guild or "", batches, size)

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """Look at the document's first chunk."""
        return await self._tables.fingerprint(document, guild or "")

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """BM25; at most 1000 hits."""
        asked = question(encodable(query.text))
        if query.limit < 1 or not asked:
            return ()
        found = await self._tables.search(asked, audiences_of(query.scope), min(query.limit, _MOST_HITS))
        return tuple(Hit(chunk_of(orjson.loads(row)), score) for row, score in found)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """By the graph; at most 1000 hits."""
        if query.limit < 1:
            return ()
        found = await self._tables.nearest(floats(vector), audiences_of(query.scope), min(query.limit, _MOST_HITS))
        return tuple(Hit(chunk_of(orjson.loads(row)), score) for row, score in found)

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Read it."""
        row = await self._tables.one(identity, audiences_of(scope))
        return chunk_of(orjson.loads(row)) if row else None

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """The first chunks of all."""
        rows = await self._tables.firsts(audiences_of(scope) if scope else None)
        return listing((chunk_of(orjson.loads(row)), count) for row, count in rows)

    async def count(self) -> int:
        """Count them."""
        return await self._tables.count()


def _written(chunks: Sequence[Chunk], vectors: Sequence[Vector] | None) -> "Written":
    chunk_rows, term_rows = [], []
    for n, chunk in enumerate(chunks):
        row = row_of(chunk)
        vector = () if vectors is None else (floats(vectors[n]),)
        kept = (chunk.id, row["document"], row["guild"], row["audience"], chunk.position, orjson.dumps(row).decode())
        chunk_rows.append((*kept, *vector))
        weights = sparse.weights(sparse.said(chunk.source.title, chunk.text))
        term_rows += [(term, chunk.id, weight) for term, weight in weights.items()]
    return chunk_rows, term_rows
