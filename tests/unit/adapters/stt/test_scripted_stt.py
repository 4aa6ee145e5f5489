import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import numpy as np
import pytest

from acore.adapters.stt.scripted import ScriptedSTT
from acore.domain.audio import AudioChunk
from acore.errors import EngineUnavailable
from acore.interfaces import STT
from acore.testing import ManualClock, STTContract


def beep(seconds: float = 1.2) -> AudioChunk:
    times = np.arange(round(seconds * 16_000)) / 16_000
    return AudioChunk.of_floats(0.3 * np.sin(2 * np.pi * 440 * times), 16_000)


class TestScriptedSTT(STTContract):
    words = "turn the lights on"

    def stt(self) -> STT:
        return ScriptedSTT.hearing("turn the lights on")

    def speech(self) -> AudioChunk:
        return beep()

    def at_work(self, stt: STT) -> int:
        assert isinstance(stt, ScriptedSTT)
        return stt.at_work


async def test_it_hears_one_text_after_the_other_and_then_the_last() -> None:
    async with ScriptedSTT.hearing("one", "two") as stt:
        assert [(await stt.transcribe(beep())).text for _ in range(3)] == ["one", "two", "two"]
        assert list(stt.heard_s) == [pytest.approx(1.2)] * 3


async def test_it_guesses_first() -> None:
    async def sound() -> AsyncGenerator[AudioChunk, None]:
        yield AudioChunk.silence(0.5, 16_000)
        yield beep(1)

    stt = ScriptedSTT.hearing("turn it off")
    async with aclosing(sound()) as source, aclosing(stt.stream(source, language="en")) as stream:
        heard = [(one.text, one.start, one.end, one.final, one.language) async for one in stream]
    assert heard == [("turn", 0.5, 1.5, False, "en"), ("turn it off", 0.5, 1.5, True, "en")]


async def test_it_fails_when_it_is_told_to() -> None:
    stt = ScriptedSTT.hearing()
    stt.fails = EngineUnavailable("no", engine="scripted")
    with pytest.raises(EngineUnavailable):
        await stt.transcribe(beep())
    stt.refuses = stt.fails
    with pytest.raises(EngineUnavailable):
        await stt.open()


async def test_it_takes_its_time() -> None:
    clock = ManualClock()
    stt = ScriptedSTT.hearing("hello", clock=clock, pace_s=2)
    hearing = asyncio.create_task(stt.transcribe(beep()))
    await asyncio.sleep(0)
    assert stt.at_work == 1
    await clock.advance(2)
    assert (await hearing).text == "hello"
