import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from random import Random

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import Call, ChatRequest, Delta, Usage
from acore.domain.scope import Scope
from acore.errors import EngineTimeout, EngineUnavailable
from acore.interfaces import LLM
from acore.testing import LLMContract, ManualClock
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.houses import IDLE, Sharing, text

DOWN = EngineUnavailable("down", engine="scripted")
WORDS = "The moon is far away."


def last_call(deltas: list[Delta]) -> Call:
    call = deltas[-1].call
    assert call is not None
    return call


class TestCoalescing(LLMContract):
    scripted: ScriptedLLM

    def llm(self) -> LLM:
        self.scripted = ScriptedLLM.saying(WORDS)
        return CoalescingLLM(self.scripted, RequestKeys(), ManualClock())

    def at_work(self, _llm: LLM) -> int:
        return self.scripted.at_work


@pytest.mark.parametrize("streamed", [True, False])
async def test_five_hundred_who_ask_the_same_at_once_are_one_call(streamed: bool) -> None:  # noqa: FBT001
    house = Sharing(WORDS, pace_s=0)

    async def said() -> str:
        return text(await house.heard(asked())) if streamed else (await house.llm.complete(asked())).text

    assert set(await asyncio.gather(*(said() for _ in range(500)))) == {WORDS}
    assert house.calls == 1
    assert house.llm.stats == {**IDLE, "total_saved": 499}


async def test_who_comes_later_gets_what_was_said_so_far_and_then_the_rest() -> None:
    house = Sharing(WORDS)
    (first,) = await house.asking()
    await house.clock.advance(2.5)
    async with aclosing(house.llm.stream(asked())) as late:
        assert [(await anext(late)).text for _ in range(2)] == ["The ", "moon "]
        third = asyncio.ensure_future(anext(late))
        await house.clock.advance(0.4)
        assert not third.done()
        await house.clock.advance(0.2)
        assert (await third).text == "is "
        await house.clock.advance(10)
        assert text([delta async for delta in late]) == "far away."
    assert (text(await first), house.calls, house.busy) == (WORDS, 1, IDLE)


async def test_the_first_one_waits_no_longer_than_alone() -> None:
    house = Sharing(WORDS)
    tasks = await house.asking(3)
    await house.clock.advance(6)
    assert all(task.done() for task in tasks)


async def test_others_ask_for_themselves() -> None:
    house = Sharing("a", "b", "c", "d", "e")
    other = Scope("general", "bob", "guild")
    requests = [
        asked(),
        asked("Tell me about the sun."),
        replace(asked(), scope=other),
        replace(asked(), temperature=1),
    ]
    tasks = [task for request in requests for task in await house.asking(1, request)]
    await house.clock.advance(0.5)
    house.model.model = "another"
    tasks += await house.asking()
    assert house.busy == {"pending_requests": 5, "active_deduplication": 5}
    await house.clock.advance(9)
    assert {text(await task) for task in tasks} == set("abcde")
    assert house.llm.stats["total_saved"] == 0


async def test_the_deadline_and_the_cache_make_no_difference() -> None:
    house = Sharing(WORDS)
    tasks = [
        task
        for request in (replace(asked(), deadline=9), replace(asked(), deadline=10, cacheable=True))
        for task in await house.asking(1, request)
    ]
    await house.clock.advance(9)
    assert [text(await task) for task in tasks] == [WORDS] * 2
    assert (house.calls, house.model.requests[0].deadline) == (1, 9)


async def test_who_asks_again_afterwards_is_another_call() -> None:
    house = Sharing("old", "new", pace_s=0)
    assert [text(await house.heard(asked())) for _ in range(2)] == ["old", "new"]
    assert house.llm.stats["total_saved"] == 0


async def test_cancelling_the_first_harms_nobody() -> None:
    house = Sharing(WORDS)
    first, *others = await house.asking(5)
    await house.clock.advance(1.5)
    first.cancel()
    await house.clock.advance(9)
    assert first.cancelled()
    assert {text(await task) for task in others} == {WORDS}
    assert (house.calls, house.model.closed, house.busy) == (1, 0, IDLE)


@pytest.mark.parametrize("seed", range(5))
async def test_cancelling_any_third_of_them_at_any_time_harms_nobody_else(seed: int) -> None:
    random = Random(seed)
    house = Sharing(WORDS)
    tasks = await house.asking(100)
    gone = set(random.sample(range(100), 30))
    for number in gone:
        await house.clock.advance(random.choice([0, 0, 0.3]))
        tasks[number].cancel()
    await house.clock.advance(9)
    assert {number for number, task in enumerate(tasks) if task.cancelled()} <= gone
    assert {text(task.result()) for task in tasks if not task.cancelled()} == {WORDS}
    assert (house.calls, house.busy) == (1, IDLE)


async def test_the_last_one_to_leave_stops_the_call_at_once() -> None:
    before = asyncio.all_tasks()
    house = Sharing(WORDS)
    tasks = await house.asking(3)
    await house.clock.advance(1.5)
    for task in tasks:
        assert house.model.at_work == 1
        task.cancel()
        await asyncio.wait([task])
    assert (house.model.at_work, house.model.closed, house.busy) == (0, 1, IDLE)
    assert asyncio.all_tasks() == before


async def test_leaving_before_the_call_has_begun_leaves_nothing() -> None:
    before = asyncio.all_tasks()
    house = Sharing(WORDS)
    tasks = await house.asking(2)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert (house.busy, asyncio.all_tasks(), house.model.at_work) == (IDLE, before, 0)


class Lingering(ScriptedLLM):
    """Takes its time to stop."""

    stopping: asyncio.Event
    stop: asyncio.Event

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        try:
            async with aclosing(super().stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        finally:
            self.stopping.set()
            await self.stop.wait()


async def test_nobody_joins_a_call_that_is_being_stopped() -> None:
    model = Lingering.saying("old words", "new words")
    model.stopping, model.stop = asyncio.Event(), asyncio.Event()
    llm = CoalescingLLM(model, RequestKeys(), ManualClock())
    leaving = llm.stream(asked())
    await anext(leaving)
    closing = asyncio.create_task(leaving.aclose())
    await model.stopping.wait()
    late = asyncio.create_task(llm.complete(asked()))
    await asyncio.sleep(0)
    assert not closing.done()
    model.stop.set()
    assert (await late).text == "new words"
    await closing
    assert llm.stats == {**IDLE, "total_saved": 0}


async def test_a_slow_listener_holds_up_nobody_and_misses_nothing() -> None:
    house = Sharing(WORDS)
    async with aclosing(house.llm.stream(asked())) as slow:
        first = asyncio.ensure_future(anext(slow))
        await house.clock.advance(1)
        heard = [await first]
        others = await house.asking(2)
        await house.clock.advance(9)
        assert all(task.done() for task in others)
        assert house.busy == {"pending_requests": 1, "active_deduplication": 0}
        heard += [delta async for delta in slow]
    assert (text(heard), house.busy) == (WORDS, IDLE)


CALL = Call("paid", "large", tries=2, cost=5)
PAID: Line = [Delta("yes "), Delta("sir"), Delta(finish="stop", usage=Usage(3, 1), call=CALL)]


async def test_one_is_told_the_cost_and_the_others_that_it_was_made_for_somebody_else() -> None:
    house = Sharing(PAID, pace_s=0)
    first, *others = [last_call(deltas) for deltas in await asyncio.gather(*(house.heard(asked()) for _ in range(4)))]
    assert first == CALL
    assert others == [replace(CALL, coalesced=True, tries=0, cost=0)] * 3


async def test_where_the_first_has_left_another_is_told_the_cost() -> None:
    house = Sharing(PAID)
    first, *others = await house.asking(3)
    await house.clock.advance(1.5)
    first.cancel()
    await house.clock.advance(9)
    calls = [last_call(await task) for task in others]
    assert sorted(call.cost or 0 for call in calls) == [0, 5]
    assert all(call.coalesced for call in calls)


async def test_an_engine_that_tells_nothing_is_named() -> None:
    house = Sharing("yes", pace_s=0)
    house.model.model = "tiny"
    first, second = await asyncio.gather(house.heard(asked()), house.heard(asked()))
    assert last_call(first) == Call("scripted", "tiny")
    assert last_call(second) == Call("scripted", "tiny", coalesced=True, tries=0)


async def test_a_thousand_who_come_and_go_while_nothing_is_said_leave_nothing() -> None:
    house = Sharing(WORDS)
    (stays,) = await house.asking()
    for _ in range(100):
        for task in await house.asking(10):
            task.cancel()
        await asyncio.sleep(0)
    (flight,) = house.llm._flights.values()
    await asyncio.sleep(0)
    assert (len(flight._waiting), flight.listeners) == (1, 1)
    await house.clock.advance(9)
    assert text(await stays) == WORDS


async def test_who_has_no_time_left_is_told_at_once() -> None:
    house = Sharing(WORDS)
    (first,) = await house.asking()
    with pytest.raises(EngineTimeout):
        await house.heard(replace(asked(), deadline=house.clock.monotonic()))
    assert house.llm.stats == {**IDLE, "pending_requests": 1, "active_deduplication": 1, "total_saved": 0}
    first.cancel()


async def test_who_has_far_more_time_than_a_shared_call_begins_another() -> None:
    house = Sharing(WORDS)
    now = house.clock.monotonic()
    hurried = await house.asking(request=replace(asked(), deadline=now + 10))
    alike = await house.asking(request=replace(asked(), deadline=now + 20))
    patient = await house.asking(request=replace(asked(), deadline=now + 21))
    timeless = await house.asking()
    await house.clock.advance(9)
    assert {text(await task) for task in hurried + alike + patient + timeless} == {WORDS}
    assert house.calls == 3  # who has no deadline has more time than anybody
    assert house.busy == IDLE


async def test_a_listener_waits_no_longer_than_its_own_deadline() -> None:
    model = ScriptedLLM.saying(WORDS, clock=ManualClock(), pace_s=60)  # it never speaks: nobody moves its clock
    clock = SystemClock()
    llm = CoalescingLLM(model, RequestKeys(), clock)
    patient = asyncio.create_task(llm.complete(replace(asked(), deadline=clock.monotonic() + 0.15)))
    await asyncio.sleep(0)
    with pytest.raises(EngineTimeout, match="in time"):
        await llm.complete(replace(asked(), deadline=clock.monotonic() + 0.1))
    assert len(model.requests) == 1
    with pytest.raises(EngineTimeout):
        await patient
    assert llm.stats["active_deduplication"] == 0
