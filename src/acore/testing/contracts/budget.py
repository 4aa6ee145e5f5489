"""What every budget must keep."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.domain.budgets import Cap, Spender, Spending, Standing
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.interfaces import Budget

_ADA, _BOB = Scope("1", "ada", "g"), Scope("2", "bob", "g")
_DAY_S = 24 * 3600


class BudgetContract(ABC):
    """Subclass it as Test..., give it budget(), and every promise of Budget is checked."""

    @abstractmethod
    def budget(self, caps: Mapping[Spender, Cap], clock: ManualClock) -> Budget:
        """A new budget with these caps, in which nothing was spent, not yet open."""

    async def test_what_is_reserved_and_what_is_spent_count_until_the_day_is_over(self) -> None:
        clock = ManualClock()
        async with self.budget({"server": Cap(100), "member": Cap(60)}, clock) as budget:
            first = await budget.reserve(_ADA, Spending(50))
            server, member = Standing("server", Spending(), Cap(100), Spending(50)), Cap(60)
            assert await _standing(budget, _ADA) == [server, Standing("member", Spending(), member, Spending(50))]
            await budget.settle(first, Spending(20))
            server = Standing("server", Spending(20), Cap(100))
            assert await _standing(budget, _ADA) == [server, Standing("member", Spending(20), member)]
            assert await _standing(budget, _BOB) == [server, Standing("member", Spending(), member)]
            await clock.advance(_DAY_S)
            assert [one.spent for one in await budget.standing(_ADA)] == [Spending(), Spending()]

    async def test_a_reservation_tells_the_larger_share_that_was_spent_before_it(self) -> None:
        async with self.budget({"server": Cap(100), "member": Cap(60)}, ManualClock()) as budget:
            await budget.settle(await budget.reserve(_ADA, Spending(30)), Spending(24))
            assert (await budget.reserve(_ADA, Spending(10))).used == pytest.approx(0.4), "the member's"
            assert (await budget.reserve(_BOB, Spending(10))).used == pytest.approx(0.24), "the server's"

    async def test_beyond_a_cap_nothing_is_reserved_and_whose_it_is_is_told(self) -> None:
        async with self.budget({"server": Cap(100), "member": Cap(60)}, ManualClock()) as budget:
            with pytest.raises(BudgetSpent) as refusal:
                await budget.reserve(_ADA, Spending(61))
            assert refusal.value.kind == "member"
            await budget.reserve(_ADA, Spending(60))
            with pytest.raises(BudgetSpent) as refusal:
                await budget.reserve(_BOB, Spending(41))
            assert refusal.value.kind == "server"
            await budget.reserve(_BOB, Spending(40))

    @pytest.mark.parametrize(
        ("spent", "reserved", "wanted", "why"), [(90, 0, 11, "spent"), (50, 0, 51, "large"), (50, 40, 20, "busy")]
    )
    async def test_why_nothing_is_reserved_is_told(self, spent: int, reserved: int, wanted: int, why: str) -> None:
        async with self.budget({"server": Cap(), "member": Cap(100)}, ManualClock()) as budget:
            await budget.settle(await budget.reserve(_ADA, Spending(spent)), Spending(spent))
            await budget.reserve(_ADA, Spending(reserved))
            with pytest.raises(BudgetSpent) as refusal:
                await budget.reserve(_ADA, Spending(wanted))
            assert refusal.value.why == why

    async def test_from_a_share_on_nothing_is_reserved_if_so_asked(self) -> None:
        async with self.budget({"server": Cap(), "member": Cap(100)}, ManualClock()) as budget:
            await budget.reserve(_ADA, Spending(50), until=0.4)
            await budget.settle(await budget.reserve(_ADA, Spending(40)), Spending(40))
            with pytest.raises(BudgetSpent):
                await budget.reserve(_ADA, Spending(1), until=0.4)
            await budget.reserve(_ADA, Spending(1), until=0.41)

    async def test_what_an_answer_cost_beyond_its_reservation_counts_at_once(self) -> None:
        async with self.budget({"server": Cap(100), "member": Cap()}, ManualClock()) as budget:
            dear, other = [await budget.reserve(_ADA, Spending(30)) for _ in range(2)]
            await budget.settle(dear, Spending(65))
            with pytest.raises(BudgetSpent):
                await budget.reserve(_BOB, Spending(6))
            await budget.settle(other, Spending(65))
            with pytest.raises(BudgetSpent):
                await budget.reserve(_BOB, Spending(0))
            (server,) = await budget.standing(_BOB)
            assert server.spent.tokens == 130, "over the cap by what those two cost beyond their reservations"

    async def test_money_has_caps_of_its_own(self) -> None:
        async with self.budget({"server": Cap(money=1.0), "member": Cap()}, ManualClock()) as budget:
            await budget.reserve(_ADA, Spending(1_000_000, 0.75))
            with pytest.raises(BudgetSpent):
                await budget.reserve(_BOB, Spending(1, 0.5))
            await budget.reserve(_BOB, Spending(1, 0.25))

    async def test_who_has_no_cap_has_no_limit(self) -> None:
        async with self.budget({"server": Cap(), "member": Cap()}, ManualClock()) as budget:
            assert (await budget.reserve(_ADA, Spending(10**12, 10.0**9))).used == 0
            assert await budget.standing(_ADA) == ()

    async def test_two_hundred_at_once_are_never_over_the_cap(self) -> None:
        async with self.budget({"server": Cap(1000), "member": Cap()}, ManualClock()) as budget:

            async def answer(number: int) -> int:
                scope = Scope("1", f"user{number}", "g")
                try:
                    reservation = await budget.reserve(scope, Spending(30))
                except BudgetSpent:
                    return 0
                await asyncio.sleep(0)
                await budget.settle(reservation, Spending(number % 31))
                return number % 31

            spent = sum(await asyncio.gather(*(answer(number) for number in range(200))))
            (server,) = await budget.standing(_ADA)
            assert (server.who, server.spent.tokens) == ("server", spent)
            assert spent <= 1000

    async def test_a_reservation_of_yesterday_is_settled_for_yesterday(self) -> None:
        clock = ManualClock()
        async with self.budget({"server": Cap(100), "member": Cap()}, clock) as budget:
            late = await budget.reserve(_ADA, Spending(90))
            await clock.advance(_DAY_S)
            await budget.settle(late, Spending(90))
            assert [one.spent for one in await budget.standing(_ADA)] == [Spending()]
            await budget.reserve(_ADA, Spending(100))

    async def test_in_private_only_the_member_counts(self) -> None:
        async with self.budget({"server": Cap(1), "member": Cap(100)}, ManualClock()) as budget:
            private = Scope("9", "ada")
            await budget.settle(await budget.reserve(private, Spending(50)), Spending(50))
            assert [(one.who, one.spent.tokens) for one in await budget.standing(private)] == [("member", 50)]


async def _standing(budget: Budget, scope: Scope) -> list[Standing]:
    return sorted(await budget.standing(scope), key=lambda one: one.who, reverse=True)
