import asyncio
from contextlib import aclosing

import pytest

from acore.adapters import engines
from acore.adapters.clock.manual import ManualClock
from acore.adapters.llm.scripted import ScriptedLLM, ScriptedSettings
from acore.domain.chat import ChatRequest, Delta, Message
from acore.domain.scope import Scope
from acore.errors import EngineUnavailable
from acore.interfaces import LLM
from acore.testing import LLMContract, engine_context


def asked(text: str) -> ChatRequest:
    return ChatRequest(messages=(Message("user", text),), scope=Scope("general", "ada"))


class TestScriptedContract(LLMContract):
    def llm(self) -> LLM:
        return ScriptedLLM.saying("The moon is far away.")

    def at_work(self, llm: LLM) -> int:
        assert isinstance(llm, ScriptedLLM)
        return llm.at_work


class TestEchoContract(LLMContract):
    def llm(self) -> LLM:
        return ScriptedLLM(ScriptedSettings(), engine_context())


async def test_it_says_its_lines_in_order_and_the_last_one_for_ever() -> None:
    llm = ScriptedLLM(ScriptedSettings(replies=("one", "two")), engine_context())
    assert [(await llm.complete(asked("?"))).text for _ in range(4)] == ["one", "two", "two", "two"]


async def test_without_lines_it_echoes_the_last_user_message() -> None:
    llm = ScriptedLLM.saying()
    messages = (Message("user", "first"), Message("assistant", "no"), Message("user", " a\n\n b  c "))
    request = ChatRequest(messages=messages, scope=Scope("general", "ada"))
    assert (await llm.complete(request)).text == " a\n\n b  c "


async def test_it_speaks_word_by_word_and_then_finishes() -> None:
    async with aclosing(ScriptedLLM.saying("one two").stream(asked("?"))) as deltas:
        heard = [delta async for delta in deltas]
    assert heard == [Delta("one "), Delta("two"), Delta(finish="stop")]


async def test_an_error_of_the_script_is_raised_in_its_turn() -> None:
    llm = ScriptedLLM.saying(EngineUnavailable("asleep", engine="scripted"), "awake")
    with pytest.raises(EngineUnavailable, match="asleep"):
        await llm.complete(asked("?"))
    assert (await llm.complete(asked("?"))).text == "awake"
    assert llm.closed == 0


async def test_an_error_among_the_deltas_cuts_the_answer_off() -> None:
    llm = ScriptedLLM.saying([Delta("half"), EngineUnavailable("gone", engine="scripted")])
    async with aclosing(llm.stream(asked("?"))) as deltas:
        assert await anext(deltas) == Delta("half")
        with pytest.raises(EngineUnavailable, match="gone"):
            await anext(deltas)


async def test_a_line_of_deltas_without_a_finish_is_an_answer_that_just_ends() -> None:
    assert (await ScriptedLLM.saying([Delta("half")]).complete(asked("?"))).finish is None


async def test_it_waits_by_the_clock_before_each_piece() -> None:
    clock = ManualClock()
    llm = ScriptedLLM.saying("one two", clock=clock, pace_s=2)
    stream = llm.stream(asked("?"))
    first = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    assert not first.done()
    await clock.advance(2)
    assert (await first).text == "one "
    await stream.aclose()
    assert (llm.closed, llm.at_work) == (1, 0)


async def test_it_remembers_what_it_was_asked_and_never_more_than_a_hundred() -> None:
    llm = ScriptedLLM.saying("yes")
    for n in range(130):
        await llm.complete(asked(str(n)))
    assert len(llm.requests) == 100
    assert llm.requests[-1].messages[-1].text == "129"


def test_settings_can_choose_it_and_hold_its_lines() -> None:
    settings = engines.settings_for("llm", {"engine": "scripted", "replies": ["hello"], "pace_s": "0.5"})
    assert isinstance(settings, ScriptedSettings)
    assert (settings.replies, settings.pace_s) == (("hello",), 0.5)
    assert isinstance(engines.build("llm", settings, engine_context()), ScriptedLLM)
