"""What a budget keeps in mind while its store is slow, fails, or is asked for more days than it holds."""

import asyncio
from collections.abc import Sequence

import pytest

from acore.adapters.budget import memory
from acore.adapters.budget.memory import MemoryBudget, Who
from acore.domain.budgets import Cap, Spending
from acore.domain.scope import Scope
from acore.errors import BudgetSpent, EngineUnavailable
from acore.testing import ManualClock

ADA = Scope("1", "ada", "g")


class Stored(MemoryBudget):
    """Keeps what was spent elsewhere, and writes when it is let; `full` is a disk that takes nothing."""

    def __init__(self, server: Cap, member: Cap, clock: ManualClock | None = None) -> None:
        super().__init__({"server": server, "member": member}, clock or ManualClock())
        self.kept: dict[tuple[str, Who], Spending] = {}
        self.may_write = asyncio.Event()
        self.may_write.set()
        self.full = False

    async def _read(self, day: str, who: Who) -> Spending:
        await asyncio.sleep(0)
        return self.kept.get((day, who), Spending())

    async def _write(self, day: str, whom: Sequence[Who], spent: Spending) -> None:
        await self.may_write.wait()
        if self.full:
            raise EngineUnavailable("the disk is full", engine="store")
        for who in whom:
            self.kept[day, who] = await self._read(day, who) + spent


async def spend(budget: MemoryBudget, scope: Scope, tokens: int, money: float = 0) -> None:
    spending = Spending(tokens, money)
    await budget.settle(await budget.reserve(scope, spending), spending)


async def crowd(budget: MemoryBudget, *, of: int = 5) -> None:
    for number in range(of):
        await budget.standing(Scope("1", f"user{number}", f"guild{number}"))


async def test_a_reservation_holds_also_where_there_is_no_room_for_both_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 1)
    budget = Stored(Cap(1000), Cap(100))
    await budget.reserve(ADA, Spending(60))
    with pytest.raises(BudgetSpent):
        await budget.reserve(ADA, Spending(60))


async def test_who_comes_while_another_is_read_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 1)
    budget = Stored(Cap(100), Cap())
    scopes = [Scope("1", "ada", f"guild{number % 3}") for number in range(30)]
    results = await asyncio.gather(*(budget.reserve(scope, Spending(30)) for scope in scopes), return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in results) == 9


async def test_days_whose_reservations_are_all_settled_leave_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    budget = Stored(Cap(), Cap(money=1))
    for number in range(9):
        scope = Scope("1", f"user{number}")
        first, second = [await budget.reserve(scope, Spending(0, money)) for money in (0.1, 0.2)]
        await budget.settle(first, Spending())
        await budget.settle(second, Spending())
    assert len(budget._days) == 3


async def test_what_can_not_be_written_down_counts_and_nothing_stays_reserved() -> None:
    budget = Stored(Cap(100), Cap(100))
    budget.full = True
    with pytest.raises(EngineUnavailable, match="full"):
        await spend(budget, ADA, 40)
    assert [(one.spent.tokens, one.reserved.tokens) for one in await budget.standing(ADA)] == [(40, 0), (40, 0)]


async def test_leaving_while_it_is_written_down_settles_all_the_same() -> None:
    budget = Stored(Cap(100), Cap(100))
    budget.may_write.clear()
    settling = asyncio.create_task(spend(budget, ADA, 40))
    for _ in range(9):
        await asyncio.sleep(0)
    settling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await settling
    assert [(one.spent.tokens, one.reserved.tokens) for one in await budget.standing(ADA)] == [(40, 0), (40, 0)]


async def test_a_day_stays_in_memory_until_it_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 2)
    budget = Stored(Cap(100), Cap())
    budget.may_write.clear()
    settling = asyncio.create_task(spend(budget, ADA, 70))
    await crowd(budget)
    with pytest.raises(BudgetSpent):
        await budget.reserve(ADA, Spending(31))
    budget.may_write.set()
    await settling
    await crowd(budget)
    assert [one.spent.tokens for one in await budget.standing(ADA)] == [70]


async def test_what_both_spent_is_written_down_at_once() -> None:
    budget = Stored(Cap(100), Cap(100))
    await spend(budget, ADA, 10)
    await spend(budget, ADA, 5)
    today = budget._today()
    assert budget.kept == {(today, ("member", "ada")): Spending(15), (today, ("server", "g")): Spending(15)}
