import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.limiter import Limiter, Limits
from acore.adapters.llm.policies.budgeting import BudgetingLLM
from acore.adapters.llm.policies.limiting import LimitingLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.llm.terms import Terms
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import ChatRequest, Image, Message, Tool, Usage
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.interfaces import LLM
from acore.testing import LLMContract, ManualClock
from acore.testing.contracts.llm import asked
from tests.unit.adapters.llm.policies.budget_desk import ASKS, PRICE, TERMS, Desk, answer

SCHEMA = '{"type": "object"}'


def conversation(turns: int) -> ChatRequest:
    """Of so many questions and answers, about 100 tokens each, and a question."""
    said = [Message(role, f"{role} {n} " + "word " * 40) for n in range(turns) for role in ("user", "assistant")]
    return replace(asked(), messages=(Message("system", "Be kind."), *said, Message("user", "And now?")))


class TestBudgetingLLM(LLMContract):
    def llm(self) -> LLM:
        return Desk(Cap(10**9), "one two three").llm


@pytest.mark.parametrize(
    ("terms", "own", "sent", "reserved"),
    [
        (Terms(), None, 1024, 1024),
        (Terms(), 50, 50, 50),
        (Terms(longest=4000), None, 4000, 4000),
        (Terms(longest=4000, told=False), None, None, 4000),
        (Terms(longest=4000, told=False), 50, 50, 50),
    ],
)
async def test_the_longest_answer_is_reserved_and_the_engine_is_told_it_unless_it_knows(
    terms: Terms, own: int | None, sent: int | None, reserved: int
) -> None:
    desk = Desk(Cap(10_000), "some words", terms=terms)
    async with aclosing(desk.llm.stream(replace(asked(), max_tokens=own))) as deltas:
        await anext(deltas)
        assert (await desk.reserved()).tokens == ASKS + reserved
    assert [request.max_tokens for request in desk.dear.requests] == [sent]


@pytest.mark.parametrize("scope", [Scope("dm", "ada"), Scope("c", "ada", "g")])
async def test_who_has_no_cap_is_asked_for_as_they_asked(scope: Scope) -> None:
    budget = MemoryBudget({"server": Cap(1) if scope.guild is None else Cap(), "member": Cap()}, ManualClock())
    dear = ScriptedLLM.saying("Hi")
    request = replace(asked(), scope=scope)
    await BudgetingLLM(dear, None, budget, Terms).complete(request)
    assert dear.requests[0] is request


async def test_in_private_a_member_has_a_cap_as_well() -> None:
    budget = MemoryBudget({"server": Cap(), "member": Cap(1)}, ManualClock())
    with pytest.raises(BudgetSpent):
        await BudgetingLLM(ScriptedLLM.saying("Hi"), None, budget, Terms).complete(
            replace(asked(), scope=Scope("dm", "ada"))
        )


@pytest.mark.parametrize(("tokens", "effort"), [(0, "any"), (6_900, "any"), (7_100, "fast")])
async def test_on_the_way_to_the_cap_only_fast_engines_are_asked(tokens: int, effort: str) -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(tokens)
    await desk.llm.complete(asked())
    assert [request.effort for request in desk.dear.requests] == [effort]


async def test_what_is_only_reserved_sends_nobody_to_a_cheaper_engine() -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.budget.reserve(asked().scope, Spending(8_800))
    await desk.llm.complete(asked())
    assert [request.effort for request in desk.dear.requests] == ["any"]


@pytest.mark.parametrize(
    ("spent", "reserved", "why", "reason"),
    [
        (9_100, 0, "spent", "today's budget is nearly spent"),
        (8_950, 0, "large", "this question is larger than what is left of today's budget"),
        (1_000, 8_900, "busy", "what is left of today's budget is set aside for other answers"),
    ],
)
async def test_where_the_day_does_not_allow_it_this_machine_answers_and_says_why(
    spent: int, reserved: int, why: str, reason: str
) -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(spent)
    await desk.budget.reserve(asked().scope, Spending(reserved))
    call = (await desk.llm.complete(asked("x" * 500))).call
    assert call
    assert (call.engine, call.shortage, call.reason, call.cost) == ("local", why, reason, 0)
    assert call.stopgap, "not to be given again when there is more"
    assert not desk.dear.requests


async def test_a_conversation_that_is_more_than_what_is_left_is_shortened_first() -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(8_000)
    call = (await desk.llm.complete(conversation(20))).call
    (request,) = desk.dear.requests
    roles = [message.role for message in request.messages]
    assert roles[:2] == ["system", "user"]
    assert request.messages[-2:] == conversation(20).messages[-2:]
    assert 5 < len(roles) < 20
    assert call
    assert (call.shortage, call.stopgap) == (None, True)
    assert call.reason == "with less of the conversation, for what is left of today's budget"


async def test_at_last_the_question_is_asked_alone() -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(8_850)
    await desk.llm.complete(conversation(20))
    assert [message.text for message in desk.dear.requests[0].messages] == ["Be kind.", "And now?"]


async def test_an_ordinary_conversation_is_answered_by_the_model_several_times_a_day() -> None:
    desk = Desk(Cap(20_000), answer("That is so.", Usage(3_000, 200)))
    for _ in range(5):
        request = conversation(20)
        assert (await desk.llm.complete(request)).call.engine == "dear"  # type: ignore[union-attr]


async def test_a_server_whose_day_is_nearly_spent_is_no_better_off_for_a_members_cap() -> None:
    desk = Desk(Cap(10_000), answer("Hi"))
    await desk.spend(9_500)
    caps = {"server": Cap(10_000), "member": Cap(1_000)}
    desk.budget.caps = caps  # type: ignore[assignment]  # the member's is looked at first
    call = (await desk.llm.complete(replace(conversation(20), max_tokens=50))).call
    assert call
    assert call.engine == "local"


@pytest.mark.parametrize(
    "request_",
    [
        replace(asked(), messages=(Message("user", "What is it?", images=(Image(b"png", "image/png"),)),)),
        replace(asked(), tools=(Tool("roll", "Rolls dice.", SCHEMA),)),
        replace(asked(), response_schema=SCHEMA),
    ],
)
async def test_what_this_machine_can_not_take_is_asked_up_to_the_cap_and_refused_until_tomorrow(
    request_: ChatRequest,
) -> None:
    desk = Desk(Cap(100_000), answer("A cat."))
    await desk.spend(93_000)
    completion = await desk.llm.complete(request_)
    assert completion.text == "A cat."
    await desk.spend(100_000 - (await desk.spent()).tokens - 100)
    with pytest.raises(BudgetSpent) as refusal:
        await desk.llm.complete(request_)
    assert refusal.value.why == "spent"
    assert desk.local
    assert not desk.local.requests


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


async def test_an_engine_that_costs_nothing_is_not_counted() -> None:
    desk = Desk(Cap(10_000), answer("Hi"), terms=Terms(PRICE, free=frozenset({"dear"})))
    completion = await desk.llm.complete(asked())
    assert await desk.spent() == Spending()
    assert completion.call
    assert completion.call.shortage is None


async def test_where_no_engine_costs_anything_there_is_nothing_to_keep() -> None:
    desk = Desk(Cap(10), answer("Hi"), terms=Terms(costs=False))
    assert (await desk.llm.complete(asked())).call.engine == "dear"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cap", "terms", "warned"),
    [
        (Cap(4_023), Terms(), True),
        (Cap(4_024), Terms(), False),
        (Cap(5_000), Terms(longest=4_000), True),
        (Cap(money=4_023.0), TERMS, True),
        (Cap(), TERMS, False),
        (Cap(10), Terms(costs=False), False),
    ],
)
async def test_a_cap_that_hardly_holds_a_question_is_told_at_the_start(cap: Cap, terms: Terms, *, warned: bool) -> None:
    with capture_logs() as logs:
        async with Desk(cap, "Hi", terms=terms).llm:
            pass
    assert [one["event"] for one in logs] == ["budget_below_a_question"] * warned


async def test_both_engines_are_opened_and_closed() -> None:
    opened: list[str] = []

    class Noting(ScriptedLLM):
        async def open(self) -> None:
            opened.append("open")

        async def aclose(self) -> None:
            opened.append("close")

    budget = MemoryBudget({"server": Cap(1), "member": Cap()}, ManualClock())
    async with BudgetingLLM(Noting.saying("a"), Noting.saying("b"), budget, Terms):
        assert opened == ["open", "open"]
    assert opened == ["open", "open", "close", "close"]


async def test_who_leaves_the_line_pays_nothing_and_who_was_asked_does() -> None:
    clock = ManualClock()
    dear = ScriptedLLM.saying("some words", clock=clock, pace_s=10)
    limited = LimitingLLM(dear, Limiter("dear", Limits(concurrent=1), clock), clock)
    budget = MemoryBudget({"server": Cap(), "member": Cap(10**6)}, clock)
    llm = BudgetingLLM(limited, None, budget, lambda: TERMS)
    tasks = [asyncio.create_task(llm.complete(replace(asked(), scope=Scope("c", who)))) for who in ("ada", "ben")]
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(dear.requests) == 1
    for task in reversed(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    spent = {who: (await budget.standing(Scope("c", who)))[0].spent.tokens for who in ("ada", "ben")}
    assert spent["ada"] > 0
    assert spent["ben"] == 0
