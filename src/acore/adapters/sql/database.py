"""The SQLite file that every store shares."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import URL, Connection, event, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from acore.adapters.sql.faults import ENGINE, translating
from acore.adapters.sql.metadata import HEAD, metadata, revision
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import Engine

_log = structlog.get_logger(__name__)
_BUSY_S = 5.0
_VERSIONS = Path(__file__).parent
_T = TypeVar("_T")


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
        self._lent = 0
        self._all_back = asyncio.Event()

    async def open(self) -> None:
        """Open or create the file; raises EngineRefused for a file that is damaged or from a newer acore."""
        if await asyncio.to_thread(_is_empty, self.path):
            _log.warning("database_was_empty", path=str(self.path))
        with translating(self.path):
            await _to_its_end(asyncio.to_thread(self._look))
        self._engine = create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(self.path)),  # as text, a "?" in the path would end it
            connect_args={"timeout": self._busy_s},
            hide_parameters=True,  # they are members' messages, and an error may be logged with its causes
        )
        event.listen(self._engine.sync_engine, "connect", _prepare)
        try:
            await self.write(lambda connection: connection.run_sync(self._bring_up_to_date))
        except BaseException:
            await self.aclose()
            raise

    async def ping(self) -> None:
        """Read the schema's revision."""
        async with self.reading() as connection:
            await connection.execute(select(revision))

    async def aclose(self) -> None:
        """Take no more work, let the transaction under way end, and close every connection."""
        engine, self._engine = self._engine, None
        if engine is None:
            return
        if self._lent:  # a connection that comes back to a closed pool would never be closed
            self._all_back.clear()
            await self._all_back.wait()
        await engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with; the database's errors leave it as EngineError."""
        if (engine := self._engine) is None:
            raise EngineUnavailable(
                f"{self.path} is not open: acore is stopping, or has not started; ask it again then", engine=ENGINE
            )
        self._lent += 1
        try:
            with translating(self.path):
                async with engine.connect() as connection:
                    yield connection
        finally:
            self._lent -= 1
            if not self._lent:
                self._all_back.set()

    async def write(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Do the work in a transaction: committed when this returns, undone when the work raises.

        One at a time in this process, so that writers wait for each other in line and not in SQLite.
        Cancelling gives up the place in the line; a transaction that has begun is waited for, so
        that nothing of it happens after this has ended. Raises EngineError.
        """
        await self._wait_in_line()
        try:
            return await _to_its_end(self._transaction(work))
        finally:
            self._writing.release()

    async def _wait_in_line(self) -> None:
        try:
            async with asyncio.timeout(self._busy_s):
                await self._writing.acquire()
        except TimeoutError as error:
            raise EngineUnavailable(
                f"{self.path} was busy with other writes for {self._busy_s:g} s; close other programs that hold it, "
                "or try again in a moment",
                engine=ENGINE,
            ) from error

    async def _transaction(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        async with self.reading() as connection:
            await connection.execute(text("BEGIN IMMEDIATE"))
            done = await work(connection)
            await connection.commit()
            return done

    def _look(self) -> None:
        """Find out whether the file can be used before anything is written to it or a pool is opened on it."""
        with closing(sqlite3.connect(self.path, timeout=self._busy_s)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            found = None
            if revision.name in tables:
                found, *_ = connection.execute(f"SELECT max(version_num) FROM {revision.name}").fetchone()  # noqa: S608  a name of ours
            if tables and found != HEAD and found not in _revisions():
                raise EngineRefused(
                    f"{self.path} has the schema {found or 'of another program'}; this acore knows up to {HEAD}. "
                    "Get a newer acore, or set another data_dir: ACORE_DATA_DIR=/path acore ...",
                    engine=ENGINE,
                )
            connection.execute("PRAGMA journal_mode=WAL")

    def _bring_up_to_date(self, connection: Connection) -> None:
        if not inspect(connection).get_table_names():
            metadata.create_all(connection)
            revision.create(connection)
            connection.execute(revision.insert().values(version_num=HEAD))
        elif connection.scalar(select(revision.c.version_num)) != HEAD:
            migrate(connection)


def _revisions() -> set[str]:
    """Every schema that there has been. Alembic is loaded only here and in `migrate`: it costs 11 MB."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory(str(_VERSIONS)).walk_revisions()}


def migrate(connection: Connection) -> None:
    """Run every migration that is still to come."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_VERSIONS).replace("%", "%%"))  # its parser interpolates
    command.upgrade(config, "head")


def _is_empty(path: Path) -> bool:
    """A file without a byte is what a broken copy leaves; it is used as a new one, but not in silence."""
    return path.is_file() and path.stat().st_size == 0


async def _to_its_end(work: Coroutine[Any, Any, _T]) -> _T:
    """Do the work; cancelling, however often, is answered once the work has ended."""
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # looked at: whoever cancelled does not ask how it ended
    raise cancelled


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
    """Settings of each new connection; the transaction is begun by `writing`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"):
        cursor.execute(pragma)
    cursor.close()
