import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from acore.adapters.budget.sql import SqlBudget
from acore.adapters.sql.database import Database
from acore.adapters.sql.metadata import spending
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
        await super().aclose()
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
        await budget.write_down()
        await clock.advance(401 * 24 * 3600)
        await budget.settle(await budget.reserve(ADA, Spending(30)), Spending(30))
        await budget.write_down()
        assert await budget._read(first, ("server", "g")) == Spending()
        assert await budget._read(clock.now().date().isoformat(), ("server", "g")) == Spending(30)


async def kept(path: Path) -> list[tuple[str, str, int]]:
    query = select(spending.c.kind, spending.c.who, spending.c.tokens)
    async with Database(path) as database:
        return await database.read(lambda connection: sorted(tuple(row) for row in connection.execute(query)))


async def test_what_was_spent_in_one_second_is_written_together_and_counts_before(tmp_path: Path) -> None:
    clock, path = ManualClock(), tmp_path / "acore.db"
    async with Owning({"server": Cap(100), "member": Cap(100)}, Database(path), clock) as budget:
        for user in ("ada", "ben", "ada"):
            scope = Scope("1", user, "g")
            await budget.settle(await budget.reserve(scope, Spending(20)), Spending(10))
        assert await kept(path) == []
        assert await budget._read("2026-01-05", ("server", "g")) == Spending(30)
        later = budget._later
        assert later is not None
        await clock.advance(1)
        await later
        assert await kept(path) == [("member", "ada", 20), ("member", "ben", 10), ("server", "g", 30)]
        assert await budget._read("2026-01-05", ("server", "g")) == Spending(30)


async def test_what_could_not_be_written_is_written_with_the_next(tmp_path: Path) -> None:
    clock, path = ManualClock(), tmp_path / "acore.db"
    database = Database(path)
    async with Owning({"server": Cap(100), "member": Cap()}, database, clock) as budget:
        reservation = await budget.reserve(ADA, Spending(20))
        await database.aclose()
        await budget.settle(reservation, Spending(20))
        later = budget._later
        assert later is not None
        with capture_logs() as logs:
            await clock.advance(1)
            await later
        assert [one["event"] for one in logs] == ["budget_not_written"]
        await database.open()
        await budget.settle(await budget.reserve(ADA, Spending(5)), Spending(5))
        await budget.write_down()
        assert await kept(path) == [("server", "g", 25)]


async def test_a_closing_that_is_cancelled_writes_everything_once(tmp_path: Path) -> None:
    clock, path = ManualClock(), tmp_path / "acore.db"
    database = Database(path)
    budget = SqlBudget({"server": Cap(100), "member": Cap()}, database, clock)
    async with database:
        await budget.settle(await budget.reserve(ADA, Spending(20)), Spending(20))
        closing = asyncio.create_task(budget.aclose())
        for _ in range(4):
            await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
        await budget.aclose()
    assert await kept(path) == [("server", "g", 20)]
