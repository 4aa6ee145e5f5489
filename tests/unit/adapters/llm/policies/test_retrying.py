import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from random import Random

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.adapters.limiter import LineTooLong
from acore.adapters.llm.policies.retrying import RetryingLLM
from acore.adapters.llm.policies.telling import reworded
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import Call, ChatRequest, Completion, Delta
from acore.errors import (
    CircuitOpen,
    EngineError,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    InvalidInput,
    RateLimited,
)
from acore.interfaces import LLM, RetrySettings
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked

GONE = EngineUnavailable("scripted is gone.", engine="scripted")


class Longest(Random):
    """Draws the upper bound."""

    def uniform(self, a: float, b: float) -> float:
        return b


class Trying:
    """A retrying model, and the times at which its engine was asked."""

    def __init__(self, *script: Line, random: Random | None = None, **settings: float) -> None:
        self.clock = ManualClock()
        self.engine = ScriptedLLM.saying(*script, clock=self.clock)
        self.times: list[float] = []
        self.llm = RetryingLLM(_Noting(self), RetrySettings.model_validate(settings), self.clock, random or Longest())

    async def answer(self, request: ChatRequest | None = None, seconds: float = 1000) -> Completion:
        answer = asyncio.create_task(self.llm.complete(request or asked()))
        await self.clock.advance(seconds)
        return await answer


class _Noting(ScriptedLLM):
    def __init__(self, trying: Trying) -> None:
        self._trying = trying

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        self._trying.times.append(self._trying.clock.monotonic())
        return self._trying.engine.stream(request)


class TestRetrying(LLMContract):
    def llm(self) -> LLM:
        self.engine = ScriptedLLM.saying("The moon is far away.")
        return RetryingLLM(self.engine, RetrySettings(), ManualClock(), Random(1))

    def at_work(self, _llm: LLM) -> int:
        return self.engine.at_work


async def test_it_asks_again_after_longer_and_longer_pauses_and_tells_how_often() -> None:
    trying = Trying(GONE, GONE, GONE, "four", attempts=4)
    async with aclosing(trying.llm.stream(asked())) as stream:
        reading = asyncio.create_task(anext(stream))
        await trying.clock.advance(100)
        assert (await reading).text == "four"
        assert (await anext(stream)).call == Call("scripted", tries=4)
    assert trying.times == [0, 0.5, 1.5, 3.5]


async def test_the_pauses_are_drawn_from_nothing_to_the_bound() -> None:
    times = set()
    for seed in range(20):
        trying = Trying(GONE, "two", random=Random(seed))
        await trying.answer()
        times.add(trying.times[1])
    assert len(times) == 20
    assert min(times) < 0.1
    assert 0.4 < max(times) <= 0.5


async def test_no_pause_is_longer_than_some_seconds() -> None:
    trying = Trying(*[GONE] * 9, "ten", attempts=10, deadline=1000)
    await trying.answer()
    assert max(later - earlier for earlier, later in zip(trying.times, trying.times[1:], strict=False)) == 8


async def test_no_pause_is_shorter_than_the_engine_says() -> None:
    trying = Trying(RateLimited("too many", engine="scripted", retry_after=7), "two")
    assert (await trying.answer()).text == "two"
    assert trying.times == [0, 7]


async def test_the_last_error_is_raised_and_says_how_often_it_was_tried() -> None:
    last = RateLimited("too many.", engine="scripted", retry_after=3)
    trying = Trying(GONE, GONE, last)
    for _ in range(2):
        trying.times.clear()
        with pytest.raises(RateLimited, match=r"^too many\. \(tried 3 times\)$") as failure:
            await trying.answer()
        assert (failure.value.engine, failure.value.retry_after, failure.value.__cause__) == ("scripted", 3, last)
    assert len(trying.times) == 3


async def test_one_attempt_is_no_retry_and_the_error_is_left_as_it_is() -> None:
    trying = Trying(GONE, "two", attempts=1)
    with pytest.raises(EngineUnavailable) as failure:
        await trying.answer()
    assert failure.value is GONE
    assert trying.times == [0]


@pytest.mark.parametrize(
    "error",
    [
        EngineRefused("no", engine="scripted"),
        CircuitOpen("open", engine="scripted"),
        LineTooLong("too long", engine="scripted", retry_after=1),
        InvalidInput("no"),
        ValueError("a bug"),
    ],
)
async def test_only_what_may_pass_is_tried_again(error: Exception) -> None:
    trying = Trying(error, "two")
    with pytest.raises(type(error)) as failure:
        await trying.answer()
    assert failure.value is error
    assert trying.times == [0]


async def test_a_line_that_is_too_long_for_another_try_is_no_try() -> None:
    trying = Trying(GONE, GONE, LineTooLong("too long", engine="scripted"), attempts=5)
    with pytest.raises(LineTooLong, match="tried 2 times"):
        await trying.answer()


async def test_an_answer_that_was_begun_is_not_begun_again() -> None:
    trying = Trying([Delta("one"), GONE], "two")
    with pytest.raises(EngineUnavailable) as failure:
        await trying.answer()
    assert failure.value is GONE
    assert trying.times == [0]


async def test_no_try_begins_after_the_deadline_of_the_settings() -> None:
    trying = Trying(GONE, attempts=10, deadline=3)
    with pytest.raises(EngineUnavailable, match="tried 3 times"):
        await trying.answer(seconds=1.5)
    assert trying.times == [0, 0.5, 1.5]


async def test_no_try_begins_at_the_deadline_of_the_request_or_after_it() -> None:
    trying = Trying(GONE, attempts=10)
    with pytest.raises(EngineUnavailable, match="tried 2 times"):
        await trying.answer(replace(asked(), deadline=1.5))
    assert trying.times == [0, 0.5]
    with pytest.raises(EngineTimeout, match="was not asked"):
        await trying.answer(replace(asked(), deadline=1.5))
    assert trying.times == [0, 0.5]


async def test_a_wait_that_would_be_too_long_is_not_begun() -> None:
    trying = Trying(RateLimited("too many", engine="scripted", retry_after=61))
    with pytest.raises(RateLimited) as failure:
        await trying.answer(seconds=0)
    assert failure.value.retry_after == 61


async def test_cancelling_ends_the_pause() -> None:
    trying = Trying(GONE, "two")
    answer = asyncio.create_task(trying.llm.complete(asked()))
    await trying.clock.advance(0.2)
    answer.cancel()
    await trying.clock.advance(100)
    assert answer.cancelled()
    assert trying.times == [0]


async def test_an_answer_that_just_ends_is_left_to_those_who_read_it() -> None:
    trying = Trying([Delta("one")])
    assert (await trying.answer()).finish is None
    assert trying.times == [0]


def test_every_passing_error_can_be_told_in_other_words() -> None:
    for error in (GONE, EngineTimeout("late", engine="a"), CircuitOpen("open", engine="b")):
        told: EngineError = reworded(error, "other")
        assert (type(told), str(told), told.engine, told.__cause__) == (type(error), "other", error.engine, error)


async def test_a_try_may_begin_at_the_very_deadline_of_the_settings() -> None:
    trying = Trying(GONE, attempts=10, deadline=3.5)
    with pytest.raises(EngineUnavailable, match="tried 4 times"):
        await trying.answer()
