"""The SQLite file that every store shares."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from acore.adapters.sql.faults import ENGINE, translating
from acore.adapters.sql.metadata import HEAD, metadata, revision
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import Engine

if TYPE_CHECKING:
    from alembic.config import Config

_BUSY_S = 5.0
_VERSIONS = Path(__file__).parent


class Database(Engine):
    """Opens the file, brings its schema up to date, and hands out connections.

    It runs in WAL mode with synchronous=NORMAL: a commit survives the death of the process at any
    moment; a power cut may take the last commits, and leaves the file whole. A file that can not be
    understood is refused and never touched.
    """

    def __init__(self, path: Path, busy_s: float = _BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s
        self._engine: AsyncEngine | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open or create the file; raises EngineRefused for a file that is damaged or from a newer acore."""
        with translating(self.path):
            await asyncio.to_thread(self._look)
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{self.path}", connect_args={"timeout": self._busy_s})
        event.listen(self._engine.sync_engine, "connect", _prepare)
        async with self.writing() as connection:
            await connection.run_sync(self._bring_up_to_date)

    def _look(self) -> None:
        """Find out whether the file can be used before a pool holds connections to it."""
        with closing(sqlite3.connect(self.path, timeout=self._busy_s)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    async def ping(self) -> None:
        """Read the schema's revision."""
        async with self.reading() as connection:
            await connection.execute(select(revision))

    async def aclose(self) -> None:
        """Close every connection."""
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with; the database's errors leave it as EngineError."""
        with translating(self.path):
            async with self._opened().connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end of the block, undone by any error or cancelling.

        One at a time in this process, so that writers wait for each other in line and not in SQLite.
        """
        with translating(self.path):
            async with self._writing, self._opened().connect() as connection:
                await connection.execute(text("BEGIN IMMEDIATE"))
                yield connection
                await connection.commit()

    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise EngineUnavailable(f"{self.path} is not open", engine=ENGINE)
        return self._engine

    def _bring_up_to_date(self, connection: Connection) -> None:
        tables = inspect(connection).get_table_names()
        if not tables:
            metadata.create_all(connection)
            revision.create(connection)
            connection.execute(revision.insert().values(version_num=HEAD))
            return
        found = connection.scalar(select(revision.c.version_num)) if revision.name in tables else None
        if found != HEAD:
            self._upgrade(connection, found)

    def _upgrade(self, connection: Connection, found: str | None) -> None:
        """Alembic is loaded only here: it costs 11 MB that an up-to-date file does not need."""
        config = _alembic(connection)
        if found not in _revisions(config):
            raise EngineRefused(
                f"{self.path} has the schema {found or 'of another program'}; this acore knows up to {HEAD}. "
                "Get a newer acore, or set another data_dir: ACORE_DATA_DIR=/path acore ...",
                engine=ENGINE,
            )
        migrate(config)


def _alembic(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_VERSIONS))
    return config


def _revisions(config: "Config") -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def migrate(config: "Config") -> None:
    """Run every migration that is still to come on the configuration's connection."""
    from alembic import command  # noqa: PLC0415

    command.upgrade(config, "head")


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
    """Settings of each new connection; the transaction is begun by `writing`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"):
        cursor.execute(pragma)
    cursor.close()
