import asyncio
from pathlib import Path

import pytest

from acore.adapters.sql.database import Database
from acore.adapters.turn_log import sql
from acore.adapters.turn_log.sql import SqlTurnLog
from acore.testing import ManualClock, TurnLogContract
from acore.testing.contracts.turn_log import asked


class Owning(SqlTurnLog):
    """Opens and closes its database, as the house does."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        super().__init__(database, clock)
        self._owned = database

    async def open(self) -> None:
        await self._owned.open()

    async def aclose(self) -> None:
        await self._owned.aclose()


class TestSqlTurnLog(TurnLogContract):
    path: Path

    @pytest.fixture(autouse=True)
    def _path(self, tmp_path: Path) -> None:
        self.path = tmp_path / "acore.db"

    def log(self, clock: ManualClock) -> SqlTurnLog:
        return Owning(Database(self.path), clock)


async def test_another_process_finds_what_this_one_left(tmp_path: Path) -> None:
    async with Owning(Database(tmp_path / "acore.db"), ManualClock()) as log:
        await log.ping()
        await log.begin(asked("7"), "secret")
        await log.hear_up_to(41)
    async with Owning(Database(tmp_path / "acore.db"), ManualClock()) as log:
        assert [turn.question.turn for turn in await log.left()] == ["7"]
        assert await log.heard_up_to() == 41


async def test_it_never_grows_beyond_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "MOST", 3)
    async with Owning(Database(tmp_path / "acore.db"), ManualClock()) as log:
        for number in range(7):
            await log.begin(asked(str(number)), "t")
        assert [turn.question.turn for turn in await log.left()] == ["4", "5", "6"]


async def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    async with Owning(Database(tmp_path / "acore.db"), ManualClock()) as log:
        await asyncio.gather(*(log.begin(asked(str(number)), "t") for number in range(20)))
        await asyncio.gather(*(log.end(str(number)) for number in range(0, 20, 2)))
        assert {turn.question.turn for turn in await log.left()} == {str(number) for number in range(1, 20, 2)}


async def test_half_a_character_can_be_kept(tmp_path: Path) -> None:
    async with Owning(Database(tmp_path / "acore.db"), ManualClock()) as log:
        await log.begin(asked("7", "caf\udce9?"), "secret")
        found = await log.find("7")
        assert found
        assert found.text == "caf\ufffd?"
