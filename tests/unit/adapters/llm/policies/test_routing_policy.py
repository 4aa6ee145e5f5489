from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from acore.adapters.llm.policies.routing import RoutingLLM
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import Call, Capabilities, ChatRequest, Delta, Image, Message, Tool
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, InvalidInput
from acore.interfaces import LLM
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked

EASY = asked("hi there")
HARD = asked("prove that every finite integral domain is a field, and say why each step is needed")
PICTURE = ChatRequest(
    messages=(Message("user", "hi", images=(Image(b"x", "image/png"),)),), scope=Scope("general", "ada")
)
TOOLS = replace(EASY, tools=(Tool("look_up", "Looks up.", "{}"),))
HARD_TOOLS = replace(HARD, tools=TOOLS.tools)
SCHEMA = replace(EASY, response_schema="{}")
LONG = replace(EASY, messages=(Message("assistant", "word " * 1000), *EASY.messages))
DOWN = EngineUnavailable("no", engine="small")
REFUSED = EngineRefused("no", engine="small")


class Named(ScriptedLLM):
    """A scripted model with a name and with faults of its own."""

    opening: Exception | None = None
    pinging: Exception | None = None
    closing: Exception | None = None
    is_open = False

    async def open(self) -> None:
        if self.opening:
            raise self.opening
        self.is_open = True

    async def ping(self) -> None:
        if self.pinging:
            raise self.pinging

    async def aclose(self) -> None:
        self.is_open = False
        if self.closing:
            raise self.closing


def engine(name: str, *script: Line, **can: object) -> Named:
    llm = Named.saying(*script or (f"said by {name}",))
    llm.name, llm.model = name, f"{name}-1"
    llm.capabilities = Capabilities(**can)  # type: ignore[arg-type]  # plain values
    return llm


async def last(llm: LLM, request: ChatRequest) -> tuple[str, Call]:
    """The answer, and how it was had."""
    async with aclosing(llm.stream(request)) as deltas:
        heard = [delta async for delta in deltas]
    assert heard[-1].call
    assert all(delta.call is None for delta in heard[:-1])
    return "".join(delta.text for delta in heard), heard[-1].call


class TestRouting(LLMContract):
    def llm(self) -> LLM:
        self.engines = [engine(name, "The moon is far away.") for name in ("small", "large")]
        small, large = self.engines
        return RoutingLLM(small, large)

    def at_work(self, _llm: LLM) -> int:
        return sum(each.at_work for each in self.engines)


@pytest.mark.parametrize(("request_", "route", "name"), [(EASY, "fast", "small"), (HARD, "strong", "large")])
async def test_the_score_decides_and_is_told(request_: ChatRequest, route: str, name: str) -> None:
    text, call = await last(RoutingLLM(engine("small"), engine("large")), request_)
    assert text == f"said by {name}"
    assert (call.engine, call.model, call.route) == (name, f"{name}-1", route)
    assert call.reason.startswith("scores ")
    assert "prove" not in call.reason


async def test_the_threshold_can_be_moved() -> None:
    assert RoutingLLM(engine("small"), engine("large"), 0).route(EASY).name == "strong"
    assert RoutingLLM(engine("small"), engine("large"), 1).route(HARD).name == "fast"


async def test_what_the_engine_said_about_the_call_is_kept() -> None:
    told: Sequence[Delta] = (Delta("a"), Delta(finish="stop", call=Call("inner", tries=2, reason="second try")))
    _, call = await last(RoutingLLM(engine("small", told), engine("large")), EASY)
    assert (call.engine, call.tries, call.route) == ("inner", 2, "fast")
    assert call.reason.endswith("; second try")


@pytest.mark.parametrize(
    ("can", "request_", "lacks"),
    [
        ({"vision": True}, PICTURE, "pictures"),
        ({"tools": True}, TOOLS, "tools"),
        ({"tools": True}, HARD_TOOLS, "tools"),
        ({"json_schema": True}, SCHEMA, "a schema"),
    ],
)
async def test_what_only_one_can_take_goes_to_it_however_hard(
    can: dict[str, bool], request_: ChatRequest, lacks: str
) -> None:
    routed = RoutingLLM(engine("small"), engine("large", **can)).route(request_)
    assert routed == ("strong", f"small does not take {lacks}")
    routed = RoutingLLM(engine("small", **can), engine("large")).route(request_)
    assert routed == ("fast", f"large does not take {lacks}")


async def test_a_conversation_too_long_for_the_small_one_goes_to_the_large_one() -> None:
    llm = RoutingLLM(engine("small", context=1000), engine("large", context=8000))
    assert llm.route(LONG) == ("strong", "small does not take so much text")
    assert llm.route(EASY).name == "fast"
    assert llm.route(replace(EASY, max_tokens=2000)).name == "strong"


async def test_what_goes_on_from_a_hard_question_is_hard() -> None:
    llm = RoutingLLM(engine("small"), engine("large"))
    after = asked("and for three of them?", *HARD.messages, Message("assistant", "Done."))
    assert llm.route(asked("and for three of them?")).name == "fast"
    assert llm.route(after).name == "strong"


async def test_a_request_without_a_question_is_easy() -> None:
    llm = RoutingLLM(engine("small"), engine("large"))
    assert llm.route(replace(EASY, messages=(Message("system", "Be brief."),))).name == "fast"


@pytest.mark.parametrize("error", [DOWN, REFUSED, EngineTimeout("late", engine="small")])
async def test_what_the_small_one_can_not_begin_is_asked_of_the_large_one(error: EngineError) -> None:
    text, call = await last(RoutingLLM(engine("small", error), engine("large")), EASY)
    assert text == "said by large"
    assert (call.engine, call.route, call.stopgap) == ("large", "strong", False)
    assert call.reason.startswith("scores 0.")
    assert call.reason.endswith(f"; small could not answer: {type(error).__name__}")


async def test_on_what_only_a_fast_one_may_be_spent_the_large_one_is_not() -> None:
    small, large = engine("small", "said by small", DOWN), engine("large", tools=True)
    llm = RoutingLLM(small, large)
    said, call = await last(llm, replace(HARD, effort="fast"))
    assert (said, call.route, call.reason) == (
        "said by small",
        "fast",
        "no more than a fast engine may be spent on it",
    )
    with pytest.raises(EngineUnavailable):
        await llm.complete(replace(HARD, effort="fast"))
    assert not large.requests
    assert (await last(llm, replace(HARD_TOOLS, effort="fast")))[0] == "said by large"


async def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    large = engine("large")
    with pytest.raises(EngineUnavailable):
        await RoutingLLM(engine("small", (Delta("half"), DOWN)), large).complete(EASY)
    assert not large.requests


async def test_a_picture_is_not_passed_on_to_one_that_can_not_take_it() -> None:
    large = engine("large")
    with pytest.raises(EngineUnavailable):
        await RoutingLLM(engine("small", DOWN, vision=True), large).complete(PICTURE)
    assert not large.requests


async def test_what_the_large_one_can_not_begin_is_asked_of_the_small_one_and_of_none_twice() -> None:
    small, large = engine("small", "said by small", DOWN), engine("large", EngineUnavailable("no", engine="large"))
    llm = RoutingLLM(small, large)
    with capture_logs() as logs:
        text, call = await last(llm, HARD)
    assert (text, call.engine, call.route, call.stopgap) == ("said by small", "small", "fast", True)
    assert call.reason.endswith("; large could not answer: EngineUnavailable")
    assert [log["event"] for log in logs] == ["llm_fell_back"]
    for request in (HARD, EASY):
        with pytest.raises(EngineUnavailable):
            await llm.complete(request)
    assert (len(small.requests), len(large.requests)) == (3, 3)


async def test_an_easy_answer_that_was_withheld_whole_is_asked_of_the_large_one() -> None:
    llm = RoutingLLM(engine("small", [Delta(finish="filtered")]), engine("large"))
    with capture_logs() as logs:
        text, call = await last(llm, EASY)
    assert (text, call.route) == ("said by large", "strong")
    assert call.reason.endswith("; small could not answer: EngineRefused: it withheld its answer")
    assert [(log["event"], log["engine"]) for log in logs] == [("llm_escalated", "small")]


async def test_those_behind_come_after_both() -> None:
    down = EngineUnavailable("no", engine="x")
    small, large, spare = engine("small", down), engine("large", down), engine("spare")
    for request, route in ((EASY, "fast"), (HARD, "strong")):
        text, call = await last(RoutingLLM(small, large, fallback=(spare, large)), request)
        assert (text, call.route, call.stopgap) == ("said by spare", route, True)
    assert (len(small.requests), len(large.requests)) == (2, 2)


async def test_what_those_behind_can_take_decides_nothing() -> None:
    small, large, spare = engine("small", context=1000), engine("large", context=8000), engine("spare", vision=True)
    llm = RoutingLLM(small, large, fallback=(spare,))
    assert (await last(llm, LONG))[0] == "said by large"
    text, call = await last(llm, PICTURE)
    assert text == "said by spare"
    assert call.reason.endswith("; small does not take pictures")


async def test_where_nobody_takes_a_picture_nobody_is_asked_about_it() -> None:
    small, large = engine("small"), engine("large")
    with pytest.raises(EngineRefused, match="can not take pictures"):
        await RoutingLLM(small, large).complete(PICTURE)
    assert not small.requests
    assert not large.requests


async def test_what_a_fast_one_may_cost_binds_those_behind_too() -> None:
    small, large, spare = engine("small", DOWN), engine("large"), engine("spare")
    llm = RoutingLLM(small, large, fallback=(large, spare))
    assert (await last(llm, replace(HARD, effort="fast")))[0] == "said by spare"
    assert not large.requests


async def test_other_errors_are_nobodys_to_mend() -> None:
    large = engine("large")
    with pytest.raises(InvalidInput):
        await RoutingLLM(engine("small", InvalidInput("no")), large).complete(EASY)
    assert not large.requests


async def test_it_can_what_one_of_the_two_can() -> None:
    both = RoutingLLM(engine("small", vision=True, context=100), engine("large", tools=True, context=900))
    assert both.capabilities == Capabilities(vision=True, tools=True, context=900)
    assert (both.name, both.model) == ("large", "large-1")
    unknown = RoutingLLM(engine("small", context=100), engine("large", json_schema=True))
    assert unknown.capabilities == Capabilities(json_schema=True)


async def test_both_are_opened_asked_and_closed() -> None:
    small, large = engine("small"), engine("large")
    async with RoutingLLM(small, large) as llm:
        assert (small.is_open, large.is_open) == (True, True)
        large.pinging = DOWN
        await llm.ping()
        small.pinging = DOWN
        with pytest.raises(EngineUnavailable):
            await llm.ping()
    assert (small.is_open, large.is_open) == (False, False)


async def test_where_one_can_not_open_the_other_answers() -> None:
    small, large = engine("small"), engine("large")
    large.opening = REFUSED
    async with RoutingLLM(small, large) as llm:
        _, call = await last(llm, HARD)
    assert (call.engine, call.route, call.stopgap) == ("small", "fast", True)
    assert call.reason.endswith("; large could not open")


async def test_where_no_other_can_open_the_large_one_answers_what_is_for_a_fast_one() -> None:
    small, large = engine("small"), engine("large")
    small.opening = REFUSED
    async with RoutingLLM(small, large) as llm:
        text, call = await last(llm, replace(EASY, effort="fast"))
    assert (text, call.route, call.stopgap) == ("said by large", "strong", False)
    assert call.reason == "no more than a fast engine may be spent on it; small could not open"


async def test_where_none_can_open_or_one_not_close_all_are_closed_all_the_same() -> None:
    small, large = engine("small"), engine("large")
    large.opening = small.opening = REFUSED
    with pytest.raises(EngineRefused):
        await RoutingLLM(small, large).open()
    assert not small.is_open
    large.is_open, small.closing = True, RuntimeError("stuck")
    with pytest.raises(RuntimeError, match="stuck"):
        await RoutingLLM(small, large).aclose()
    assert not large.is_open
