"""The SQLite file that every store shares."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import URL, Connection, create_engine, event, inspect, select, text
from sqlalchemy import Engine as SqlEngine

from acore.adapters.sql.faults import ENGINE, translating
from acore.adapters.sql.metadata import HEAD, metadata, revision
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import Engine

_log = structlog.get_logger(__name__)
_BUSY_S = 5.0
_THREADS = 4
"""Who works with the file at the same time: one writes, the others read."""
_VERSIONS = Path(__file__).parent
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Opened:
    """The connections, and the threads that work with them."""

    engine: SqlEngine
    threads: ThreadPoolExecutor

    def close(self) -> None:
        """Let everything that was begun end, and close every connection."""
        self.threads.shutdown()
        self.engine.dispose()


class Database(Engine):
    """Opens the file, brings its schema up to date, and has work done on it in threads of its own.

    Work is a plain function of a connection: a whole transaction is one visit to a thread, where a driver for
    asyncio needs one for every statement, and SQLAlchemy's side of such drivers all of its ORM in memory.

    It runs in WAL mode with synchronous=NORMAL: a commit survives the death of the process at any
    moment; a power cut may take the last commits, and leaves the file whole. A file that can not be
    understood is refused and never touched.
    """

    def __init__(self, path: Path, busy_s: float = _BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s
        self._opened: _Opened | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open or create the file; raises EngineRefused for a file that is damaged or from a newer acore."""
        if await asyncio.to_thread(_is_empty, self.path):
            _log.warning("database_was_empty", path=str(self.path))
        with translating(self.path):
            await _to_its_end(asyncio.ensure_future(asyncio.to_thread(self._look)))
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),  # as text, a "?" in the path would end it
            connect_args={"timeout": self._busy_s},
            pool_size=_THREADS,
            max_overflow=0,
            hide_parameters=True,  # they are members' messages, and an error may be logged with its causes
        )
        event.listen(engine, "connect", _prepare)
        self._opened = _Opened(engine, ThreadPoolExecutor(_THREADS, thread_name_prefix="database"))
        try:
            await self.write(self._bring_up_to_date)
        except BaseException:
            await self.aclose()
            raise

    async def ping(self) -> None:
        """Read the schema's revision."""
        await self.read(lambda connection: connection.scalar(select(revision)))

    async def aclose(self) -> None:
        """Take no more work, let the transaction under way end, and close every connection."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await asyncio.to_thread(opened.close)

    async def read(self, work: Callable[[Connection], _T]) -> _T:
        """Do the work, which only reads, in a thread; what it returns may hold no cursor.

        Cancelling leaves it to end there by itself. Raises EngineError.
        """
        with translating(self.path):
            return await self._in_thread(_reading, work)

    async def write(self, work: Callable[[Connection], _T]) -> _T:
        """Do the work in a transaction, in a thread: committed when this returns, undone when the work raises.

        One at a time in this process, so that writers wait for each other in line and not in SQLite.
        Cancelling gives up the place in the line; a transaction that has begun is waited for, so
        that nothing of it happens after this has ended. Raises EngineError.
        """
        await self._wait_in_line()
        try:
            with translating(self.path):
                return await _to_its_end(self._in_thread(_transaction, work))
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

    def _in_thread(
        self, do: Callable[[SqlEngine, Callable[[Connection], _T]], _T], work: Callable[[Connection], _T]
    ) -> asyncio.Future[_T]:
        if (opened := self._opened) is None:
            raise EngineUnavailable(
                f"{self.path} is not open: acore is stopping, or has not started; ask it again then", engine=ENGINE
            )
        return asyncio.get_running_loop().run_in_executor(opened.threads, do, opened.engine, work)

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


def _reading(engine: SqlEngine, work: Callable[[Connection], _T]) -> _T:
    with engine.connect() as connection:
        return work(connection)


def _transaction(engine: SqlEngine, work: Callable[[Connection], _T]) -> _T:
    with engine.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        done = work(connection)
        connection.commit()
        return done


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


async def _to_its_end(work: asyncio.Future[_T]) -> _T:
    """Wait for the work; cancelling, however often, is answered once the work has ended."""
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return work.result()
    if not work.cancelled():
        work.exception()  # looked at: whoever cancelled does not ask how it ended
    raise cancelled


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
    """Settings of each new connection; the transaction is begun by `_transaction`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"):
        cursor.execute(pragma)
    cursor.close()
