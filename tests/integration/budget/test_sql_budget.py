from collections.abc import Mapping
from pathlib import Path

import pytest

from acore.adapters.budget.sql import SqlBudget
from acore.adapters.sql.database import Database
from acore.domain.budgets import Cap, Spender, Spending
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.testing import BudgetContract, ManualClock

ADA = Scope("1", "ada", "g")
CAPS: Mapping[Spender, Cap] = {"server": Cap(100), "member": Cap(money=1)}


class Owning(SqlBudget):
    """Opens and closes its database, as the house does."""

    def __init__(self, caps: Mapping[Spender, Cap], database: Database, clock: ManualClock) -> None:
        super().__init__(caps, database, clock)
        self._owned = database

    async def open(self) -> None:
        await self._owned.open()

    async def aclose(self) -> None:
        await self._owned.aclose()


class TestSqlBudget(BudgetContract):
    path: Path

    @pytest.fixture(autouse=True)
    def _path(self, tmp_path: Path) -> None:
        self.path = tmp_path / "acore.db"

    def budget(self, caps: Mapping[Spender, Cap], clock: ManualClock) -> SqlBudget:
        return Owning(caps, Database(self.path), clock)


async def test_what_was_spent_outlives_the_process_and_what_was_reserved_does_not(tmp_path: Path) -> None:
    clock = ManualClock()
    async with Owning(CAPS, Database(tmp_path / "acore.db"), clock) as budget:
        await budget.ping()
        for tokens in (30, 20):
            await budget.settle(await budget.reserve(ADA, Spending(tokens, 0.1)), Spending(tokens, 0.1))
        await budget.reserve(ADA, Spending(50, 0.5))
    async with Owning(CAPS, Database(tmp_path / "acore.db"), clock) as budget:
        spent = {one.who: one.spent for one in await budget.standing(ADA)}
        assert spent["server"].tokens == 50
        assert spent["member"].money == pytest.approx(0.2)
        with pytest.raises(BudgetSpent):
            await budget.reserve(ADA, Spending(51))


async def test_days_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    clock = ManualClock()
    async with Owning(CAPS, Database(tmp_path / "acore.db"), clock) as budget:
        await budget.settle(await budget.reserve(ADA, Spending(30)), Spending(30))
        first = clock.now().date().isoformat()
        await clock.advance(401 * 24 * 3600)
        await budget.settle(await budget.reserve(ADA, Spending(30)), Spending(30))
        assert await budget._read(first, ("server", "g")) == Spending()
        assert await budget._read(clock.now().date().isoformat(), ("server", "g")) == Spending(30)
