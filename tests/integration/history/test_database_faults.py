import sqlite3
from pathlib import Path

import pytest

from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database, _alembic, migrate
from acore.adapters.sql.metadata import HEAD, metadata
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineUnavailable
from acore.testing import ManualClock

HERE = Scope("1", "ada", "g")
HELLO = (Message("user", "hello"),)


def history(database: Database) -> SqlHistory:
    return SqlHistory(database, ManualClock())


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


async def test_a_full_disk_is_passing_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    async with Database(path) as database:
        await history(database).append(HERE, HELLO)
        async with database.reading() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            with pytest.raises(EngineUnavailable, match=r"acore\.db can not grow, because the disk is full; make room"):
                async with database.writing() as same:
                    await same.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
                    await same.exec_driver_sql(
                        "INSERT INTO messages (guild, channel, user, role, text, created_at) "
                        "VALUES ('g', '1', 'ada', 'user', zeroblob(1000000), '2026-01-01')"
                    )
        assert await history(database).recent(HERE, 5) == HELLO


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


async def test_tables_of_another_program_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (id INTEGER)")
    raw.close()
    with pytest.raises(EngineRefused, match="schema of another program"):
        async with Database(path):
            pass


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


async def test_a_directory_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acore.db").mkdir()
    with pytest.raises(EngineRefused, match="can not be opened"):
        async with Database(tmp_path / "acore.db"):
            pass


async def test_migrating_from_nothing_gives_the_tables_of_the_metadata(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    async with Database(tmp_path / "made.db") as made, made.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE messages")
        await connection.exec_driver_sql("DELETE FROM alembic_version")
        await connection.run_sync(lambda sync: migrate(_alembic(sync)))
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    assert differences == []


def test_the_newest_migration_is_the_head_that_the_code_names() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import acore.adapters.sql as package

    config = Config()
    config.set_main_option("script_location", str(Path(package.__path__[0])))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_using_it_before_it_is_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="is not open"):
        await Database(tmp_path / "acore.db").ping()
