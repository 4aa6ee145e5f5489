import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import pytest
from structlog.testing import capture_logs

from acore.adapters.llm.policies.reporting import ReportingLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import Call, Delta, Usage
from acore.errors import BudgetSpent, EngineUnavailable
from acore.interfaces import LLM
from acore.testing import LLMContract, ManualClock, MemoryMetrics
from acore.testing.contracts.llm import asked

CALL = Call("big", "m1", "strong", "scores 0.70", tries=2, queued_s=0.5, first_delta_s=0.25, cost=0.1)


def reporting(*script: object, metrics: MemoryMetrics | None = None) -> ReportingLLM:
    lines: tuple[object, ...] = script
    inner = ScriptedLLM.saying(*lines)  # type: ignore[arg-type]
    return ReportingLLM(inner, metrics or MemoryMetrics(), ManualClock(), {"deduplication": lambda: {"total_saved": 3}})


class TestReportingLLM(LLMContract):
    def llm(self) -> LLM:
        return reporting("one two three")


async def test_one_event_tells_how_an_answer_was_had_and_none_of_its_words() -> None:
    metrics = MemoryMetrics()
    llm = reporting((Delta("secret words"), Delta(finish="stop", usage=Usage(7, 3), call=CALL)), metrics=metrics)
    with capture_logs() as logs:
        *_, last = [delta async for delta in llm.stream(asked("a secret question"))]
    assert last.call == CALL
    (event,) = [one for one in logs if one["event"] == "llm_answered"]
    told = {key: event[key] for key in ("engine", "model", "route", "reason", "how", "tries", "queued_ms", "cost")}
    assert told == {
        "engine": "big", "model": "m1", "route": "strong", "reason": "scores 0.70",
        "how": "asked", "tries": 2, "queued_ms": 500.0, "cost": 0.1,
    }  # fmt: skip
    assert (event["input_tokens"], event["output_tokens"], event["first_delta_ms"]) == (7, 3, 250.0)
    assert "secret" not in str(logs)
    assert metrics.counted("llm.calls", engine="big", route="strong", how="asked") == 1
    assert metrics.counted("llm.output_tokens", engine="big") == 3
    assert metrics.counted("llm.cost", engine="big") == 0.1


@pytest.mark.parametrize(("call", "how"), [({"cached": True}, "cached"), ({"coalesced": True}, "shared")])
async def test_what_was_not_asked_for_is_not_counted_as_tokens(call: dict[str, bool], how: str) -> None:
    metrics = MemoryMetrics()
    llm = reporting((Delta("Hi"), Delta(finish="stop", usage=Usage(7, 3), call=Call("big", **call))), metrics=metrics)  # type: ignore[arg-type]
    assert [delta async for delta in llm.stream(asked())]
    assert metrics.counted("llm.calls", engine="big", route="direct", how=how) == 1
    assert metrics.counted("llm.input_tokens", engine="big") == 0


async def test_a_failure_is_counted_by_its_kind_and_raised() -> None:
    metrics = MemoryMetrics()
    llm = reporting(EngineUnavailable("down", engine="big"), metrics=metrics)
    with pytest.raises(EngineUnavailable):
        await llm.complete(asked())
    assert metrics.counted("llm.failures", engine="big", kind="EngineUnavailable") == 1


def test_the_numbers_of_the_policies_inside_are_at_hand() -> None:
    assert reporting("x").get_cache_stats() == {"deduplication": {"total_saved": 3}}


async def test_a_whole_answer_is_told_of_as_one_in_pieces_is() -> None:
    metrics = MemoryMetrics()
    llm = reporting((Delta("Hi"), Delta(finish="stop", usage=Usage(7, 3), call=CALL)), metrics=metrics)
    with capture_logs() as logs:
        whole = await llm.complete(asked())
    assert (whole.text, whole.call) == ("Hi", CALL)
    assert [one["engine"] for one in logs if one["event"] == "llm_answered"] == ["big"]
    assert metrics.counted("llm.output_tokens", engine="big") == 3


async def test_a_whole_answer_always_carries_a_call() -> None:
    assert (await reporting("x").complete(asked())).call == Call("scripted")


def unended(logs: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    return [tuple(event[key] for key in ("event", "engine", "how", "finish")) for event in logs]


async def test_an_answer_that_was_cut_off_is_told_of_as_that() -> None:
    metrics = MemoryMetrics()
    llm = reporting((Delta("Hi"),), metrics=metrics)
    with capture_logs() as logs:
        assert (await llm.complete(asked())).text == "Hi"
        assert [delta.text async for delta in llm.stream(asked())] == ["Hi"]
    assert unended(logs) == [("llm_answered", "scripted", "cut off", None)] * 2
    assert metrics.counted("llm.calls", engine="scripted", route="direct", how="cut off") == 2


async def test_an_answer_that_was_left_is_told_of_as_that() -> None:
    metrics = MemoryMetrics()
    clock = ManualClock()
    slow = ScriptedLLM.saying("one two", clock=clock, pace_s=1)
    llm = ReportingLLM(slow, metrics, clock, {})
    with capture_logs() as logs:
        closed: AsyncGenerator[Delta, None] = llm.stream(asked())
        reading = asyncio.ensure_future(anext(closed))
        whole = asyncio.create_task(llm.complete(asked()))
        cancelled = asyncio.create_task(drain(llm))
        await clock.advance(1)
        await reading
        await closed.aclose()
        for task in (whole, cancelled):
            task.cancel()
        await asyncio.wait([whole, cancelled])
    assert unended(logs) == [("llm_answered", "scripted", "left", None)] * 3
    assert {event["total_ms"] for event in logs} == {1000.0}
    assert metrics.counted("llm.calls", engine="scripted", route="direct", how="left") == 3


async def drain(llm: ReportingLLM) -> list[Delta]:
    async with aclosing(llm.stream(asked())) as deltas:
        return [delta async for delta in deltas]


async def test_an_answer_that_is_left_after_its_end_was_given() -> None:
    stream: AsyncGenerator[Delta, None] = reporting((Delta(finish="stop", call=CALL),)).stream(asked())
    with capture_logs() as logs:
        await anext(stream)
        await stream.aclose()
    assert [event["how"] for event in logs] == ["asked"]


async def test_a_budget_that_is_spent_is_counted_as_a_failure() -> None:
    metrics = MemoryMetrics()
    llm = reporting(BudgetSpent("spent", kind="member"), metrics=metrics)
    for answer in (llm.complete(asked()), drain(llm)):
        with pytest.raises(BudgetSpent):
            await answer
    assert metrics.counted("llm.failures", engine="scripted", kind="BudgetSpent") == 2


async def test_an_answer_that_fails_in_the_middle_is_told_of_as_cut_off() -> None:
    metrics = MemoryMetrics()
    error = EngineUnavailable("gone", engine="scripted")
    with capture_logs() as logs, pytest.raises(EngineUnavailable):
        await reporting([Delta("half"), error], metrics=metrics).complete(asked())
    with capture_logs() as more, pytest.raises(EngineUnavailable):
        async with aclosing(reporting([Delta("half"), error], metrics=metrics).stream(asked())) as deltas:
            async for _ in deltas:
                pass
    assert unended(more) == [("llm_answered", "scripted", "cut off", None)]
    assert len(logs) <= 1
