from collections.abc import Mapping

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from acore.adapters.budget import memory
from acore.adapters.budget.memory import MemoryBudget
from acore.domain.budgets import Cap, Spender, Spending
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.interfaces import Reservation
from acore.testing import BudgetContract, ManualClock
from tests.unit.adapters.budget.running import run

USERS = ("ada", "bob", "eve")


class TestMemoryBudget(BudgetContract):
    def budget(self, caps: Mapping[Spender, Cap], clock: ManualClock) -> MemoryBudget:
        return MemoryBudget(caps, clock)


class Spends(RuleBasedStateMachine):
    """Members reserve and settle in any order, over midnight; a plain sum is the judge."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.budget = MemoryBudget({"server": Cap(1000, 5.0), "member": Cap(400)}, self.clock)
        self.open: list[Reservation] = []
        self.spent: dict[tuple[str, str], int] = {}

    @rule(user=st.sampled_from(USERS), tokens=st.integers(0, 500))
    def reserve(self, user: str, tokens: int) -> None:
        scope = Scope("1", user, "g")
        try:
            self.open.append(run(self.budget.reserve(scope, Spending(tokens, tokens / 1000))))
        except BudgetSpent:
            today = [one for one in self.open if one.day == self.today]
            mine = sum(one.spending.tokens for one in today if one.scope.user == user)
            mine += self.spent.get((self.today, user), 0)
            everybody = sum(one.spending.tokens for one in today)
            everybody += sum(spent for (day, _), spent in self.spent.items() if day == self.today)
            assert mine + tokens > 400 or everybody + tokens > 1000

    @rule(which=st.integers(0, 50), share=st.floats(0, 1))
    def settle(self, which: int, share: float) -> None:
        if self.open:
            one = self.open.pop(which % len(self.open))
            spent = int(one.spending.tokens * share)
            run(self.budget.settle(one, Spending(spent, spent / 1000)))
            key = (one.day, one.scope.user)
            self.spent[key] = self.spent.get(key, 0) + spent

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        run(self.clock.advance(hours * 3600))

    @property
    def today(self) -> str:
        return self.clock.now().date().isoformat()

    @invariant()
    def nobody_is_over(self) -> None:
        for user in USERS:
            for one in run(self.budget.standing(Scope("1", user, "g"))):
                assert one.cap.holds(one.spent + one.reserved)

    @invariant()
    def every_spending_is_counted(self) -> None:
        for user in USERS:
            standing = {one.who: one for one in run(self.budget.standing(Scope("1", user, "g")))}
            assert standing["member"].spent.tokens == self.spent.get((self.today, user), 0)


TestSpends = Spends.TestCase
TestSpends.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


async def test_only_so_many_days_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 5)
    budget = MemoryBudget({"server": Cap(), "member": Cap(100)}, ManualClock())
    held = await budget.reserve(Scope("1", "held", "g"), Spending(10))
    for number in range(20):
        await budget.standing(Scope("1", f"user{number}", "g"))
    assert len(budget._days) == 5
    (member,) = await budget.standing(held.scope)
    assert member.reserved == Spending(10), "what is reserved is never let go of"
