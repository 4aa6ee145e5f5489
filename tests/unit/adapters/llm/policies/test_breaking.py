import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.adapters.limiter import LineTooLong
from acore.adapters.llm.policies.breaking import BreakingLLM
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import Delta
from acore.errors import CircuitOpen, EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import LLM, BreakerSettings
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked

GONE = EngineUnavailable("gone", engine="scripted")
REFUSED = EngineRefused("no", engine="scripted")


class TestBreaking(LLMContract):
    def llm(self) -> LLM:
        self.engine = ScriptedLLM.saying("The moon is far away.")
        return BreakingLLM(self.engine, BreakerSettings(), ManualClock())

    def at_work(self, _llm: LLM) -> int:
        return self.engine.at_work


def breaking(*script: Line, **settings: float) -> tuple[BreakingLLM, ManualClock, ScriptedLLM]:
    clock = ManualClock()
    engine = ScriptedLLM.saying(*script)
    return BreakingLLM(engine, BreakerSettings.model_validate(settings), clock), clock, engine


def state(llm: BreakingLLM) -> str:
    return llm.state


async def fail(llm: LLM, times: int) -> None:
    for _ in range(times):
        with pytest.raises((EngineUnavailable, EngineRefused)):
            await llm.complete(asked())


async def test_it_opens_when_too_many_of_at_least_five_failed_and_then_asks_nobody() -> None:
    llm, clock, engine = breaking(GONE)
    await fail(llm, 4)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"
    await clock.advance(3)
    with pytest.raises(CircuitOpen, match=r"scripted failed too often just now and is left alone; .* in 12 s"):
        await llm.complete(asked())
    assert len(engine.requests) == 5


async def test_a_success_closes_it_and_what_failed_before_is_forgotten() -> None:
    llm, clock, _ = breaking(*[GONE] * 5, "six", GONE)
    await fail(llm, 5)
    await clock.advance(15)
    assert state(llm) == "half-open"
    assert (await llm.complete(asked())).text == "six"
    assert state(llm) == "closed"
    await fail(llm, 3)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


async def test_the_first_words_of_a_probe_let_everybody_in_and_its_end_counts_as_any_other() -> None:
    llm, clock, _ = breaking(*[GONE] * 5, [Delta("one "), GONE], "two three", GONE)
    await fail(llm, 5)
    await clock.advance(15)
    probe: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(probe)
    assert state(llm) == "closed"
    assert (await llm.complete(asked())).text == "two three"
    with pytest.raises(EngineUnavailable):
        await anext(probe)
    await fail(llm, 2)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


async def test_a_probe_that_is_refused_has_found_the_engine_there() -> None:
    llm, clock, engine = breaking(*[GONE] * 5, REFUSED, "seven")
    await fail(llm, 5)
    await clock.advance(15)
    await fail(llm, 1)
    assert state(llm) == "closed"
    assert (await llm.complete(asked())).text == "seven"
    assert len(engine.requests) == 7


async def test_a_failure_opens_it_anew() -> None:
    llm, clock, engine = breaking(GONE)
    await fail(llm, 5)
    await clock.advance(15)
    await fail(llm, 1)
    assert (state(llm), len(engine.requests)) == ("open", 6)
    await clock.advance(14)
    await fail(llm, 1)
    assert len(engine.requests) == 6


async def test_one_at_a_time_probes_and_a_probe_that_was_left_makes_room_for_the_next() -> None:
    llm, clock, engine = breaking(*[GONE] * 5, "one two")
    await fail(llm, 5)
    await clock.advance(15)
    engine._clock, engine._pace_s = clock, 10
    probe = asyncio.create_task(llm.complete(asked()))
    await clock.advance(5)
    with pytest.raises(CircuitOpen, match="being asked whether it works again"):
        await llm.complete(asked())
    probe.cancel()
    await asyncio.wait([probe])
    assert (state(llm), len(engine.requests)) == ("half-open", 6)
    engine._pace_s = 0
    assert (await llm.complete(asked())).text == "one two"
    assert state(llm) == "closed"


@pytest.mark.parametrize("error", [LineTooLong("line", engine="scripted"), CircuitOpen("x", engine="y")])
async def test_what_says_nothing_about_the_engine_counts_as_nothing(error: Exception) -> None:
    llm, clock, _ = breaking(*[error] * 10, *[GONE] * 5, error, "end")
    await fail(llm, 10)
    await fail(llm, 4)
    assert state(llm) == "closed"
    await fail(llm, 1)
    await clock.advance(15)
    await fail(llm, 1)
    assert state(llm) == "half-open"
    await llm.complete(asked())
    assert state(llm) == "closed"


async def test_a_refusal_says_nothing_about_an_engine_that_is_asked() -> None:
    llm, _, _ = breaking(*[REFUSED] * 10, GONE)
    await fail(llm, 14)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


async def test_only_the_latest_twenty_count() -> None:
    llm, _, _ = breaking(*["fine"] * 100, GONE)
    for _ in range(100):
        await llm.complete(asked())
    await fail(llm, 9)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


async def test_a_share_of_one_never_opens() -> None:
    llm, _, engine = breaking(GONE, failures=1)
    await fail(llm, 50)
    assert (state(llm), len(engine.requests)) == ("closed", 50)


async def test_an_answer_that_just_ends_or_breaks_off_is_a_failure() -> None:
    llm, _, _ = breaking([Delta("one")], [Delta("one")], [Delta("one")], [Delta("one"), GONE])
    for _ in range(3):
        await llm.complete(asked())
    await fail(llm, 1)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


async def test_a_reader_who_leaves_after_the_end_has_seen_a_success() -> None:
    llm, clock, _ = breaking(*[GONE] * 5, "one")
    await fail(llm, 5)
    await clock.advance(15)
    stream: AsyncGenerator[Delta, None] = llm.stream(asked())
    while (await anext(stream)).finish is None:
        pass
    await stream.aclose()
    assert state(llm) == "closed"


async def test_what_was_asked_before_it_opened_says_nothing_about_now() -> None:
    llm, clock, _ = breaking("one two", *[GONE] * 5, "three four")
    early: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(early)
    await fail(llm, 5)
    assert [delta.text async for delta in early] == ["two", ""]
    assert state(llm) == "open"
    await clock.advance(15)
    assert state(llm) == "half-open"


async def test_nothing_is_asked_after_the_deadline_and_that_is_no_failure() -> None:
    llm, _, engine = breaking("one")
    for _ in range(6):
        with pytest.raises(EngineTimeout, match="was not asked"):
            await llm.complete(replace(asked(), deadline=0))
    assert (state(llm), len(engine.requests)) == ("closed", 0)


async def test_a_probe_that_ends_late_makes_no_room_beside_another() -> None:
    llm, clock, engine = breaking(*[GONE] * 5, [Delta("one"), GONE], *[GONE] * 5, "two")
    await fail(llm, 5)
    await clock.advance(15)
    first: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(first)
    await fail(llm, 5)
    await clock.advance(15)
    engine._clock, engine._pace_s = clock, 10
    second = asyncio.create_task(llm.complete(asked()))
    await clock.advance(5)
    await first.aclose()
    await fail(llm, 1)
    assert len(engine.requests) == 12
    second.cancel()
    await asyncio.wait([second])


async def test_what_goes_wrong_after_the_end_of_an_answer_is_no_failure() -> None:
    llm, _, _ = breaking([Delta("one", finish="stop"), GONE])
    await fail(llm, 10)
    assert state(llm) == "closed"
