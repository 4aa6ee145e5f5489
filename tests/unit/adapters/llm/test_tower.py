"""What the settings make of the policies."""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.cache.memory import MemoryCache
from acore.adapters.llm.extractive import ExtractiveSettings
from acore.adapters.llm.openai import OpenAISettings
from acore.adapters.llm.plan import Around, Plan
from acore.adapters.llm.policies.requiring import RequiringLLM
from acore.adapters.llm.policies.routing import RoutingLLM
from acore.adapters.llm.scripted import ScriptedLLM, ScriptedSettings
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.tower import _Shared, answering, around, arranged
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import Capabilities, ChatRequest, Image, Message
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import LLM, Budget, EngineSettings, LimitSettings, PriceSettings
from acore.settings_tables import LLMSettings
from acore.testing import LLMContract, engine_context
from acore.testing.contracts.llm import asked

CONTEXT = engine_context()
HARD = "Prove that the square root of two is irrational, step by step, and then design an algorithm that uses it."


def saying(words: str, **about: Any) -> ScriptedSettings:
    return ScriptedSettings(replies=(words,), **about)


def plan(use: str, **tables: EngineSettings) -> Plan:
    return Plan(use, tables)


def whole(in_use: LLM, given: Around = Around(budget=True), budget: Budget | None = None) -> LLM:  # noqa: B008  frozen
    budget = budget or MemoryBudget({"server": Cap(10**9), "member": Cap()}, CONTEXT.clock)
    cache = MemoryCache(CONTEXT.clock)
    return around(in_use, given, cache=cache, budget=budget, terms=Terms, context=CONTEXT)


def everything() -> Plan:
    limits = LimitSettings(concurrent=50, per_minute=10_000, tokens_per_minute=10_000_000)
    tables: Mapping[str, EngineSettings] = {
        name: saying(f"{name} says one two three", limits=limits) for name in ("small", "large", "spare")
    }
    return Plan("large", tables, ("spare",), "small", "large")


class TestTheWholeTower(LLMContract):
    def llm(self) -> LLM:
        return whole(answering(everything(), CONTEXT))


class TestNothingButAnEngine(LLMContract):
    def llm(self) -> LLM:
        return answering(plan("a", a=saying("one two three")), CONTEXT)


async def last_of(llm: LLM, request: ChatRequest) -> Any:
    async with aclosing(llm.stream(request)) as deltas:
        return [delta async for delta in deltas][-1].call


async def test_the_last_delta_tells_the_whole_way_of_an_answer() -> None:
    async with whole(answering(everything(), CONTEXT)) as llm:
        easy, hard = await last_of(llm, asked("hi!")), await last_of(llm, asked(HARD))
    assert (easy.engine, easy.route, easy.tries) == ("small", "fast", 1)
    assert (hard.engine, hard.route) == ("large", "strong")
    assert hard.reason.startswith("scores ")


@pytest.mark.parametrize(
    ("spent", "engine", "reason"),
    [
        (0, "large", "scores "),
        (75_000, "small", "no more than a fast engine"),
        (95_000, "extractive", "today's budget is nearly spent"),
    ],
)
async def test_on_the_way_to_the_cap_answers_come_from_cheaper_engines(spent: int, engine: str, reason: str) -> None:
    budget = MemoryBudget({"server": Cap(100_000), "member": Cap()}, CONTEXT.clock)
    await budget.settle(await budget.reserve(asked().scope, Spending(spent)), Spending(spent))
    async with whole(answering(everything(), CONTEXT), budget=budget) as llm:
        call = await last_of(llm, asked(HARD))
    assert call.engine == engine
    assert call.reason.startswith(reason)


async def test_an_engine_that_is_opened_by_several_is_closed_by_the_last() -> None:
    class Counting(ScriptedLLM):
        opened = 0

        async def open(self) -> None:
            self.opened += 1

        async def aclose(self) -> None:
            self.opened -= 1

    engine = Counting.saying("x")
    shared = _Shared(engine)
    async with shared:
        async with shared:
            assert engine.opened == 1
        assert engine.opened == 1
    assert engine.opened == 0


async def test_an_engine_that_could_not_open_for_one_is_not_taken_for_open_by_the_next() -> None:
    class Waking(ScriptedLLM):
        opened = tries = 0

        async def open(self) -> None:
            self.tries += 1
            if self.tries == 1:
                raise EngineUnavailable("still starting", engine="spare")
            self.opened += 1

        async def aclose(self) -> None:
            self.opened = 0

    engine = Waking.saying("I have woken up.")
    shared = _Shared(engine)
    with pytest.raises(EngineUnavailable):
        await shared.open()
    async with shared:
        assert engine.opened == 1
        assert (await shared.complete(asked())).text == "I have woken up."
    assert engine.opened == 0


async def test_one_engine_for_both_is_not_routed() -> None:
    one = Plan("a", {"a": saying("x y")}, (), "a", "a")
    assert not isinstance(answering(one, CONTEXT), RoutingLLM)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ({"use": "scripted"}, ["scripted"]),
        ({"use": "scripted", "fallback": ["extractive"]}, ["scripted", "extractive"]),
        ({"use": "scripted", "route": {"fast": "ollama"}}, ["scripted"]),
        ({"use": "scripted", "route": {"fast": "ollama", "strong": "openai"}}, ["ollama", "openai"]),
        ({"use": "scripted", "route": {"fast": "ollama", "strong": "openai", "enabled": False}}, ["scripted"]),
    ],
)
def test_the_plan_names_the_engines_that_are_asked(table: Any, names: list[str]) -> None:
    assert list(LLMSettings.model_validate(table).plan().engines) == names


def remote(longest: int | None) -> EngineSettings:
    return OpenAISettings(model="m", max_tokens=longest)


def test_the_price_of_a_plan_is_the_highest() -> None:
    cheap, dear = PriceSettings(input=1, output=9), PriceSettings(input=2, output=3)
    both = plan("a", a=saying("x", price=cheap), b=saying("y", price=dear))
    assert both.terms.price == PriceSettings(input=2, output=9)


@pytest.mark.parametrize(
    ("lengths", "longest", "told"),
    [([None, None], 1024, True), ([300, None], 300, True), ([300, 4000], 4000, False), ([None], 1024, True)],
)
def test_the_longest_answer_of_a_plan_is_that_of_its_tables_where_they_say(
    lengths: list[int | None], longest: int, *, told: bool
) -> None:
    tables = {f"e{number}": remote(length) for number, length in enumerate(lengths)}
    terms = plan("e0", **tables, extractive=ExtractiveSettings()).terms
    assert (terms.longest, terms.told, terms.free, terms.costs) == (longest, told, frozenset(("extractive",)), True)


def test_an_engine_of_this_machine_alone_costs_nothing() -> None:
    assert not plan("mine", mine=ExtractiveSettings()).terms.costs


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ({}, Around()),
        ({"cache": {"enabled": False}, "coalesce": {"enabled": False}}, Around(cache=False, coalesce=False)),
        ({"cache": {"ttl": 7}, "budget": {"user_money": 1}}, Around(cache_ttl=7, budget=True)),
    ],
)
def test_what_stands_around_the_engines_is_what_the_settings_say(table: Any, given: Around) -> None:
    assert LLMSettings.model_validate(table).around() == given


async def test_what_is_switched_off_is_not_there() -> None:
    llm: Any = whole(answering(plan("a", a=saying("x y")), CONTEXT), Around(cache=False, coalesce=False))
    assert isinstance(llm._inner, RequiringLLM)
    found, watched = llm.get_cache_stats(), CONTEXT.metrics.get_summary()["cache_stats"]
    assert found["deduplication"] == {"pending_requests": 0, "active_deduplication": 0, "total_saved": 0}
    assert found["response_cache"]["hit_rate"] == found["response_cache"]["hits"] == 0
    assert watched == found


def test_the_engines_are_known_by_the_one_that_hard_questions_go_to_where_they_are_routed() -> None:
    assert Plan("extractive", {}, (), "small", "large").name == "large"
    assert Plan("extractive", {}).name == "extractive"


PICTURE = replace(asked(), messages=(Message("user", "What is this?", images=(Image(b"x", "image/png"),)),))


@pytest.mark.parametrize(
    "made",
    [
        Plan("a", {"a": saying("I see nothing.")}),
        Plan("a", {"a": saying("I see nothing."), "b": saying("Neither do I.")}, ("b",)),
        Plan("a", {"a": saying("I see nothing."), "b": saying("Neither do I.")}, (), "a", "b"),
    ],
)
async def test_a_picture_never_comes_to_an_engine_that_does_not_see(made: Plan) -> None:
    async with whole(answering(made, CONTEXT)) as llm:
        with pytest.raises(EngineRefused, match=r"can not take pictures\. Ask without, or put an engine that can into"):
            await llm.complete(PICTURE)


async def test_a_long_conversation_goes_to_the_large_engine_and_not_to_the_last_resort() -> None:
    def holding(context: int | None, words: str) -> ScriptedLLM:
        llm = ScriptedLLM.saying(words)
        llm.capabilities = Capabilities(context=context)
        return llm

    each = {"small": holding(1000, "small"), "large": holding(100_000, "large"), "spare": holding(None, "spare")}
    long = asked("hi there", Message("assistant", "word " * 2000))
    assert (await arranged(everything(), each, CONTEXT).complete(long)).text == "large"


async def test_an_engine_from_outside_needs_none_of_the_policies_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(EngineSettings):
        engine: str = "scripted"
        replies: tuple[str, ...] = ("from outside",)
        pace_s: float = 0

    async with answering(plan("own", own=Plain()), CONTEXT) as llm:
        assert (await llm.complete(asked())).text == "from outside"
        assert llm.name == "own"


async def test_many_are_left_and_nothing_stays_behind() -> None:
    async with whole(answering(everything(), CONTEXT)) as llm:
        before = asyncio.all_tasks()
        tasks = [asyncio.create_task(llm.complete(asked(f"what is {number}?"))) for number in range(50)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(not isinstance(one, BaseException) for one in results) == 25
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before


async def test_who_comes_after_the_deadline_is_told_so() -> None:
    async with whole(answering(everything(), CONTEXT)) as llm:
        with pytest.raises(EngineTimeout):
            await llm.complete(replace(asked("late"), deadline=CONTEXT.clock.monotonic() - 1))
