"""What is counted for an answer, however it ends."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from acore.domain.budgets import Cap, Spending
from acore.domain.chat import Delta, ToolCall, Usage
from acore.errors import BudgetSpent, EngineTimeout, EngineUnavailable
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.budget_desk import ASKS, Desk, answer


async def test_what_an_answer_really_cost_is_settled() -> None:
    desk = Desk(Cap(10_000, 10_000.0), answer("Hi", Usage(30, 12)))
    await desk.llm.complete(asked())
    assert await desk.spent() == Spending(42, 42.0)
    assert await desk.reserved() == Spending()


async def test_what_it_cost_beyond_the_reservation_is_settled_too() -> None:
    desk = Desk(Cap(10_000), answer("Hi", Usage(ASKS + 500, 5_000)))
    await desk.llm.complete(asked())
    assert (await desk.spent()).tokens == ASKS + 5_500


async def test_an_answer_that_is_left_is_settled_by_what_was_asked_and_every_byte_that_was_said() -> None:
    desk = Desk(Cap(10_000), (Delta("日本"), Delta("語"), Delta(finish="stop")))
    async with aclosing(desk.llm.stream(asked())) as deltas:
        await anext(deltas)
    assert (await desk.spent()).tokens == ASKS + 6
    assert await desk.reserved() == Spending()


async def test_one_that_is_left_before_its_first_word_has_cost_the_question() -> None:
    desk = Desk(Cap(10_000), "late", pace_s=50)
    asking = asyncio.create_task(desk.llm.complete(asked()))
    await desk.clock.advance(20)
    asking.cancel()
    await asyncio.wait([asking])
    assert len(desk.dear.requests) == 1
    assert (await desk.spent()).tokens == ASKS


@pytest.mark.parametrize(
    ("script", "tokens"),
    [
        ((Delta("half "), EngineUnavailable("down", engine="dear")), ASKS + 5),
        (EngineUnavailable("down", engine="dear"), 0),
        (EngineTimeout("slow", engine="dear"), ASKS),
    ],
)
async def test_one_that_fails_has_cost_what_was_said_and_one_that_was_too_slow_the_question(
    script: Any, tokens: int
) -> None:
    desk = Desk(Cap(10_000), script)
    with pytest.raises(EngineUnavailable):
        await desk.llm.complete(asked())
    assert (await desk.spent()).tokens == tokens
    assert await desk.reserved() == Spending()


async def test_where_the_server_does_not_count_no_more_is_settled_than_was_reserved() -> None:
    desk = Desk(Cap(10_000), answer("日本語" * 100))
    completion = await desk.llm.complete(replace(asked(), max_tokens=200))
    assert await desk.spent() == Spending(ASKS + 200, ASKS + 200)
    assert completion.call
    assert completion.call.cost == ASKS + 200, "what is counted is told"


async def test_servers_that_do_not_count_keep_the_cap_as_well() -> None:
    desk = Desk(Cap(20_000), answer("日本語の答えです。" * 111), local=False)
    said = 0
    with pytest.raises(BudgetSpent):
        while True:
            await desk.llm.complete(asked("日本語で説明してください。" * 20))
            said += 1_000 + 260
    assert 5_000 < said <= 20_000


async def test_an_answer_that_is_nothing_but_a_tool_call_costs_something_where_the_server_does_not_count() -> None:
    call = ToolCall("1", "roll", '{"sides": 6}')
    desk = Desk(Cap(10_000), (Delta(tool_call=call), Delta(finish="tool_calls")))
    await desk.llm.complete(asked())
    assert (await desk.spent()).tokens > 0
