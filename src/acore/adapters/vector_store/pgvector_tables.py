"""The tables of the index in PostgreSQL; imported only where that engine is chosen."""

import asyncio
import struct
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg

from acore.adapters.vector_store.pgvector_faults import FAULTS, translated

Written = tuple[list[tuple[Any, ...]], list[tuple[str, UUID, float]]]
"""Chunks as rows of the one table, and their terms as rows of the other."""

_MOST_IN_A_GRAPH: Final = 2000
"""Numbers of a vector that pgvector builds a graph for; longer ones are compared one by one."""
_CLOSE_S = 2.0
_COLUMNS = ("id", "document", "guild", "audience", "position", "row")
_LOCK = 0x61636F7265
"""Of who changes the tables, so that two processes do not at once."""

_SESSION = {
    "hnsw.iterative_scan": "strict_order",
    "hnsw.ef_search": "100",
    "hnsw.max_scan_tuples": "2147483647",
    "hnsw.scan_mem_multiplier": "50",
    "application_name": "acore",
}
"""What holds again each time that a connection is given back: filters leave no search short of hits."""

_SCHEMA = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA IF NOT EXISTS {namespace};
CREATE TABLE IF NOT EXISTS {namespace}.chunks (
    id uuid PRIMARY KEY, document text NOT NULL, guild text NOT NULL, audience text NOT NULL,
    position integer NOT NULL, row json NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_document ON {namespace}.chunks (document, guild);
CREATE INDEX IF NOT EXISTS chunks_audience ON {namespace}.chunks (audience);
CREATE INDEX IF NOT EXISTS chunks_first ON {namespace}.chunks (position) WHERE position = 0;
CREATE TABLE IF NOT EXISTS {namespace}.terms (
    term text NOT NULL, chunk uuid NOT NULL REFERENCES {namespace}.chunks ON DELETE CASCADE, weight real NOT NULL,
    PRIMARY KEY (term, chunk) INCLUDE (weight)
);
CREATE INDEX IF NOT EXISTS terms_chunk ON {namespace}.terms (chunk);
"""

_SIZE = """
SELECT atttypmod FROM pg_attribute
WHERE attrelid = '{namespace}.chunks'::regclass AND attname = 'embedding' AND NOT attisdropped
"""

_SEARCH = """
WITH asked AS (
    SELECT given.term, given.weight * ln(1 + (n.chunks - n.holding + 0.5) / (n.holding + 0.5)) AS weight
    FROM unnest($1::text[], $2::float8[]) AS given (term, weight)
    CROSS JOIN LATERAL (
        SELECT (SELECT count(*) FROM {namespace}.chunks) AS chunks,
               (SELECT count(*) FROM {namespace}.terms WHERE terms.term = given.term) AS holding
    ) AS n
), scored AS (
    SELECT terms.chunk, sum(asked.weight * terms.weight) AS score
    FROM asked JOIN {namespace}.terms USING (term) GROUP BY terms.chunk
)
SELECT chunks.row, scored.score FROM scored JOIN {namespace}.chunks ON chunks.id = scored.chunk
WHERE chunks.audience = ANY($3) ORDER BY scored.score DESC, chunks.id LIMIT $4
"""

_NEAREST = """
SELECT row, 1 - (embedding <=> $1) AS score FROM {namespace}.chunks
WHERE audience = ANY($2) AND embedding IS NOT NULL ORDER BY embedding <=> $1 LIMIT $3
"""

_FIRSTS = """
SELECT first.row, (
    SELECT count(*) FROM {namespace}.chunks AS each WHERE each.document = first.document AND each.guild = first.guild
) FROM {namespace}.chunks AS first WHERE first.position = 0 AND ($1::text[] IS NULL OR first.audience = ANY($1))
"""


class Tables:
    """Chunks, and the terms in them; every method raises EngineUnavailable or EngineRefused."""

    def __init__(self, url: str, password: str | None, *, namespace: str, connections: int, timeout_s: float) -> None:
        self._url = url
        self._password = password
        self._namespace = namespace
        self._connections = connections
        self._timeout_s = timeout_s
        self._preparing = asyncio.Lock()
        self._pool: Any = None
        self._size: int | None = None

    async def close(self) -> None:
        """Close the connections; calls under way fail after two seconds."""
        pool, self._pool = self._pool, None
        if pool is not None:
            try:
                async with asyncio.timeout(_CLOSE_S):
                    await pool.close()
            except TimeoutError:
                pool.terminate()

    async def ping(self) -> None:
        """Return if the database answers."""
        async with self._asking() as connection:
            await connection.execute("SELECT 1")

    async def replace(self, document: str, guild: str, batches: Iterable[Written], size: int | None) -> None:
        """Make these the document's only chunks."""
        if size is not None:
            async with self._asking() as connection:
                await self._fit(connection, size)
        columns = (*_COLUMNS, "embedding") if size else _COLUMNS
        async with self._asking(deadline=False) as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{guild}\n{document}")
            await connection.execute(
                f"DELETE FROM {self._namespace}.chunks WHERE document = $1 AND guild = $2",  # noqa: S608  checked
                document,
                guild,
            )
            for chunks, terms in batches:
                async with asyncio.timeout(self._timeout_s):
                    await self._copy(connection, "chunks", chunks, columns)
                    await self._copy(connection, "terms", terms, ("term", "chunk", "weight"))

    async def fingerprint(self, document: str, guild: str) -> str | None:
        """What the document's first chunk carries."""
        found = await self._fetch(
            "SELECT row ->> 'fingerprint' FROM {namespace}.chunks WHERE document = $1 AND guild = $2 AND position = 0",
            document,
            guild,
        )
        return str(found[0][0]) if found else None

    async def search(self, asked: dict[str, float], audiences: list[str], limit: int) -> Sequence[tuple[str, float]]:
        """By words."""
        return await self._fetch(_SEARCH, list(asked), list(asked.values()), audiences, limit)

    async def nearest(self, vector: list[float], audiences: list[str], limit: int) -> Sequence[tuple[str, float]]:
        """By meaning."""
        async with self._asking():
            fits = len(vector) == self._size
        return await self._fetch(_NEAREST, vector, audiences, limit) if fits else []

    async def one(self, identity: UUID, audiences: list[str]) -> str | None:
        """One chunk, if it is for one of the audiences."""
        found = await self._fetch(
            "SELECT row FROM {namespace}.chunks WHERE id = $1 AND audience = ANY($2)", identity, audiences
        )
        return str(found[0][0]) if found else None

    async def firsts(self, audiences: list[str] | None) -> Sequence[tuple[str, int]]:
        """The first chunk of each document for those audiences, and how many it has; None is all documents."""
        return await self._fetch(_FIRSTS, audiences)

    async def count(self) -> int:
        """How many chunks there are."""
        ((counted,),) = await self._fetch("SELECT count(*) FROM {namespace}.chunks")
        return int(counted)

    async def _fetch(self, statement: str, *given: object) -> list[Any]:
        async with self._asking() as connection:
            return list(await connection.fetch(statement.format(namespace=self._namespace), *given))

    async def _copy(self, connection: Any, table: str, rows: Sequence[object], columns: Sequence[str]) -> None:  # noqa: ANN401
        await connection.copy_records_to_table(table, records=rows, columns=columns, schema_name=self._namespace)

    async def _fit(self, connection: Any, size: int) -> None:  # noqa: ANN401
        """Let vectors of that many numbers be written; all others go."""
        if size == self._size:
            return
        table = f"{self._namespace}.chunks"
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            if await connection.fetchval(_SIZE.format(namespace=self._namespace)) != size:
                await connection.execute(
                    f"ALTER TABLE {table} DROP COLUMN IF EXISTS embedding, ADD COLUMN embedding vector({size})"
                )
                if size <= _MOST_IN_A_GRAPH:
                    await connection.execute(f"CREATE INDEX ON {table} USING hnsw (embedding vector_cosine_ops)")
        self._size = size

    @asynccontextmanager
    async def _asking(self, *, deadline: bool = True) -> AsyncGenerator[Any]:
        """A connection within its deadline, with tables to ask, its faults in acore's words."""
        try:
            async with asyncio.timeout(self._timeout_s if deadline else None):
                pool = await self._prepared()
                async with pool.acquire(timeout=self._timeout_s) as connection:
                    yield connection
        except FAULTS as error:
            fault = translated(error, self._url, self._timeout_s)
            if fault.changed:
                self._size = None
                await self.close()  # the tables are looked at again by the next call
            raise fault.error from error

    async def _prepared(self) -> Any:  # noqa: ANN401
        async with self._preparing:
            if self._pool is None:
                connection = await asyncpg.connect(self._url, password=self._password, timeout=self._timeout_s)
                try:
                    await self._make(connection)
                finally:
                    await connection.close(timeout=_CLOSE_S)
                self._pool = await asyncpg.create_pool(
                    self._url,
                    password=self._password,
                    min_size=0,
                    max_size=self._connections,
                    init=_ready,
                    command_timeout=self._timeout_s,  # of each statement: a document may take longer as a whole
                    server_settings=_SESSION,
                )
            return self._pool

    async def _make(self, connection: Any) -> None:  # noqa: ANN401
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
            await connection.execute(_SCHEMA.format(namespace=self._namespace))
            self._size = await connection.fetchval(_SIZE.format(namespace=self._namespace))


async def _ready(connection: Any) -> None:  # noqa: ANN401
    home = await connection.fetchval(
        "SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector'"
    )
    await connection.set_type_codec("vector", schema=home, encoder=_encoded, decoder=bytes, format="binary")


def _encoded(vector: Sequence[float]) -> bytes:
    """As pgvector sends and takes it: how many numbers, nothing, and they in four bytes each."""
    return struct.pack(f">HH{len(vector)}f", len(vector), 0, *vector)
