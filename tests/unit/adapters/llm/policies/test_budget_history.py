"""Whatever happens to answers that cost something: the budget of a day is kept, and its books are right."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.budget.memory import MemoryBudget, Who
from acore.adapters.llm.policies.budgeting import BudgetingLLM
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.token_bounds import request_tokens_at_most
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import ChatRequest, Delta, Usage
from acore.domain.scope import Scope
from acore.errors import BudgetSpent, EngineUnavailable
from acore.interfaces import LLM
from acore.testing import ManualClock
from acore.testing.contracts.llm import asked

SERVER, MEMBER = Cap(20_000), Cap(6_000)
LONGEST = 200
ASKS = request_tokens_at_most(asked("00"))
BOUND = ASKS + LONGEST
WORD = "word "
USERS = ("ada", "bob", "eve", "kim")
Bill = Counter[tuple[str, str]]
"""Tokens by day, and by server or member."""


class Dear(LLM):
    """Says three words, a second each, and charges for as many tokens as there can be: a byte each.

    The question says where it fails, and whether it tells what it used. It has a bill of its own: the question counts
    from when it is read, a word before it is said, and at the end all that it may say.
    """

    def __init__(self, clock: ManualClock, bill: Bill) -> None:
        self.clock = clock
        self.bill = bill

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        fails, counts = int(request.messages[-1].text) % 10, int(request.messages[-1].text) < 10
        mine = [(request.scope.channel, who) for who in ("g", request.scope.user)]
        if fails:
            self.bill.update(dict.fromkeys(mine, ASKS))
        for word in range(3):
            if word == fails:
                raise EngineUnavailable("gone", engine="dear")
            await self.clock.sleep(1)
            self.bill.update(dict.fromkeys(mine, len(WORD)))
            yield Delta(WORD)
        if not counts:
            yield Delta(finish="stop")
            return
        longest = request.max_tokens or 0
        self.bill.update(dict.fromkeys(mine, longest - 3 * len(WORD)))
        yield Delta(finish="stop", usage=Usage(ASKS, longest))


class Store(MemoryBudget):
    """Keeps what was spent in a store that outlives it; a dead process writes nothing any more."""

    def __init__(self, kept: dict[tuple[str, Who], Spending], clock: ManualClock) -> None:
        super().__init__({"server": SERVER, "member": MEMBER}, clock)
        self.kept = kept
        self.dead = False

    async def _read(self, day: str, who: Who) -> Spending:
        await asyncio.sleep(0)
        return self.kept.get((day, who), Spending())

    async def _write(self, day: str, whom: Sequence[Who], spent: Spending) -> None:
        for who in () if self.dead else whom:
            self.kept[day, who] = self.kept.get((day, who), Spending()) + spent


class Play:
    """A house over several lives, and all that was asked of it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.kept: dict[tuple[str, Who], Spending] = {}
        self.tasks: list[asyncio.Task[object]] = []
        self.bill: Bill = Counter()
        self.refused = 0
        self.begin()

    def begin(self) -> None:
        self.budget = Store(self.kept, self.clock)
        self.llm = BudgetingLLM(Dear(self.clock, self.bill), None, self.budget, Terms)

    async def ask(self, user: str, fails: int) -> None:
        today = self.clock.now().date().isoformat()
        request = replace(asked(f"{fails:02}"), scope=Scope(today, user, "g"), max_tokens=LONGEST)
        try:
            await self.llm.complete(request)
        except BudgetSpent:
            self.refused += 1
        except EngineUnavailable:
            pass

    async def nobody_is_over(self) -> None:
        for user in USERS:
            scope = Scope("1", user, "g")
            for one in await self.budget.standing(scope):
                assert one.cap.holds(one.spent + one.reserved)
        for (_, who), tokens in self.bill.items():
            assert tokens <= (SERVER if who == "g" else MEMBER).tokens, "by what was charged, not by what was noted"
        for (day_, (_, who)), day in self.budget._days.items():
            assert self.bill[day_, who] <= (day.spent + day.reserved).tokens, "all that is charged is noted"
        for day in self.budget._days.values():
            assert day.reserved.tokens == day.open * BOUND

    async def restart(self) -> None:
        """The process is killed: what it had in hand is neither settled nor written down."""
        self.budget.dead = True
        await self.over()
        self.bill.clear()  # of what it had in hand nobody knows
        for (day, (_, who)), spent in self.kept.items():
            self.bill[day, who] += spent.tokens
        self.begin()

    async def over(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()


FAILS = st.integers(0, 5) | st.integers(10, 15)
"""At which word; from 10 on its server does not count."""
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from(USERS), FAILS),
        st.tuples(st.just("many"), st.integers(1, 200), FAILS),
        st.tuples(st.just("cancel"), st.integers(0, 500), st.integers(1, 50)),
        st.tuples(st.just("advance"), st.floats(0, 4), st.just(0)),
        st.tuples(st.just("advance"), st.integers(1, 20).map(lambda hours: hours * 3600.0), st.just(0)),
        st.tuples(st.just("restart"), st.just(0), st.just(0)),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(DEEDS)
def test_no_day_costs_more_than_it_may_whatever_becomes_of_the_answers(deeds: list[tuple[object, ...]]) -> None:
    async def play() -> None:
        house = Play()
        for deed in deeds:
            match deed:
                case ("ask", str(user), int(fails)):
                    house.tasks.append(asyncio.create_task(house.ask(user, fails)))
                case ("many", int(number), int(fails)):
                    who = [USERS[each % len(USERS)] for each in range(number)]
                    house.tasks += [asyncio.create_task(house.ask(user, fails)) for user in who]
                case ("cancel", int(first), int(number)):
                    for task in house.tasks[first : first + number]:
                        task.cancel()
                case ("advance", float(seconds), _):
                    await house.clock.advance(seconds)
                case ("restart", _, _):
                    await house.restart()
            await house.nobody_is_over()
        await house.over()
        await house.nobody_is_over()
        for key, day in house.budget._days.items():
            assert (day.open, day.reserved) == (0, Spending())
            assert day.spent == house.kept.get(key, Spending()), "the books are those of the store"

    asyncio.run(play())


async def test_of_two_hundred_at_once_as_many_are_answered_as_the_day_holds() -> None:
    house = Play()
    house.tasks = [asyncio.create_task(house.ask(USERS[number % 4], 9)) for number in range(200)]
    await house.clock.advance(10)
    await asyncio.gather(*house.tasks)
    (_, server) = await house.budget.standing(Scope("1", "ada", "g"))
    assert 0 < house.refused < 200
    assert SERVER.tokens // 2 < server.spent.tokens <= SERVER.tokens
