from pathlib import Path

import pytest

from acore.adapters.manners import sql
from acore.adapters.manners.sql import SqlManners
from acore.adapters.sql.database import Database
from acore.domain.calls import CallManner
from acore.errors import EngineUnavailable
from acore.testing import MannersContract
from tests.integration.owning import InAFolder, Owning


class OwnSqlManners(Owning, SqlManners):
    """One with a database of its own."""


class TestSqlManners(InAFolder, MannersContract):
    def store(self) -> SqlManners:
        return OwnSqlManners(self.path)


async def test_another_process_speaks_as_was_set(tmp_path: Path) -> None:
    async with OwnSqlManners(tmp_path / "acore.db") as store:
        await store.keep("9", CallManner("deep", 1.5))
    async with OwnSqlManners(tmp_path / "acore.db") as store:
        assert await store.of("9") == CallManner("deep", 1.5)


async def test_it_never_grows_beyond_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "MOST", 2)
    async with OwnSqlManners(tmp_path / "acore.db") as store:
        for guild in ("1", "2", "1", "3"):
            await store.keep(guild, CallManner("deep"))
        assert [guild for guild in "123" if await store.of(guild)] == ["1", "3"]


async def test_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        await SqlManners(Database(tmp_path / "acore.db")).keep("9", CallManner())
