"""Answers that are none, and cost something all the same: without a word, withheld, or cut off."""

from contextlib import aclosing, suppress
from dataclasses import replace
from random import Random

import pytest
from structlog.testing import capture_logs

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.http_faults import Faults
from acore.adapters.llm.policies.budgeting import BudgetingLLM
from acore.adapters.llm.policies.caching import CachingLLM
from acore.adapters.llm.policies.fallback import FallbackLLM
from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.policies.reporting import ReportingLLM
from acore.adapters.llm.policies.retrying import RetryingLLM
from acore.adapters.llm.policies.routing import RoutingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.token_bounds import request_tokens_at_most
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Delta, ToolCall, Usage, failed_call
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import LLM, FarSide, PriceSettings, RetrySettings
from acore.testing import ManualClock, MemoryCache, MemoryMetrics
from acore.testing.contracts.llm import asked

PRICE = PriceSettings(input=1_000_000, output=1_000_000)
"""One unit of money a token."""
FREE = PriceSettings()
WITHHELD = (Delta(finish="filtered", usage=Usage(30, 12)),)
EMPTY = (Delta(finish="stop", usage=Usage(100, 7)),)
SAID = (Delta("Hi"), Delta(finish="stop", usage=Usage(20, 2)))
GONE = EngineUnavailable("gone", engine="far")


class Eager(ManualClock):
    """Nobody waits between two tries."""

    async def sleep(self, seconds: float) -> None:
        self._elapsed += seconds


def engine(name: str, *script: Line, price: PriceSettings = PRICE, attempts: int = 3) -> LLM:
    clock = Eager()
    scripted = ScriptedLLM.saying(*script)
    scripted.model = f"{name}-1"
    measured = MeasuringLLM(scripted, name, price, clock)
    return RetryingLLM(measured, RetrySettings(attempts=attempts), clock, Random(0))


async def call_of(llm: LLM, request: ChatRequest | None = None) -> Call:
    call = (await llm.complete(request or asked())).call
    assert call
    return call


async def failure_of(llm: LLM) -> tuple[EngineError, Call]:
    with pytest.raises(EngineError) as failed:
        await llm.complete(asked())
    call = failed_call(failed.value)
    assert call
    return failed.value, call


# without a word


@pytest.mark.parametrize("finish", ["stop", "length"])
async def test_an_answer_without_a_word_is_none_and_is_asked_for_again(finish: str) -> None:
    call = await call_of(engine("far", (Delta(finish=finish, usage=Usage(100, 7)),), SAID))  # type: ignore[arg-type]
    assert (call.tries, call.lost, call.cost) == (2, Usage(100, 7), 107 + 22)


async def test_the_next_engine_answers_where_all_tries_are_without_a_word() -> None:
    llm = FallbackLLM([engine("far", EMPTY, EMPTY, EMPTY), engine("near", SAID, price=FREE)], ManualClock())
    call = await call_of(llm)
    assert (call.engine, call.model, call.stopgap) == ("near", "near-1", True)
    assert call.reason == "far could not answer: EngineUnavailable: it answered without a word"
    assert (call.lost, call.cost) == (Usage(300, 21), 321)


async def test_nothing_of_an_answer_without_a_word_is_heard() -> None:
    async with aclosing(engine("far", EMPTY, SAID).stream(asked())) as deltas:
        assert [delta.text async for delta in deltas] == ["Hi", ""]


@pytest.mark.parametrize(
    "script",
    [
        (Delta(tool_call=ToolCall("1", "roll", "{}")), Delta(finish="tool_calls")),
        (Delta(finish="filtered"),),
        (Delta("Hi", finish="stop"),),
    ],
)
async def test_tool_calls_what_was_withheld_and_one_that_comes_whole_are_answers(script: Line) -> None:
    assert (await call_of(engine("far", script))).tries == 1


# what it costs


async def test_what_was_withheld_before_another_answered_is_told_with_its_cost() -> None:
    llm = FallbackLLM([engine("far", WITHHELD), engine("near", SAID)], ManualClock())
    call = await call_of(llm)
    assert (call.engine, call.lost, call.cost) == ("near", Usage(30, 12), 42 + 22)


async def test_where_the_cost_of_one_is_not_known_that_of_all_is_not() -> None:
    llm = FallbackLLM([engine("far", WITHHELD), engine("near", "Hi there")], ManualClock())
    assert (await call_of(llm)).cost is None


async def test_what_failed_and_cost_nothing_changes_nothing() -> None:
    llm = FallbackLLM([engine("far", GONE, attempts=1), engine("near", "Hi there")], ManualClock())
    call = await call_of(llm)
    assert (call.lost, call.cost) == (NO_TOKENS, None)


async def test_an_answer_that_is_given_again_has_lost_nothing() -> None:
    inner = FallbackLLM([engine("far", EMPTY, SAID)], ManualClock())
    llm = CachingLLM(inner, MemoryCache(ManualClock()), RequestKeys(), MemoryMetrics())
    request = replace(asked(), cacheable=True)
    assert (await call_of(llm, request)).lost == Usage(100, 7)
    again = await call_of(llm, request)
    assert (again.cached, again.lost, again.cost) == (True, NO_TOKENS, 0)


@pytest.mark.parametrize(
    ("engines", "spent"),
    [
        ([engine("far", WITHHELD), engine("near", SAID)], 42 + 22),
        ([engine("far", WITHHELD), engine("free", "from this machine", price=FREE)], 42),
        ([engine("far", EMPTY, SAID)], 107 + 22),
        ([engine("far", EMPTY, EMPTY, EMPTY), engine("near", GONE, attempts=1)], 321),
        ([engine("far", EMPTY, EngineRefused("no", engine="far"))], 107),
    ],
)
async def test_the_budget_is_charged_with_what_came_to_nothing(engines: list[LLM], spent: int) -> None:
    clock = ManualClock()
    budget = MemoryBudget({"server": Cap(100_000, 100_000.0), "member": Cap()}, clock)
    terms = Terms(PRICE, free=frozenset({"free"}))
    llm = BudgetingLLM(FallbackLLM(engines, clock), None, budget, lambda: terms)
    with suppress(EngineUnavailable, EngineRefused):
        await llm.complete(asked())
    (server,) = await budget.standing(asked().scope)
    assert server.spent == Spending(spent, spent)


def thinking(error: EngineError, thought: int) -> EngineError:
    error.thought = thought
    return error


BROKE, LATE = EngineUnavailable("broke off", engine="far"), EngineTimeout("too late", engine="far")
ASKS = request_tokens_at_most(asked())


@pytest.mark.parametrize("error", [BROKE, LATE])
@pytest.mark.parametrize(
    ("follows", "more"), [([], 0), ([engine("near", SAID)], 22), ([engine("near", GONE, attempts=1)], 0)]
)
async def test_what_was_thought_before_an_answer_broke_off_is_charged_once(
    error: EngineError, follows: list[LLM], more: int
) -> None:
    engines = [engine("far", thinking(error, 50), attempts=1), *follows]
    await test_the_budget_is_charged_with_what_came_to_nothing(engines, ASKS + 50 + more)


async def test_each_try_that_thought_is_charged_and_none_beyond_the_longest_answer() -> None:
    llm = engine("far", thinking(BROKE, 50), SAID)
    assert (await call_of(llm)).lost == Usage(ASKS, 50)
    llm = engine("far", thinking(BROKE, 50), thinking(BROKE, 50), SAID)
    assert (await call_of(llm, replace(asked(), max_tokens=9))).lost == Usage(2 * ASKS, 18)


async def test_of_an_answer_that_had_begun_its_thoughts_are_not_charged_beside_its_words() -> None:
    _, call = await failure_of(engine("far", (Delta("half "), thinking(BROKE, 50))))
    assert call.lost == NO_TOKENS


# what is told of one that failed


async def test_an_answer_that_broke_off_tells_its_way() -> None:
    small = engine("small", GONE, GONE, [Delta("half "), GONE])
    llm = RoutingLLM(small, engine("large", "never asked"))
    error, call = await failure_of(llm)
    assert error.engine == "far"
    assert (call.engine, call.model, call.route, call.tries) == ("small", "small-1", "fast", 3)
    assert call.reason.startswith("scores ")
    assert call.cost is None


async def test_where_nobody_answers_the_first_one_and_why_the_others_could_not_is_told() -> None:
    llm = FallbackLLM([engine("far", GONE, GONE), engine("near", EngineRefused("no", engine="near"))], ManualClock())
    _, call = await failure_of(llm)
    assert (call.engine, call.tries) == ("far", 3)
    assert call.reason == "near could not answer: EngineRefused"


async def test_the_log_tells_who_broke_off() -> None:
    llm = RoutingLLM(engine("small", [Delta("half "), GONE]), engine("large", "never asked"))
    reporting = ReportingLLM(llm, MemoryMetrics(), ManualClock(), {})
    with capture_logs() as logs, pytest.raises(EngineUnavailable):
        async with aclosing(reporting.stream(asked())) as deltas:
            async for _ in deltas:
                pass
    (told,) = [log for log in logs if log["event"] == "llm_answered"]
    assert (told["engine"], told["model"], told["route"], told["how"]) == ("small", "small-1", "fast", "cut off")
    assert told["tries"] == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (503, "it is busy or starting"),
        (401, "it does not take the API key"),
        (429, "it takes no more requests just now"),
    ],
)
async def test_the_log_tells_the_status_and_the_reason_but_no_words_of_the_server(status: int, reason: str) -> None:
    error = Faults(FarSide(engine="far", base_url="http://far.lan")).of_status(status, {}, b'{"error": "my secret"}')
    llm = FallbackLLM([engine("far", error, attempts=1), engine("near", SAID)], ManualClock())
    with capture_logs() as logs:
        call = await call_of(llm)
    (told,) = logs
    assert (told["event"], told["engine"], told["status"], told["reason"]) == ("llm_fell_back", "far", status, reason)
    assert call.reason == f"far could not answer: {type(error).__name__} {status}: {reason}"
    assert "secret" not in str(logs)


async def test_a_question_that_goes_up_tells_why_as_well() -> None:
    error = Faults(FarSide(engine="small", base_url="http://far.lan")).of_status(500, {}, b"")
    llm = RoutingLLM(engine("small", error, attempts=1), engine("large", SAID))
    with capture_logs() as logs:
        await call_of(llm)
    assert [(log["event"], log["status"], log["reason"]) for log in logs] == [("llm_escalated", 500, "it failed")]
