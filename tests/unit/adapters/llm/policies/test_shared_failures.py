import asyncio
import gc
import traceback
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import ChatRequest, Delta
from acore.errors import EngineRefused, EngineUnavailable
from acore.testing import ManualClock
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.houses import IDLE, Sharing, text

DOWN = EngineUnavailable("down", engine="scripted")
WORDS = "The moon is far away."


@pytest.mark.parametrize("error", [DOWN, EngineRefused("no", engine="scripted")])
async def test_an_error_reaches_all_who_listen_and_nobody_after_them(error: Exception) -> None:
    house = Sharing([Delta("The "), error], WORDS)
    early = await house.asking(3)
    await house.clock.advance(1.5)
    late = await house.asking(2)
    await house.clock.advance(1)
    for task in (*early, *late):
        assert task.exception() is error
    assert (house.calls, house.busy) == (1, IDLE)
    (after,) = await house.asking()
    await house.clock.advance(9)
    assert text(await after) == WORDS


async def test_what_was_said_before_an_error_is_heard() -> None:
    house = Sharing([Delta("The "), Delta("moon "), DOWN], pace_s=0)
    heard: list[str] = []

    async def listen() -> None:
        async with aclosing(house.llm.stream(asked())) as deltas:
            async for delta in deltas:
                heard.append(delta.text)

    results = await asyncio.gather(listen(), listen(), return_exceptions=True)
    assert [result is DOWN for result in results] == [True, True]
    assert sorted(heard) == ["The ", "The ", "moon ", "moon "]


async def test_the_trace_of_an_error_does_not_grow_with_its_listeners() -> None:
    def length(error: BaseException) -> int:
        trace, frames = error.__traceback__, 0
        while trace is not None:
            trace, frames = trace.tb_next, frames + 1
        return frames

    async def after(listeners: int) -> int:
        house = Sharing([Delta("The "), EngineUnavailable("down", engine="x")], pace_s=0)
        results = await asyncio.gather(*(house.heard(asked()) for _ in range(listeners)), return_exceptions=True)
        error = results[-1]
        assert isinstance(error, EngineUnavailable)
        assert traceback.extract_tb(error.__traceback__)[-1].filename.endswith("scripted.py")
        return length(error)

    assert await after(1) == await after(50)


async def test_a_call_that_breaks_off_breaks_off_for_all() -> None:
    house = Sharing([Delta("half")], pace_s=0)
    answers = await asyncio.gather(house.llm.complete(asked()), house.llm.complete(asked()))
    assert [(answer.text, answer.finish) for answer in answers] == [("half", None)] * 2


@pytest.mark.parametrize("begun", [True, False])
async def test_a_call_that_somebody_else_stops_is_an_error_that_passes(begun: bool) -> None:  # noqa: FBT001
    house = Sharing(WORDS)
    before = asyncio.all_tasks()
    tasks = await house.asking(2)
    if begun:
        await house.clock.advance(1.5)
    (call,) = asyncio.all_tasks() - before - set(tasks)
    call.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(result, EngineUnavailable)
        assert result.engine == "scripted"
    assert house.busy == IDLE


async def test_an_error_that_nobody_waits_for_is_not_complained_about() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    house = Sharing([Delta("The "), EngineUnavailable("down", engine="x")], pace_s=0)
    async with aclosing(house.llm.stream(asked())) as deltas:
        await anext(deltas)
        while house.busy["active_deduplication"]:
            await asyncio.sleep(0)
    assert house.busy == IDLE
    del deltas, house  # the error holds the frames that hold the call
    gc.collect()
    assert complaints == []


class FailingOnce(ScriptedLLM):
    """Fails the first call in the moment that the gate opens."""

    gate: asyncio.Event

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        self.requests.append(request)
        if len(self.requests) == 1:
            await self.gate.wait()
            raise DOWN
        yield Delta(WORDS, finish="stop")


async def test_who_comes_in_the_very_moment_of_the_end_is_another_call() -> None:
    model = FailingOnce.saying()
    model.gate = asyncio.Event()
    llm = CoalescingLLM(model, RequestKeys(), ManualClock())
    early = asyncio.create_task(llm.complete(asked()))
    for _ in range(3):
        await asyncio.sleep(0)
    model.gate.set()
    late = asyncio.create_task(llm.complete(asked()))  # it runs after the call has failed, and before anybody is told
    with pytest.raises(EngineUnavailable):
        await early
    assert (await late).text == WORDS
    assert llm.stats == {**IDLE, "total_saved": 0}
