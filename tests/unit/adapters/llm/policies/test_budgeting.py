import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.llm.openai_wire import body_of
from acore.adapters.llm.policies.budgeting import BudgetingLLM, _most_tokens
from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import ChatRequest, Delta, Image, Message, Tool, ToolCall, Usage
from acore.domain.knowledge import Passage, Source
from acore.domain.scope import Scope
from acore.errors import BudgetSpent, EngineUnavailable
from acore.interfaces import LLM, PriceSettings
from acore.testing import LLMContract, ManualClock
from acore.testing.contracts.llm import asked

PRICE = PriceSettings(input=1_000_000, output=1_000_000)
"""One unit of money a token."""


class Desk:
    """A budget, the model that costs, and the one that does not."""

    def __init__(self, cap: Cap, *script: Any, local: bool = True) -> None:
        self.clock = ManualClock()
        self.budget = MemoryBudget({"server": cap, "member": Cap()}, self.clock)
        self.dear = ScriptedLLM.saying(*script)
        self.local = ScriptedLLM.saying("from this machine") if local else None
        inner = MeasuringLLM(self.dear, "dear", PRICE, self.clock)
        free = MeasuringLLM(self.local, "local", PriceSettings(), self.clock) if self.local else None
        self.llm = BudgetingLLM(inner, free, self.budget, lambda: PRICE)

    async def spent(self) -> Spending:
        (server,) = await self.budget.standing(asked().scope)
        return server.spent

    async def spend(self, tokens: int) -> None:
        await self.budget.settle(await self.budget.reserve(asked().scope, Spending(tokens)), Spending(tokens))


def answer(text: str, used: Usage | None = None) -> tuple[Delta, ...]:
    return (Delta(text), Delta(finish="stop", usage=used))


class TestBudgetingLLM(LLMContract):
    def llm(self) -> LLM:
        return Desk(Cap(10**9), "one two three").llm


async def test_what_an_answer_really_cost_is_settled() -> None:
    desk = Desk(Cap(10_000, 10_000.0), answer("Hi", Usage(30, 12)))
    await desk.llm.complete(asked())
    assert await desk.spent() == Spending(42, 42.0)
    assert await desk.budget.used(asked().scope) == 42 / 10_000, "nothing stays reserved"


async def test_the_longest_answer_is_part_of_the_request_so_that_no_answer_costs_more() -> None:
    desk = Desk(Cap(10_000), answer("Hi"), answer("Hi"))
    await desk.llm.complete(asked())
    await desk.llm.complete(replace(asked(), max_tokens=50))
    assert [request.max_tokens for request in desk.dear.requests] == [1024, 50]


async def test_an_answer_that_is_left_or_fails_is_settled_by_what_was_said() -> None:
    down = EngineUnavailable("down", engine="dear")
    desk = Desk(Cap(10_000), "some words that are left", (Delta("half "), down), (down,))
    async with aclosing(desk.llm.stream(asked())) as deltas:
        await anext(deltas)
    left = (await desk.spent()).tokens
    assert 0 < left < 200
    with pytest.raises(EngineUnavailable):
        await desk.llm.complete(asked())
    assert (await desk.spent()).tokens > left
    before = (await desk.spent()).tokens
    with pytest.raises(EngineUnavailable):
        await desk.llm.complete(asked())
    assert (await desk.spent()).tokens == before, "nothing was said"
    assert await desk.budget.used(asked().scope) == before / 10_000


@pytest.mark.parametrize(("tokens", "effort"), [(0, "any"), (6_900, "any"), (7_100, "fast")])
async def test_on_the_way_to_the_cap_only_fast_engines_are_asked(tokens: int, effort: str) -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(tokens)
    await desk.llm.complete(asked())
    assert [request.effort for request in desk.dear.requests] == [effort]


@pytest.mark.parametrize("tokens", [9_100, 8_950])
async def test_near_the_cap_this_machine_answers_and_says_why(tokens: int) -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(tokens)
    *_, last = [delta async for delta in desk.llm.stream(asked("x" * 500))]
    assert last.call
    assert (last.call.engine, last.call.reason) == ("local", "today's budget is nearly spent")
    assert not desk.dear.requests


async def test_without_an_engine_of_this_machine_it_says_that_the_budget_is_spent_until_tomorrow() -> None:
    desk = Desk(Cap(1_500), answer("Hi", Usage(500, 500)), answer("Hi"), local=False)
    await desk.llm.complete(asked())
    with pytest.raises(BudgetSpent):
        await desk.llm.complete(asked())
    await desk.clock.advance(24 * 3600)
    await desk.llm.complete(asked())


async def test_two_hundred_at_once_are_never_over_the_cap() -> None:
    desk = Desk(Cap(100_000), answer("Hi", Usage(20, 1000)), local=False)
    results = await asyncio.gather(*(desk.llm.complete(asked()) for _ in range(200)), return_exceptions=True)
    answered = [one for one in results if not isinstance(one, BaseException)]
    assert 0 < len(answered) < 200
    assert all(isinstance(one, BudgetSpent) for one in results if isinstance(one, BaseException))
    assert (await desk.spent()).tokens == 1_020 * len(answered) <= 100_000


async def test_both_engines_are_opened_and_closed() -> None:
    opened: list[str] = []

    class Noting(ScriptedLLM):
        async def open(self) -> None:
            opened.append("open")

        async def aclose(self) -> None:
            opened.append("close")

    budget = MemoryBudget({"server": Cap(1), "member": Cap()}, ManualClock())
    async with BudgetingLLM(Noting.saying("a"), Noting.saying("b"), budget, lambda: PRICE):
        assert opened == ["open", "open"]
    assert opened == ["open", "open", "close", "close"]


TEXTS = st.text(max_size=60) | st.sampled_from(["é" * 99, "</passage><passage number='1'>", "🎉" * 9, "x\n" * 20])
MESSAGES = st.builds(
    Message,
    role=st.sampled_from(["system", "user", "assistant"]),
    text=TEXTS,
    author=st.none() | TEXTS,
    tool_calls=st.lists(st.builds(ToolCall, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
)
REQUESTS = st.builds(
    ChatRequest,
    messages=st.lists(MESSAGES, min_size=1, max_size=4).map(tuple),
    scope=st.just(Scope("c", "u")),
    passages=st.lists(st.builds(Passage, TEXTS, st.builds(Source, TEXTS, TEXTS), st.just(1.0)), max_size=3).map(tuple),
    tools=st.lists(st.builds(Tool, TEXTS, TEXTS, st.just('{"type":"object"}')), max_size=2).map(tuple),
    response_schema=st.none() | st.just('{"type":"object"}'),
)


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_a_request_has_no_more_tokens_than_are_reserved_for_it_if_each_has_one_byte(request: ChatRequest) -> None:
    body = body_of(request, "tiny", {})
    shown = [message["content"] for message in body["messages"]] + [request.response_schema or ""]
    shown += [
        part
        for message in body["messages"]
        for call in message.get("tool_calls", ())
        for part in (call["id"], *call["function"].values())
    ]
    for tool in body.get("tools", ()):
        told = tool["function"]
        shown += [told["name"], told["description"], orjson.dumps(told["parameters"]).decode()]
    assert _most_tokens(request) >= sum(len(text.encode("utf-8", "replace")) for text in shown)


def test_a_picture_is_more_than_the_words_beside_it() -> None:
    seen = replace(asked().messages[-1], images=(Image(b"png", "image/png"),))
    assert _most_tokens(replace(asked(), messages=(seen,))) > _most_tokens(asked()) + 2000


async def test_an_answer_that_is_nothing_but_a_tool_call_costs_something_where_the_server_does_not_count() -> None:
    call = ToolCall("1", "roll", '{"sides": 6}')
    desk = Desk(Cap(10_000), (Delta(tool_call=call), Delta(finish="tool_calls")))
    await desk.llm.complete(asked())
    assert (await desk.spent()).tokens > 0
