import asyncio
import gc
import re
import shutil
import sqlite3
import threading
import traceback
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import structlog
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, select

from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql import database as sql
from acore.adapters.sql.database import Database, migrate
from acore.adapters.sql.metadata import HEAD, messages
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineUnavailable
from acore.testing import ManualClock

HERE = Scope("1", "ada", "g")
HELLO = (Message("user", "hello"),)


def history(database: Database) -> SqlHistory:
    return SqlHistory(database, ManualClock())


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def open_connections() -> list[threading.Thread]:
    """The threads of databases that do not end; those that are ending are waited for."""
    workers = [thread for thread in threading.enumerate() if thread.name.startswith("database")]
    for worker in workers:
        worker.join(2)
    return [worker for worker in workers if worker.is_alive()]


async def test_a_database_that_another_program_locks_is_passing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    async with Database(path, busy_s=0.05) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EngineUnavailable, match=r"acore\.db is locked by another program.*try again"):
            await history(database).append(HERE, HELLO)
        other.execute("ROLLBACK")
        other.close()
        await history(database).append(HERE, HELLO)
        assert await history(database).recent(HERE, 5) == HELLO


async def test_writers_behind_a_lock_wait_no_longer_than_the_first(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    async with Database(path, busy_s=0.2) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writers = [asyncio.create_task(history(database).append(HERE, HELLO)) for _ in range(30)]
        async with asyncio.timeout(3):  # one after the other, they would take six seconds
            ends = await asyncio.gather(*writers, return_exceptions=True)
        other.close()
        assert {type(end) for end in ends} == {EngineUnavailable}
        assert any("busy with other writes" in str(end) for end in ends)
        assert await history(database).recent(HERE, 5) == ()


async def test_cancelling_again_and_again_does_not_leave_a_write_for_later(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    async with Database(path) as database:
        cached = CachingHistory(history(database))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writer = asyncio.create_task(cached.append(HERE, HELLO))
        for _ in range(3):
            await asyncio.wait([writer], timeout=0.02)
            writer.cancel()
        assert not writer.done()
        other.execute("ROLLBACK")
        other.close()
        with pytest.raises(asyncio.CancelledError):
            await writer
        assert await cached.recent(HERE, 5) == await history(database).recent(HERE, 5) == HELLO


async def test_a_cancelled_write_that_fails_is_quiet(tmp_path: Path) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    path = tmp_path / "acore.db"
    async with Database(path, busy_s=0.1) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writer = asyncio.create_task(history(database).append(HERE, HELLO))
        await asyncio.wait([writer], timeout=0.02)
        writer.cancel()
        await asyncio.wait([writer])
        other.close()
    assert writer.cancelled()
    del writer
    gc.collect()
    assert complaints == []


async def test_closing_waits_for_the_write_under_way_and_refuses_those_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    database = Database(path)
    await database.open()
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Connection) -> str:
        begun.set()
        assert go_on.wait(5)
        return "done"

    first = asyncio.create_task(database.write(slow))
    assert await asyncio.to_thread(begun.wait, 5)
    second = asyncio.create_task(history(database).append(HERE, HELLO))
    closing = asyncio.create_task(database.aclose())
    await asyncio.sleep(0)
    assert not closing.done()
    go_on.set()
    await closing
    assert await first == "done"
    with pytest.raises(EngineUnavailable, match="is not open: acore is stopping"):
        await second
    assert not open_connections()


@pytest.mark.parametrize("steps", range(0, 60, 6))
async def test_a_cancelled_opening_leaves_nothing_open(tmp_path: Path, steps: int) -> None:
    database = Database(tmp_path / "acore.db")
    opening = asyncio.create_task(database.open())
    for _ in range(steps):
        await asyncio.wait([opening], timeout=0.0002)
    opening.cancel()
    await asyncio.wait([opening])
    if opening.cancelled():
        assert not open_connections()
    await database.aclose()


async def test_a_full_disk_is_passing_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    secret = "swordfish" * 20_000
    async with Database(path) as database:
        await history(database).append(HERE, HELLO)
        assert database._opened
        event.listen(database._opened.engine, "checkout", fill_the_disk)
        with pytest.raises(
            EngineUnavailable, match=r"acore\.db can not grow, because the disk is full; make room"
        ) as no:
            await history(database).append(HERE, (*HELLO, Message("user", secret)))
        event.remove(database._opened.engine, "checkout", fill_the_disk)
        assert await history(database).recent(HERE, 5) == HELLO
    assert "swordfish" not in "".join(traceback.format_exception(no.value))


def fill_the_disk(connection: Any, *_: object) -> None:
    """The file can not grow by a page more."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA max_page_count = 1")
    cursor.close()


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    async with Database(path):
        pass
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(
        EngineRefused, match=rf"acore\.db has the schema 9999; this acore knows up to {HEAD}.*ACORE_DATA_DIR"
    ):
        async with Database(path):
            pass
    assert path.read_bytes() == before


async def test_tables_of_another_program_are_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (id INTEGER)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(EngineRefused, match="schema of another program"):
        async with Database(path):
            pass
    assert path.read_bytes() == before
    assert names(tmp_path) == ["acore.db"]


@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
async def test_a_broken_file_is_refused_and_never_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "acore.db"
    path.write_bytes(content)
    with pytest.raises(EngineRefused, match=r"acore\.db .*(move it away|restore a backup)"):
        async with Database(path):
            pass
    assert path.read_bytes() == content


async def test_a_file_without_a_byte_is_used_but_not_in_silence(tmp_path: Path) -> None:
    (tmp_path / "acore.db").touch()
    with structlog.testing.capture_logs() as told:
        async with Database(tmp_path / "acore.db") as database:
            await history(database).append(HERE, HELLO)
    assert [one["event"] for one in told] == ["database_was_empty"]


async def test_a_directory_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acore.db").mkdir()
    with pytest.raises(EngineRefused, match="can not be opened"):
        async with Database(tmp_path / "acore.db"):
            pass


async def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "what? 100%20 #1 ünder"
    folder.mkdir()
    async with Database(folder / "acore.db") as database:
        await history(database).append(HERE, HELLO)
    async with Database(folder / "acore.db") as database:
        assert await history(database).recent(HERE, 5) == HELLO
    assert names(tmp_path) == [folder.name]


async def test_the_time_of_a_message_is_kept_in_utc(tmp_path: Path) -> None:
    noon_in_karachi = datetime(2026, 1, 5, 12, tzinfo=timezone(timedelta(hours=5)))
    async with Database(tmp_path / "acore.db") as database:
        await SqlHistory(database, ManualClock(noon_in_karachi)).append(HERE, HELLO)
        kept = await database.read(lambda connection: connection.scalar(select(messages.c.created_at)))
    assert kept is not None
    assert kept.replace(tzinfo=UTC) == noon_in_karachi


def schema(path: Path) -> list[tuple[str, str]]:
    """Every table and index of ours, and the words that made it."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return [
        (name, re.sub(r"\s+(?=[,)])", "", " ".join(sql.split()))) for name, sql in rows if name != "alembic_version"
    ]


async def test_migrating_from_nothing_gives_the_schema_of_a_fresh_file(tmp_path: Path) -> None:
    async with Database(tmp_path / "fresh.db"):
        pass
    empty = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with empty.begin() as connection:
        migrate(connection)
    empty.dispose()
    assert schema(tmp_path / "migrated.db") == schema(tmp_path / "fresh.db")
    async with Database(tmp_path / "migrated.db") as database:
        await history(database).append(HERE, HELLO)


async def test_an_older_schema_is_brought_up_to_date_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "acore.db"
    async with Database(path) as database:
        await history(database).append(HERE, HELLO)
    versions = tmp_path / "sql"
    shutil.copytree(Path(sql.__file__).parent, versions, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / "versions" / "0008_moods.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = '0008', '0007', None, None\n"
        "def upgrade():\n    op.add_column('messages', sa.Column('mood', sa.Text()))\n"
    )
    monkeypatch.setattr(sql, "_VERSIONS", versions)
    monkeypatch.setattr(sql, "HEAD", "0008")
    async with Database(path) as database:
        assert await history(database).recent(HERE, 5) == HELLO
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num, mood FROM alembic_version, messages").fetchall() == [("0008", None)]


def test_the_newest_migration_is_the_head_that_the_code_names() -> None:
    assert ScriptDirectory(str(Path(sql.__file__).parent)).get_heads() == [HEAD]


async def test_using_it_before_it_is_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="is not open"):
        await Database(tmp_path / "acore.db").ping()
