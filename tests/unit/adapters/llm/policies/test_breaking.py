import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acore.adapters.clock.manual import ManualClock
from acore.adapters.limiter import LineTooLong
from acore.adapters.llm.policies.breaking import BreakingLLM
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import ChatRequest, Delta
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
    await fail(llm, 4)
    assert state(llm) == "closed"
    await fail(llm, 1)
    assert state(llm) == "open"


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
    probe: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(probe)
    with pytest.raises(CircuitOpen, match="being asked whether it works again"):
        await llm.complete(asked())
    await probe.aclose()
    assert (state(llm), len(engine.requests)) == ("half-open", 6)
    assert (await llm.complete(asked())).text == "one two"
    assert state(llm) == "closed"


@pytest.mark.parametrize("error", [REFUSED, LineTooLong("line", engine="scripted"), CircuitOpen("x", engine="y")])
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


async def test_a_probe_that_is_closed_late_makes_no_room_beside_another() -> None:
    llm, clock, engine = breaking(*[GONE] * 5, "one", *[GONE] * 5, "two")
    await fail(llm, 5)
    await clock.advance(15)
    first: AsyncGenerator[Delta, None] = llm.stream(asked())
    while (await anext(first)).finish is None:
        pass
    await fail(llm, 5)
    await clock.advance(15)
    second: AsyncGenerator[Delta, None] = llm.stream(asked())
    await anext(second)
    await first.aclose()
    await fail(llm, 1)
    assert len(engine.requests) == 12
    await second.aclose()


async def test_what_goes_wrong_after_the_end_of_an_answer_is_no_failure() -> None:
    llm, _, _ = breaking([Delta("one", finish="stop"), GONE])
    await fail(llm, 10)
    assert state(llm) == "closed"


class _Told(LLM):
    """Does what it is told, request by request."""

    name = "told"

    def __init__(self) -> None:
        self.verdicts: deque[asyncio.Future[Exception | None]] = deque()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        verdict: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self.verdicts.append(verdict)
        yield Delta("word ")
        if (error := await verdict) is not None:
            raise error
        yield Delta(finish="stop")


class Breaker(RuleBasedStateMachine):
    """A breaker beside a plain account of what it has to be."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        self.engine = _Told()
        self.llm = BreakingLLM(self.engine, BreakerSettings(failures=0.5, reset_s=10), self.clock)
        self.running: list[tuple[AsyncGenerator[Delta, None], asyncio.Future[Exception | None], int]] = []
        self.era, self.probe, self.opened = 0, False, False
        self.until = 0.0
        self.latest: list[bool] = []

    def teardown(self) -> None:
        for stream, _, _ in self.running:
            self.loop.run_until_complete(stream.aclose())
        self.loop.close()

    @rule()
    def ask(self) -> None:
        stream = self.llm.stream(asked())
        shut = self.opened and (self.clock.monotonic() < self.until or self.probe)
        before = len(self.engine.verdicts)
        try:
            self.loop.run_until_complete(anext(stream))
        except CircuitOpen:
            assert shut
            assert len(self.engine.verdicts) == before
            return
        assert not shut
        self.probe = self.opened
        self.running.append((stream, self.engine.verdicts[-1], self.era))

    @precondition(lambda self: self.running)
    @rule(which=st.integers(0, 100), how=st.sampled_from(["fine", "gone", "gone", "refused", "left"]))
    def end(self, which: int, how: str) -> None:
        stream, verdict, era = self.running.pop(which % len(self.running))
        self.loop.run_until_complete(self._end(stream, verdict, how))
        if era != self.era:
            return
        if how in {"refused", "left"}:
            self.probe = False
            return
        self.latest = [*self.latest, how == "gone"][-20:]
        if self.opened:
            self._turn(opened=how == "gone")
        elif len(self.latest) >= 5 and sum(self.latest) / len(self.latest) >= 0.5:
            self._turn(opened=True)

    async def _end(
        self, stream: AsyncGenerator[Delta, None], verdict: asyncio.Future[Exception | None], how: str
    ) -> None:
        if how == "left":
            await stream.aclose()
            return
        error = {"fine": None, "gone": GONE, "refused": REFUSED}[how]
        verdict.set_result(error)
        if error is None:
            assert [delta.finish async for delta in stream] == ["stop"]
            return
        with pytest.raises(type(error)):
            await anext(stream)

    def _turn(self, *, opened: bool) -> None:
        self.opened, self.probe, self.latest = opened, False, []
        self.until = self.clock.monotonic() + 10
        self.era += 1

    @rule(seconds=st.sampled_from([1.0, 4.0, 10.0]))
    def wait(self, seconds: float) -> None:
        self.loop.run_until_complete(self.clock.advance(seconds))

    @invariant()
    def the_state_is_seen(self) -> None:
        late = self.clock.monotonic() >= self.until
        assert self.llm.state == ("closed" if not self.opened else "half-open" if late else "open")


TestBreaker = Breaker.TestCase
TestBreaker.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
