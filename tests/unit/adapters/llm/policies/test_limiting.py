import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import replace

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.adapters.clock.system import SystemClock
from acore.adapters.limiter import Limiter, Limits, LineTooLong, Turn
from acore.adapters.llm.policies.limiting import LimitingLLM, limits_of
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import Call, Delta, Usage
from acore.errors import EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import LLM, LimitSettings
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked


def limiting(inner: LLM, limits: Limits, clock: ManualClock) -> LimitingLLM:
    return LimitingLLM(inner, Limiter("small", limits, clock), clock)


async def last_of(llm: LLM) -> Delta:
    async with aclosing(llm.stream(asked())) as deltas:
        return [delta async for delta in deltas][-1]


class TestLimiting(LLMContract):
    def llm(self) -> LLM:
        clock = SystemClock()
        self.engine = ScriptedLLM.saying("The moon is far away.")
        return LimitingLLM(self.engine, Limiter("scripted", Limits(concurrent=2), clock), clock)

    def at_work(self, _llm: LLM) -> int:
        return self.engine.at_work


def test_an_engines_settings_are_its_limits() -> None:
    settings = LimitSettings(concurrent=3, per_minute=20, tokens_per_minute=1000, max_wait=7)
    assert limits_of(settings) == Limits(concurrent=3, requests=20, tokens=1000, window_s=60, max_wait=7)


def test_nothing_and_none_are_both_no_limit() -> None:
    settings = LimitSettings(concurrent=0, per_minute=0, tokens_per_minute=0)
    assert limits_of(settings) == limits_of(LimitSettings()) == Limits()


async def test_the_call_tells_how_long_it_stood_in_line() -> None:
    clock = ManualClock()
    llm = limiting(ScriptedLLM.saying("one", clock=clock, pace_s=5), Limits(concurrent=1), clock)
    first, second = (asyncio.create_task(last_of(llm)) for _ in range(2))
    await clock.advance(20)
    assert (await first).call == Call("scripted")
    assert (await second).call == Call("scripted", queued_s=10)


async def test_what_is_known_of_the_call_is_kept() -> None:
    clock = ManualClock()
    engine = ScriptedLLM.saying([Delta("one"), Delta(finish="stop", call=Call("large", tries=2))])
    assert (await last_of(limiting(engine, Limits(), clock))).call == Call("large", tries=2)


async def test_a_line_that_is_too_long_is_told_and_the_engine_not_asked() -> None:
    clock = ManualClock()
    engine = ScriptedLLM.saying("one")
    llm = limiting(engine, Limits(requests=1), clock)
    await llm.complete(asked())
    with pytest.raises(LineTooLong) as refusal:
        await llm.complete(asked())
    assert refusal.value.retry_after == 60
    assert len(engine.requests) == 1


async def test_nothing_is_asked_after_the_deadline() -> None:
    clock = ManualClock()
    engine = ScriptedLLM.saying("one")
    llm = limiting(engine, Limits(requests=1, max_wait=90), clock)
    with pytest.raises(EngineTimeout, match="was not asked"):
        await llm.complete(replace(asked(), deadline=0))
    await llm.complete(replace(asked(), deadline=1))
    with pytest.raises(LineTooLong):
        await llm.complete(replace(asked(), deadline=59))
    assert len(engine.requests) == 1


async def test_when_the_engine_says_when_to_come_back_nobody_comes_before() -> None:
    clock = ManualClock()
    limited = RateLimited("too many", engine="scripted", retry_after=20)
    engine = ScriptedLLM.saying(limited, "two", clock=clock)
    llm = limiting(engine, Limits(concurrent=1), clock)
    with pytest.raises(RateLimited, match="too many"):
        await llm.complete(asked())
    later = [asyncio.create_task(llm.complete(asked())) for _ in range(2)]
    await clock.advance(19)
    assert len(engine.requests) == 1
    await clock.advance(1)
    assert [(await answer).text for answer in later] == ["two", "two"]


async def test_an_engine_that_does_not_say_when_holds_nobody_up() -> None:
    clock = ManualClock()
    engine = ScriptedLLM.saying(RateLimited("too many", engine="scripted"), "two")
    llm = limiting(engine, Limits(), clock)
    with pytest.raises(RateLimited):
        await llm.complete(asked())
    assert (await llm.complete(asked())).text == "two"


async def test_the_usage_takes_the_place_of_the_estimate() -> None:
    clock = ManualClock()
    costs = [Delta("one"), Delta(finish="stop", usage=Usage(input=10, output=50))]
    llm = limiting(ScriptedLLM.saying(costs), Limits(tokens=100, max_wait=10), clock)
    await llm.complete(asked())
    await llm.complete(replace(asked(), max_tokens=34))
    with pytest.raises(LineTooLong):
        await llm.complete(asked("?"))


@pytest.mark.parametrize(("in_request", "in_table", "at_once"), [(300, None, 3), (None, 450, 2), (None, None, 1)])
async def test_the_longest_answers_are_within_the_limit_too(
    in_request: int | None, in_table: int | None, at_once: int
) -> None:
    clock = ManualClock()
    answer = [Delta("one"), Delta(finish="stop", usage=Usage(input=5, output=in_request or in_table or 1000))]
    engine = ScriptedLLM.saying(answer, clock=clock, pace_s=1)
    limiter = Limiter("small", Limits(tokens=1000, max_wait=0), clock)
    llm = LimitingLLM(engine, limiter, clock, in_table)
    asking = [asyncio.create_task(llm.complete(replace(asked(), max_tokens=in_request))) for _ in range(5)]
    await clock.advance(30)
    assert len(engine.requests) == at_once
    assert sum(isinstance(each.exception(), LineTooLong) for each in asking) == 5 - at_once


@pytest.mark.parametrize(
    ("line", "costs"),
    [
        (EngineUnavailable("gone", engine="scripted"), 6),
        ([Delta("one"), EngineUnavailable("gone", engine="scripted")], 906),
        ([Delta("one")], 906),
    ],
)
async def test_an_answer_that_tells_no_usage_keeps_what_was_expected_unless_it_never_began(
    line: Exception | list[Delta | Exception], costs: int
) -> None:
    clock = ManualClock()
    llm = limiting(ScriptedLLM.saying(line, "two"), Limits(tokens=1000, max_wait=0), clock)
    with suppress(EngineUnavailable):
        await llm.complete(replace(asked("x" * 20), max_tokens=900))
    left = 1000 - costs
    with pytest.raises(LineTooLong):
        await llm.complete(replace(asked("x" * 20), max_tokens=left - 5))
    assert (await llm.complete(replace(asked("x" * 20), max_tokens=left - 6))).text == "two"


async def test_nothing_is_estimated_where_tokens_are_not_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acore.adapters.llm.policies.limiting.estimated_tokens", None)
    llm = limiting(ScriptedLLM.saying("one"), Limits(requests=5), ManualClock())
    assert (await llm.complete(asked())).text == "one"


@pytest.mark.parametrize("line", [EngineUnavailable("gone", engine="scripted"), [Delta("one"), ValueError("a bug")]])
async def test_a_failure_gives_the_place_to_the_next(line: EngineUnavailable | list[Delta | Exception]) -> None:
    clock = ManualClock()
    llm = limiting(ScriptedLLM.saying(line, "two"), Limits(concurrent=1, max_wait=0), clock)
    with pytest.raises((EngineUnavailable, ValueError)):
        await llm.complete(asked())
    assert (await llm.complete(asked())).text == "two"


async def test_leaving_an_answer_and_leaving_the_line_give_the_place_to_the_next() -> None:
    clock = ManualClock()
    engine = ScriptedLLM.saying("one two three")
    llm = limiting(engine, Limits(concurrent=1), clock)
    stream: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(stream)
    waits, follows = (asyncio.create_task(llm.complete(asked())) for _ in range(2))
    await clock.advance(0)
    waits.cancel()
    await stream.aclose()
    assert (await follows).text == "one two three"
    assert waits.cancelled()
    assert len(engine.requests) == 2


async def test_a_turn_that_is_taken_too_late_is_not_used() -> None:
    clock = ManualClock()

    class Late(Limiter):
        async def acquire(self, tokens: int = 0, deadline: float | None = None) -> Turn:
            turn = await super().acquire(tokens, deadline)
            await clock.advance(1)
            return turn

    engine = ScriptedLLM.saying("one")
    llm = LimitingLLM(engine, Late("small", Limits(concurrent=1, max_wait=0), clock), clock)
    with pytest.raises(EngineTimeout):
        await llm.complete(replace(asked(), deadline=1))
    assert not engine.requests
    assert (await llm.complete(asked())).text == "one"
