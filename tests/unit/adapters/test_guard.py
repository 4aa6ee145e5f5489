import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from itertools import pairwise
from typing import Any

import pytest

from acore.adapters.guard import Care, Guard
from acore.adapters.limiter import Limits, LineTooLong
from acore.errors import CircuitOpen, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import BreakerSettings, RetrySettings
from acore.testing import ManualClock, MemoryMetrics, engine_context


class Far:
    """Fails as often as it is told to, and then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


def down() -> EngineUnavailable:
    return EngineUnavailable("down", engine="far")


def guard(clock: ManualClock, **care: Any) -> Guard:
    return Guard("search", "far", Care(**care), engine_context(clock=clock))


async def in_time(clock: ManualClock, work: Awaitable[str], seconds: float) -> str:
    """What comes of it while the time goes on."""
    task = asyncio.ensure_future(work)
    await clock.advance(seconds)
    return await task


async def test_it_is_asked_again_until_it_answers() -> None:
    clock, far = ManualClock(), Far(down(), down())
    kept = guard(clock, retry=RetrySettings(attempts=3))
    assert await in_time(clock, kept.call(far), 30) == "answer"
    assert far.asked == 3


async def test_after_the_last_try_the_failure_is_raised() -> None:
    clock, far = ManualClock(), Far(down(), down(), down())
    with pytest.raises(EngineUnavailable, match="down"):
        await in_time(clock, guard(clock, retry=RetrySettings(attempts=2)).call(far), 30)
    assert far.asked == 2


async def test_a_refusal_is_never_tried_again() -> None:
    clock, far = ManualClock(), Far(EngineRefused("wrong key", engine="far"))
    with pytest.raises(EngineRefused):
        await guard(clock, retry=RetrySettings(attempts=5)).call(far)
    assert far.asked == 1


async def test_nobody_comes_back_sooner_than_the_far_side_says() -> None:
    clock, far = ManualClock(), Far(RateLimited("slowly", engine="far", retry_after=20))
    task = asyncio.ensure_future(guard(clock, retry=RetrySettings(attempts=2)).call(far))
    await clock.advance(19)
    assert far.asked == 1
    await clock.advance(2)
    assert await task == "answer"


async def test_a_retry_that_would_come_after_the_deadline_is_not_made() -> None:
    clock, far = ManualClock(), Far(RateLimited("slowly", engine="far", retry_after=20))
    with pytest.raises(RateLimited):
        await guard(clock, retry=RetrySettings(attempts=2, deadline=10)).call(far)


async def test_every_try_pays_the_limiter() -> None:
    clock, far = ManualClock(), Far(down())
    kept = guard(clock, limits=Limits(requests=1, window_s=2), retry=RetrySettings(attempts=2))
    task = asyncio.ensure_future(kept.call(far))
    await clock.advance(1.9)
    assert far.asked == 1
    await clock.advance(5)
    assert await task == "answer"


async def test_five_at_once_are_spaced() -> None:
    clock = ManualClock()
    kept = guard(clock, limits=Limits(requests=1, window_s=2))
    times: list[float] = []

    async def note() -> str:
        times.append(clock.monotonic())
        return "answer"

    tasks = [asyncio.ensure_future(kept.call(note)) for _ in range(5)]
    for _ in range(100):
        await clock.advance(0.1)
    await asyncio.gather(*tasks)
    assert all(later - earlier >= 2 for earlier, later in pairwise(times))


async def test_a_line_that_is_too_long_is_told_and_no_failure_of_the_far_side() -> None:
    clock, far = ManualClock(), Far()
    kept = guard(clock, limits=Limits(requests=1, window_s=60, max_wait=5), breaker=BreakerSettings(failures=0.1))
    await kept.call(far)
    for _ in range(10):
        with pytest.raises(LineTooLong):
            await kept.call(far)
    await clock.advance(60)
    assert await kept.call(far) == "answer"


async def broken(kept: Guard, failures: int) -> Far:
    far = Far(*[down() for _ in range(failures)])
    for _ in range(failures):
        with pytest.raises(EngineUnavailable):
            await kept.call(far)
    return far


async def test_what_fails_too_often_is_left_alone_for_a_while() -> None:
    clock = ManualClock()
    kept = guard(clock, breaker=BreakerSettings(failures=0.5, reset_s=15))
    far = await broken(kept, 5)
    with pytest.raises(CircuitOpen, match="asked again in 15 s"):
        await kept.call(far)
    assert far.asked == 5
    await clock.advance(16)
    assert await kept.call(far) == "answer"
    assert await kept.call(far) == "answer"


async def test_while_it_is_probed_others_are_not_let_through() -> None:
    clock = ManualClock()
    kept = guard(clock, breaker=BreakerSettings(failures=0.5, reset_s=15))
    await broken(kept, 5)
    await clock.advance(16)
    gate = asyncio.Event()

    async def slow() -> str:
        await gate.wait()
        return "answer"

    probe = asyncio.ensure_future(kept.call(slow))
    await asyncio.sleep(0)
    with pytest.raises(CircuitOpen, match="ask in a moment"):
        await kept.call(slow)
    gate.set()
    assert await probe == "answer"


async def test_a_probe_that_is_cancelled_lets_the_next_one_probe() -> None:
    clock = ManualClock()
    kept = guard(clock, breaker=BreakerSettings(failures=0.5, reset_s=15))
    far = await broken(kept, 5)
    await clock.advance(16)
    probe = asyncio.ensure_future(kept.call(asyncio.Event().wait))
    await asyncio.sleep(0)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    assert await kept.call(far) == "answer"


async def test_too_slow_is_a_failure_too() -> None:
    kept = guard(ManualClock(), breaker=BreakerSettings(failures=0.5))
    for _ in range(5):
        with pytest.raises(EngineTimeout, match=r"far did not answer within 0\.001 s"):
            await kept.call(asyncio.Event().wait, within_s=0.001)
    with pytest.raises(CircuitOpen):
        await kept.call(asyncio.Event().wait)


async def test_it_counts_what_it_cost_and_what_failed() -> None:
    clock = ManualClock()
    house = engine_context(clock=clock)
    assert isinstance(house.metrics, MemoryMetrics)
    counted: list[str] = []
    observed: list[float] = []
    house.metrics.count = lambda name, *_, **__: counted.append(name)  # type: ignore[method-assign]
    house.metrics.observe = lambda _, value, **__: observed.append(value)  # type: ignore[method-assign]

    async def slowly() -> str:
        await clock.advance(0.25)
        return "answer"

    kept = Guard("search", "far", Care(), house)
    await kept.call(slowly)
    with pytest.raises(EngineUnavailable):
        await kept.call(Far(down()))
    assert counted == ["search.failures"]
    assert observed == pytest.approx([250])


class Streaming:
    """Gives two pieces, each time with the next of its failures in front of it, or after the first piece."""

    def __init__(self, *failures: Exception, after: Exception | None = None) -> None:
        self.failures = list(failures)
        self.after = after
        self.asked = self.closed = 0

    async def __call__(self) -> AsyncGenerator[str, None]:
        self.asked += 1
        try:
            if self.failures:
                raise self.failures.pop(0)
            yield "one"
            if self.after is not None:
                raise self.after
            yield "two"
        finally:
            self.closed += 1


async def taken(kept: Guard, far: Streaming) -> str:
    async with aclosing(kept.stream(far)) as pieces:
        return " ".join([piece async for piece in pieces])


async def test_a_stream_is_begun_anew_until_it_begins() -> None:
    clock, far = ManualClock(), Streaming(down(), down())
    kept = guard(clock, retry=RetrySettings(attempts=3))
    assert await in_time(clock, taken(kept, far), 30) == "one two"
    assert (far.asked, far.closed) == (3, 3)


async def test_a_stream_that_has_begun_is_not_begun_anew() -> None:
    clock, far = ManualClock(), Streaming(after=down())
    with pytest.raises(EngineUnavailable, match="down"):
        await in_time(clock, taken(guard(clock, retry=RetrySettings(attempts=3)), far), 30)
    assert far.asked == 1


async def test_a_stream_that_is_refused_is_not_begun_anew() -> None:
    clock, far = ManualClock(), Streaming(EngineRefused("wrong key", engine="far"))
    with pytest.raises(EngineRefused):
        await in_time(clock, taken(guard(clock, retry=RetrySettings(attempts=3)), far), 30)
    assert far.asked == 1


@pytest.mark.parametrize(("took_s", "asked"), [(5, 3), (30, 1)])
async def test_a_stream_that_hung_is_not_begun_anew_and_one_that_failed_soon_is(took_s: float, asked: int) -> None:
    clock = ManualClock()

    class Hanging(Streaming):
        async def __call__(self) -> AsyncGenerator[str, None]:
            self.asked += 1
            await clock.sleep(took_s)
            raise EngineTimeout("it said nothing", engine="far")
            yield ""

    far = Hanging()
    with pytest.raises(EngineTimeout):
        await in_time(clock, taken(guard(clock, retry=RetrySettings(attempts=3)), far), 120)
    assert far.asked == asked


async def test_streams_that_fail_too_often_are_not_begun() -> None:
    clock = ManualClock()
    kept = guard(clock, breaker=BreakerSettings(failures=0.5))
    for _ in range(5):
        with pytest.raises(EngineUnavailable, match="down"):
            await taken(kept, Streaming(down()))
    far = Streaming()
    with pytest.raises(CircuitOpen):
        await taken(kept, far)
    assert far.asked == 0


async def test_a_stream_holds_its_place_in_the_line_until_it_ends_or_is_left() -> None:
    clock = ManualClock()
    kept = guard(clock, limits=Limits(concurrent=1))
    async with aclosing(kept.stream(Streaming())) as first:
        assert await anext(first) == "one"
        second = asyncio.ensure_future(taken(kept, Streaming()))
        await clock.advance(1)
        assert not second.done()
    assert await in_time(clock, second, 1) == "one two"


async def test_a_stream_heeds_when_the_far_side_is_to_be_asked_again() -> None:
    clock, far = ManualClock(), Streaming(RateLimited("slowly", engine="far", retry_after=20))
    task = asyncio.ensure_future(taken(guard(clock, retry=RetrySettings(attempts=2)), far))
    await clock.advance(19)
    assert far.asked == 1
    assert await in_time(clock, task, 2) == "one two"
