"""What is kept of how a reply came about, for those who show it: the truth about who gave it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from acore.adapters.llm.policies.fallback import FallbackLLM
from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.policies.routing import RoutingLLM
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import ChatRequest, Delta
from acore.domain.replies import Question, TurnRecord
from acore.errors import AcoreError, BudgetSpent, EngineUnavailable
from acore.interfaces import LLM, PriceSettings
from acore.services.chat import INSTRUCTIONS
from acore.testing import ManualClock
from tests.unit.services.test_chat import HERE, House, Silent


def gone() -> EngineUnavailable:
    return EngineUnavailable("far answered 503: it is busy.", engine="far", status=503, why="it is busy or starting")


def engine(name: str, *script: Line, model: str | None = None) -> LLM:
    scripted = ScriptedLLM.saying(*script)
    scripted.model = model
    return MeasuringLLM(scripted, name, PriceSettings(), ManualClock())


async def record_of(folder: Path, llm: LLM) -> TurnRecord:
    """Of a question that is answered, or not."""
    house = House(folder, llm=llm)
    try:
        await house.ask("hello there")
    except AcoreError as error:
        failure = str(error)
    else:
        failure = ""
    record = house.turns.latest("general")
    assert record
    assert record.failure == failure
    assert house.metrics.counted("chat.replies", engine=llm.name) == (0 if failure else 1)
    return record


async def test_an_engine_without_a_model_does_not_get_that_of_the_one_it_stands_in_for(tmp_path: Path) -> None:
    llm = FallbackLLM([engine("far", gone(), model="far-1"), engine("extractive", "Hi.")], ManualClock())
    record = await record_of(tmp_path, llm)
    assert (record.engine, record.model) == ("extractive", None)


async def test_an_answer_that_broke_off_leaves_its_route_its_tries_and_the_reason(tmp_path: Path) -> None:
    small = engine("small", [Delta("half "), gone()], model="small-1")
    llm = RoutingLLM(small, engine("large", "Never."), 1.0, clock=ManualClock())
    record = await record_of(tmp_path, llm)
    assert (record.engine, record.model, record.finish) == ("small", "small-1", None)
    assert record.call
    assert (record.call.route, record.call.tries) == ("fast", 1)
    assert record.failure == "far answered 503: it is busy."
    assert (record.used, record.unused) == (0, ())


async def test_where_nobody_answered_it_is_told_who_was_asked(tmp_path: Path) -> None:
    llm = FallbackLLM([engine("far", gone(), model="far-1"), engine("near", gone())], ManualClock())
    record = await record_of(tmp_path, llm)
    assert (record.engine, record.model) == ("far", "far-1")
    assert record.call
    assert record.call.reason == "near could not answer: EngineUnavailable 503: it is busy or starting"
    assert record.first_delta_ms == record.total_ms


async def test_an_answer_that_just_ends_is_one_that_broke_off(tmp_path: Path) -> None:
    record = await record_of(tmp_path, engine("far", [Delta("half ")]))
    assert (record.call, record.failure) == (None, "far stopped in the middle of its answer")


async def test_an_answer_that_is_stopped_leaves_a_record_too(tmp_path: Path) -> None:
    house = House(tmp_path, llm=Silent())
    async with aclosing(house.chat.reply(Question("hello there", HERE, "Ada"))) as parts:
        await anext(parts)
    record = house.turns.latest("general")
    assert record
    assert (record.finish, record.call, record.failure) == (None, None, "It was stopped.")


async def test_a_budget_that_is_spent_is_told_as_the_reason(tmp_path: Path) -> None:
    class Poor(LLM):
        name = "poor"

        async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
            raise BudgetSpent("What your answers may cost today is spent.", kind="member")
            yield Delta("never")

    assert (await record_of(tmp_path, Poor())).failure == "What your answers may cost today is spent."


async def test_an_answer_that_was_withheld_is_a_turn_like_any_other(tmp_path: Path) -> None:
    record = await record_of(tmp_path, engine("far", [Delta(INSTRUCTIONS), Delta(finish="stop")]))
    assert (record.finish, record.failure) == ("withheld", "")
