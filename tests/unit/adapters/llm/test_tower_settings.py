"""What the settings make an engine do."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.adapters.llm.policies.limiting import LimitingLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.llm.tower import answering, guarded
from acore.domain.chat import ChatRequest, Delta
from acore.errors import EngineUnavailable, RateLimited
from acore.interfaces import LLM
from acore.settings_tables import LLMSettings
from acore.testing import engine_context
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.test_tower import CONTEXT, whole


class Settings(LLMSettings):
    """The settings, and the engine that they build."""

    def answering(self, clock: ManualClock) -> LLM:
        return answering(self.plan(), engine_context(clock=clock))


def one(**table: Any) -> Settings:
    return Settings.model_validate({"use": "a", "engines": {"a": {"engine": "scripted", **table}}})


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """Has scripted engines fail so often; when they were asked."""
    asked_at: list[float] = []
    stream = ScriptedLLM.stream

    async def failing_first(self: ScriptedLLM, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        asked_at.append(self._clock.monotonic())
        if len(asked_at) <= times:
            raise EngineUnavailable("down", engine="a")
        async with aclosing(stream(self, request)) as deltas:
            async for delta in deltas:
                yield delta

    monkeypatch.setattr(ScriptedLLM, "stream", failing_first)
    return asked_at


@pytest.mark.parametrize(
    ("limits", "let_in"), [({"per_minute": 2, "max_wait": 0}, 2), ({"per_minute": 0}, 5), ({"max_wait": 0}, 5)]
)
async def test_the_limits_of_the_settings_are_kept(limits: dict[str, float], let_in: int) -> None:
    llm = one(replies=["hi"], limits=limits).answering(ManualClock())
    answers = await asyncio.gather(*(llm.complete(asked()) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, RateLimited) for answer in answers) == 5 - let_in


async def test_the_longest_answer_of_an_engines_table_counts_against_its_tokens() -> None:
    table = {"engine": "ollama", "max_tokens": 600, "limits": {"tokens_per_minute": 1000}}
    llm: Any = answering(LLMSettings.model_validate({"use": "o", "engines": {"o": table}}).plan(), engine_context())
    while not isinstance(llm, LimitingLLM):
        llm = llm._inner
    assert llm._longest == 600


@pytest.mark.parametrize(("attempts", "times"), [(1, 1), (3, 3)])
async def test_an_engine_is_tried_as_often_as_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, attempts: int, times: int
) -> None:
    asked_at, clock = failing(monkeypatch, 99), ManualClock()
    answer = asyncio.create_task(one(retry={"attempts": attempts}).answering(clock).complete(asked()))
    await clock.advance(100)
    assert isinstance(answer.exception(), EngineUnavailable)
    assert len(asked_at) == times


@pytest.mark.parametrize(("failures", "times"), [(0.5, 5), (1, 9)])
async def test_an_engine_that_fails_too_often_is_left_alone_as_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, failures: float, times: int
) -> None:
    asked_at = failing(monkeypatch, 99)
    llm = one(retry={"attempts": 1}, breaker={"failures": failures}).answering(ManualClock())
    for _ in range(9):
        with pytest.raises(EngineUnavailable):
            await llm.complete(asked())
    assert len(asked_at) == times


@pytest.mark.parametrize(("seconds", "said"), [(6.9, "one"), (7.1, "two")])
async def test_an_earlier_answer_is_given_as_long_as_the_settings_say(seconds: float, said: str) -> None:
    llm = whole(ScriptedLLM.saying("one", "two"), LLMSettings.model_validate({"cache": {"ttl": 7}}).around())
    request = replace(asked("What is kept?"), cacheable=True)
    assert (await llm.complete(request)).text == "one"
    assert isinstance(CONTEXT.clock, ManualClock)
    await CONTEXT.clock.advance(seconds)
    assert (await llm.complete(request)).text == said


async def test_a_switch_to_the_same_engine_begins_no_new_line_and_another_key_does() -> None:
    clock = ManualClock()

    async def let_in(**table: Any) -> int:
        llm = one(replies=["hi"], **table).answering(clock)
        answers = await asyncio.gather(*(llm.complete(asked()) for _ in range(9)), return_exceptions=True)
        return sum(not isinstance(answer, BaseException) for answer in answers)

    limits = {"per_minute": 5, "max_wait": 0}
    assert [await let_in(limits=limits), await let_in(limits=limits, pace_s=0)] == [5, 0]
    assert await let_in(limits={**limits, "per_minute": 6}) == 6
    await clock.advance(60)
    assert await let_in(limits=limits) == 5


def test_whose_limits_they_are_is_told_by_the_address_and_the_key() -> None:
    context = engine_context()

    def line(**table: Any) -> object:
        settings = LLMSettings.model_validate({"use": "o", "engines": {"o": {"engine": "openai", **table}}})
        llm: Any = guarded("o", settings.selected(), context)
        while not isinstance(llm, LimitingLLM):
            llm = llm._inner
        return llm._limiter

    assert line(api_key="one", model="small") is line(api_key="one", model="large")
    assert line(api_key="one") is not line(api_key="two")
    assert line(api_key="one") is not line(api_key="one", base_url="https://models.example/v1")
