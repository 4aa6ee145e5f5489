import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

import pytest
import structlog

from acore.adapters.clock.manual import ManualClock
from acore.adapters.limiter import LineTooLong
from acore.adapters.llm.policies.fallback import FallbackLLM
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import Call, Capabilities, ChatRequest, Delta, Image, Message, Tool, ToolCall
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, InvalidInput, SettingsError
from acore.interfaces import LLM
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked

GONE = EngineUnavailable("alpha is gone.", engine="alpha")
WRONG_KEY = EngineRefused("alpha refused the key.", engine="alpha")
PICTURE = replace(asked(), messages=(Message("user", "What is this?", images=(Image(b"x", "image/png"),)),))
TOOLS = replace(asked(), tools=(Tool("look_up", "Looks up.", "{}"),))
SCHEMA = replace(asked(), response_schema="{}")
LONG = asked("word " * 4000)


class Named(ScriptedLLM):
    """A scripted model with a name, capabilities, and errors of its own."""

    opened = closed_times = 0
    opening: BaseException | None = None
    closing: Exception | None = None
    pinging: Exception | None = None

    async def open(self) -> None:
        await asyncio.sleep(0)
        if self.opening is not None:
            raise self.opening
        self.opened += 1

    async def ping(self) -> None:
        if self.pinging is not None:
            raise self.pinging

    async def aclose(self) -> None:
        self.closed_times += 1
        if self.closing is not None:
            raise self.closing


def engine(name: str, *script: Line, model: str | None = None, **can: object) -> Named:
    llm = Named.saying(*script or (f"said by {name}",))
    llm.name, llm.model = name, model
    llm.capabilities = Capabilities(**can)  # type: ignore[arg-type]  # plain values
    return llm


def chain(*engines: LLM) -> FallbackLLM:
    return FallbackLLM(engines, ManualClock())


async def last_of(llm: LLM, request: ChatRequest) -> Delta:
    async with aclosing(llm.stream(request)) as deltas:
        return [delta async for delta in deltas][-1]


async def by(llm: LLM, request: ChatRequest) -> str:
    return (await llm.complete(request)).text.removeprefix("said by ")


class TestFallback(LLMContract):
    def llm(self) -> LLM:
        self.engines = engine("alpha", GONE), engine("beta", "The moon is far away.")
        return chain(*self.engines)

    def at_work(self, _llm: LLM) -> int:
        return sum(each.at_work for each in self.engines)


async def test_the_first_answers_as_long_as_it_can() -> None:
    first, second = engine("alpha", model="a"), engine("beta")
    llm = chain(first, second)
    assert (llm.name, llm.model) == ("alpha", "a")
    assert await by(llm, asked()) == "alpha"
    assert not second.requests
    assert (await last_of(llm, asked())).call is None


@pytest.mark.parametrize("error", [GONE, WRONG_KEY, LineTooLong("alpha is busy.", engine="alpha")])
async def test_the_next_answers_where_one_can_not_and_the_call_says_why(error: Exception) -> None:
    llm = chain(engine("alpha", error), engine("beta", model="b"))
    assert await by(llm, asked()) == "beta"
    why = f"alpha could not answer: {type(error).__name__}"
    assert (await last_of(llm, asked())).call == Call("beta", "b", reason=why, stopgap=True)


async def test_nothing_that_a_server_said_comes_into_the_reason_or_the_log() -> None:
    echo = EngineRefused("alpha answered 400: your text 'my secret' was flagged", engine="alpha")
    with structlog.testing.capture_logs() as logs:
        told = (await last_of(chain(engine("alpha", echo), engine("beta")), asked("my secret"))).call
    assert told is not None
    assert "secret" not in told.reason
    assert [(log["event"], log["engine"], log["error"]) for log in logs] == [
        ("llm_fell_back", "alpha", "EngineRefused")
    ]


async def test_an_answer_that_was_withheld_whole_is_asked_of_the_next() -> None:
    withheld = [Delta(finish="filtered")]
    llm = chain(engine("alpha", withheld), engine("beta"))
    last = await last_of(llm, asked())
    assert last.call == Call(
        "beta", reason="alpha could not answer: EngineRefused: it withheld its answer", stopgap=True
    )
    with pytest.raises(EngineRefused, match=r"alpha withheld its answer.*\(beta could not answer either\)"):
        await chain(engine("alpha", withheld), engine("beta", GONE)).complete(asked())


@pytest.mark.parametrize(
    "answer",
    [
        [Delta("half "), Delta(finish="filtered")],
        [Delta("all", finish="filtered")],
        [Delta(finish="stop")],
        [Delta(tool_call=ToolCall("1", "look_up", "{}"), finish="filtered")],
    ],
)
async def test_an_answer_that_was_not_withheld_whole_is_left_as_it_is(answer: list[Delta]) -> None:
    second = engine("beta")
    assert await last_of(chain(engine("alpha", answer), second), asked()) == answer[-1]
    assert not second.requests


async def test_a_withheld_answer_of_the_last_one_is_told_as_it_is() -> None:
    whole = await chain(engine("alpha", GONE), engine("beta", [Delta(finish="filtered")])).complete(asked())
    assert (whole.text, whole.finish) == ("", "filtered")


async def test_what_the_engine_says_about_its_call_is_kept() -> None:
    call = Call("beta", "b", tries=2, reason="it is fast")
    llm = chain(engine("alpha", GONE), engine("beta", [Delta("x", finish="stop", call=call)]))
    told = (await last_of(llm, asked())).call
    assert told == replace(call, reason="alpha could not answer: EngineUnavailable; it is fast", stopgap=True)


@pytest.mark.parametrize("error", [InvalidInput("no"), ValueError("a bug")])
async def test_a_request_that_is_wrong_in_itself_does_not_go_through_all(error: Exception) -> None:
    second = engine("beta")
    with pytest.raises(type(error)):
        await chain(engine("alpha", error), second).complete(asked())
    assert not second.requests


async def test_an_answer_that_has_begun_is_not_begun_by_another() -> None:
    second = engine("beta")
    with pytest.raises(EngineUnavailable) as failure:
        await chain(engine("alpha", [Delta("one"), GONE]), second).complete(asked())
    assert failure.value is GONE
    assert not second.requests


async def test_when_all_fail_the_first_error_names_the_others() -> None:
    late = EngineTimeout("late", engine="gamma")
    llm = chain(engine("alpha", WRONG_KEY), engine("beta", GONE), engine("gamma", late))
    for _ in range(2):
        with pytest.raises(
            EngineRefused, match=r"^alpha refused the key\. \(beta, gamma could not answer either\)$"
        ) as all_:
            await llm.complete(asked())
        assert (all_.value.engine, all_.value.__cause__) == ("alpha", WRONG_KEY)


async def test_the_error_of_an_engine_alone_is_left_as_it_is() -> None:
    with pytest.raises(EngineUnavailable) as failure:
        await chain(engine("alpha", GONE)).complete(asked())
    assert failure.value is GONE


@pytest.mark.parametrize("request_", [PICTURE, TOOLS])
async def test_pictures_and_tools_never_come_to_an_engine_that_does_not_take_them(request_: ChatRequest) -> None:
    plain, able = engine("alpha"), engine("beta", GONE, vision=True, tools=True)
    other = engine("gamma")
    with pytest.raises(EngineUnavailable):
        await chain(plain, able, other).complete(request_)
    with pytest.raises(EngineRefused, match=r"^alpha, gamma can not take (pictures|tools)\. Ask without"):
        await chain(plain, other).complete(request_)
    assert not plain.requests
    assert not other.requests


async def test_pictures_go_to_one_that_sees_and_the_call_says_why() -> None:
    llm = chain(engine("alpha"), engine("beta", vision=True))
    assert (await last_of(llm, PICTURE)).call == Call("beta", reason="alpha does not take pictures")


async def test_a_schema_goes_to_those_that_keep_one_if_there_are_any() -> None:
    assert await by(chain(engine("alpha"), engine("beta", json_schema=True)), SCHEMA) == "beta"
    assert await by(chain(engine("alpha"), engine("beta")), SCHEMA) == "alpha"


async def test_a_long_context_goes_to_those_that_hold_it_if_there_are_any() -> None:
    small, large, unknown = engine("alpha", context=4096), engine("beta", context=32_768), engine("gamma")
    assert await by(chain(small, large), asked()) == "alpha"
    assert await by(chain(small, large), LONG) == "beta"
    assert await by(chain(small, unknown), LONG) == "gamma"
    assert await by(chain(small, engine("delta", context=2048)), LONG) == "alpha"
    assert await by(chain(small, large), replace(asked(), max_tokens=8000)) == "beta"


def test_it_can_what_any_of_them_can() -> None:
    llm = chain(engine("alpha", vision=True, context=5), engine("beta", tools=True, context=9))
    assert llm.capabilities == Capabilities(vision=True, tools=True, context=9)
    assert chain(engine("alpha", context=5), engine("beta", json_schema=True)).capabilities == Capabilities(
        json_schema=True
    )


async def test_nothing_is_asked_after_the_deadline() -> None:
    clock = ManualClock()

    class Slow(Named):
        async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
            await clock.advance(5)
            raise GONE
            yield Delta()

    first, second = Slow.saying(), engine("beta")
    llm = FallbackLLM((first, second), clock)
    with pytest.raises(EngineTimeout, match="was not asked"):
        await llm.complete(replace(asked(), deadline=0))
    assert clock.monotonic() == 0
    with pytest.raises(EngineUnavailable) as failure:
        await llm.complete(replace(asked(), deadline=5))
    assert failure.value is GONE
    assert not second.requests
    assert await by(llm, replace(asked(), deadline=11)) == "beta"
    with pytest.raises(EngineUnavailable):
        await FallbackLLM((first,), clock).complete(replace(asked(), deadline=11))


async def test_one_that_can_not_open_is_told_and_left_out() -> None:
    first, second = engine("alpha"), engine("beta")
    first.opening = GONE
    with structlog.testing.capture_logs() as logs:
        async with chain(first, second) as llm:
            assert await by(llm, asked()) == "beta"
            told = (await last_of(llm, asked())).call
    assert told == Call("beta", reason="alpha could not open", stopgap=True)
    assert [(log["event"], log["engine"]) for log in logs] == [("llm_left_out", "alpha")]
    assert not first.requests
    assert second.closed_times == 1


async def test_where_none_can_open_the_first_error_is_raised_and_all_are_closed() -> None:
    first, second = engine("alpha"), engine("beta")
    first.opening, second.opening = WRONG_KEY, GONE
    with pytest.raises(EngineRefused):
        await chain(first, second).open()
    assert first.closed_times == second.closed_times == 1


async def test_what_is_no_engines_error_is_not_passed_over_at_opening() -> None:
    first, second = engine("alpha"), engine("beta")
    second.opening = SettingsError("no such file")
    with pytest.raises(SettingsError):
        await chain(first, second).open()
    assert first.closed_times == 1


async def test_cancelling_the_opening_leaves_nothing_open() -> None:
    first, second = engine("alpha"), engine("beta")
    opening = asyncio.create_task(chain(first, second).open())
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert first.closed_times == second.closed_times == 1


async def test_all_are_closed_also_where_one_fails_to() -> None:
    first, second = engine("alpha"), engine("beta")
    first.closing = GONE
    with pytest.raises(EngineUnavailable):
        await chain(first, second).aclose()
    assert second.closed_times == 1


async def test_it_is_there_as_long_as_one_of_them_is() -> None:
    first, second = engine("alpha"), engine("beta")
    first.pinging = GONE
    await chain(first, second).ping()
    second.pinging = EngineTimeout("late", engine="beta")
    with pytest.raises(EngineUnavailable, match="alpha is gone"):
        await chain(first, second).ping()
