import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

import pytest

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.scripted import Line
from acore.domain.chat import Call, ChatRequest, Delta, Message, ToolCall, Usage
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import LLM
from acore.testing import LLMContract, ManualClock, MemoryCache
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.houses import Failing, Keeping

DOWN = EngineUnavailable("down", engine="cache")
STOP = Delta(finish="stop")


def may(text: str = "Tell me about the moon.", *past: Message) -> ChatRequest:
    """A request that may be answered with an earlier answer."""
    return replace(asked(text, *past), cacheable=True)


class CachedOnly(Policy):
    """Makes every request one that may be cached, and asks it beforehand."""

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        allowed = replace(request, cacheable=True)
        await self._inner.complete(allowed)
        async with aclosing(self._inner.stream(allowed)) as deltas:
            async for delta in deltas:
                yield delta


class TestCaching(LLMContract):
    def llm(self) -> LLM:
        return Keeping("The moon is far away.").llm


class TestCachingHits(LLMContract):
    def llm(self) -> LLM:
        return CachedOnly(Keeping("The moon is far away.").llm)


async def test_the_same_question_twice_is_one_call() -> None:
    house = Keeping("one answer", "another")
    first = await house.heard(may())
    second = await house.heard(may())
    assert (first, house.calls) == (second, 1)
    assert (house.llm.stats.hits, house.llm.stats.misses, house.llm.stats.hit_rate) == (1, 1, 50)
    assert house.llm.stats.entries == 1


async def test_an_answer_is_given_again_whole_as_well_as_in_pieces() -> None:
    house = Keeping("one answer")
    whole = await house.llm.complete(may())
    assert whole == await house.llm.complete(may())
    assert whole.text == "".join(delta.text for delta in await house.heard(may()))
    assert house.calls == 1


async def test_a_question_that_does_not_say_so_is_never_answered_from_the_cache() -> None:
    house = Keeping("a", "b", "c")
    await house.heard(may())
    assert [(await house.llm.complete(asked())).text for _ in range(2)] == ["b", "c"]
    assert (house.llm.stats.misses, house.llm.stats.entries) == (1, 1)


async def test_the_last_delta_says_that_the_answer_cost_nothing() -> None:
    call = Call("paid", "large", route="strong", reason="code", tries=2, queued_s=3, first_delta_s=4, cost=5)
    house = Keeping([Delta("yes"), Delta(finish="stop", usage=Usage(3, 1), call=replace(call, coalesced=True))])
    assert (await house.heard(may()))[-1].call == replace(call, coalesced=True)
    again = (await house.heard(may()))[-1]
    assert again.call == replace(call, cached=True, tries=0, queued_s=0, first_delta_s=None, cost=0)
    assert again.usage == Usage(3, 1)


async def test_an_engine_that_tells_nothing_is_named() -> None:
    house = Keeping("yes")
    house.model.model = "tiny"
    await house.heard(may())
    assert (await house.heard(may()))[-1].call == Call("scripted", "tiny", cached=True, tries=0)


async def test_an_answer_is_given_for_its_time() -> None:
    house = Keeping("old", "new", ttl=300)
    await house.heard(may())
    await house.clock.advance(299)
    assert (await house.llm.complete(may())).text == "old"
    await house.clock.advance(2)
    assert (await house.llm.complete(may())).text == "new"


@pytest.mark.parametrize(
    "other",
    [
        replace(may(), scope=Scope("general", "ada", "other")),
        replace(may(), scope=Scope("general", "bob", "guild")),
        replace(may(), scope=Scope("random", "ada", "guild")),
        replace(may(), temperature=0.5),
        may("Tell me about the sun."),
        may("Tell me about the moon.", Message("system", "Be brief.")),
    ],
)
async def test_nobody_gets_the_answer_to_another_question_or_from_another_place(other: ChatRequest) -> None:
    house = Keeping("mine", "other")
    await house.heard(may())
    assert (await house.llm.complete(other)).text == "other"


async def test_another_model_gives_its_own_answer() -> None:
    house = Keeping("small", "large")
    house.model.model = "7b"
    await house.heard(may())
    house.model.model = "70b"
    assert (await house.llm.complete(may())).text == "large"
    house.model.model = "7b"
    assert (await house.llm.complete(may())).text == "small"


async def test_a_model_that_changes_while_the_cache_is_asked_is_kept_under_its_own_name() -> None:
    class Slow(MemoryCache):
        async def get(self, key: bytes) -> bytes | None:
            found = await super().get(key)
            house.model.model = "70b"
            return found

    house = Keeping("large", "small", cache=Slow(ManualClock()))
    house.model.model = "7b"
    await house.heard(may())
    house.model.model = "7b"
    assert (await house.llm.complete(may())).text == "small"


UNKEPT: list[Line] = [
    DOWN,
    EngineRefused("no", engine="scripted"),
    [Delta("half"), DOWN],
    [Delta("half")],
    [Delta("cut"), Delta(finish="length")],
    [Delta("bad"), Delta(finish="filtered")],
    [STOP],
    [Delta(" \n"), STOP],
    [Delta("early"), STOP, Delta("late")],
    [Delta("twice"), STOP, STOP],
    [Delta("after its end"), STOP, DOWN],
    [],
]


@pytest.mark.parametrize("line", UNKEPT)
async def test_what_is_no_whole_answer_is_not_kept(line: Line) -> None:
    house = Keeping(line, "whole")
    await asyncio.gather(house.heard(may()), return_exceptions=True)
    assert house.llm.stats.entries == 0
    assert (await house.llm.complete(may())).text == "whole"
    assert house.calls == 2


async def test_errors_reach_the_one_who_asks() -> None:
    house = Keeping([Delta("half"), DOWN], EngineRefused("no", engine="scripted"))
    with pytest.raises(EngineUnavailable):
        await house.heard(may())
    with pytest.raises(EngineRefused):
        await house.llm.complete(may())


async def test_an_answer_that_is_left_in_the_middle_is_not_kept() -> None:
    house = Keeping("one two three")
    async with aclosing(house.llm.stream(may())) as deltas:
        await anext(deltas)
    assert (house.llm.stats.entries, house.model.closed) == (0, 1)


async def test_a_tool_call_is_an_answer() -> None:
    call = ToolCall("1", "add", '{"a": 1}')
    house = Keeping([Delta(tool_call=call), Delta(finish="tool_calls")])
    first = await house.heard(may())
    assert await house.heard(may()) == first
    assert (first[0].tool_call, house.calls) == (call, 1)


@pytest.mark.parametrize("failing", [("get",), ("put",), ("get", "put")])
async def test_a_cache_that_fails_is_an_empty_one(failing: tuple[str, ...]) -> None:
    cache = Failing(ManualClock())
    cache.failing = failing
    house = Keeping("a", "b", cache=cache)
    assert [(await house.llm.complete(may())).text for _ in range(2)] == ["a", "b"]
    assert (house.llm.stats.misses, house.failures) == (2, 2 * len(failing))
    cache.failing = ()
    await house.heard(may())
    await house.heard(may())
    assert house.llm.stats.hits > 0


async def test_two_that_miss_at_once_are_both_answered() -> None:
    house = Keeping("a", "b")
    answers = await asyncio.gather(*(house.llm.complete(may()) for _ in range(2)))
    assert [answer.text for answer in answers] == ["a", "b"]
    assert (await house.llm.complete(may())).text == "b"


async def test_the_answer_of_a_stand_in_is_not_given_again() -> None:
    stand_in = Delta(finish="stop", call=Call("spare", stopgap=True))
    house = Keeping([Delta("I do not know."), stand_in], "The moon is far away.")
    assert (await house.llm.complete(may())).text == "I do not know."
    assert (await house.llm.complete(may())).text == "The moon is far away."
    assert (await house.llm.complete(may())).text == "The moon is far away."
    assert house.calls == 2
