from pathlib import Path

import pytest

from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.interfaces import HistoryStore
from acore.testing import HistoryContract, ManualClock


class Owning(SqlHistory):
    """Opens its database itself, as the application does for the house."""

    async def open(self) -> None:
        await self._database.open()

    async def aclose(self) -> None:
        await self._database.aclose()


class OwningCache(CachingHistory):
    async def open(self) -> None:
        await self._inner.open()

    async def aclose(self) -> None:
        await self._inner.aclose()


class OnDisk:
    @pytest.fixture(autouse=True)
    def _place(self, tmp_path: Path) -> None:
        self.path = tmp_path / "acore.db"


class TestSqlHistory(OnDisk, HistoryContract):
    def store(self) -> HistoryStore:
        return Owning(Database(self.path), ManualClock())


class TestCachedSqlHistory(OnDisk, HistoryContract):
    def store(self) -> HistoryStore:
        return OwningCache(Owning(Database(self.path), ManualClock()), messages=20, channels=2)


class TestMemoryHistory(HistoryContract):
    def store(self) -> HistoryStore:
        return MemoryHistory()


class TestCachedMemoryHistory(HistoryContract):
    def store(self) -> HistoryStore:
        return CachingHistory(MemoryHistory(), messages=3, channels=1)
