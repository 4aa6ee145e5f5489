import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from acore.adapters.stt.plan import ListeningPlan
from acore.adapters.stt.policies.fallback import FallbackSTT
from acore.adapters.stt.policies.measuring import MeasuringSTT
from acore.adapters.stt.scripted import ScriptedSTT, ScriptedSTTSettings
from acore.adapters.stt.tower import standing
from acore.domain.audio import AudioChunk
from acore.domain.speech import Segment
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import STT
from acore.settings import Settings
from acore.testing import ManualClock, MemoryMetrics, STTContract, engine_context


def down(engine: str = "one") -> EngineUnavailable:
    return EngineUnavailable(f"{engine} is down", engine=engine)


def beep(seconds: float = 1.2) -> AudioChunk:
    times = np.arange(round(seconds * 16_000)) / 16_000
    return AudioChunk.of_floats(0.3 * np.sin(2 * np.pi * 440 * times), 16_000)


async def beeps(count: int, seconds: float = 1.0) -> AsyncGenerator[AudioChunk, None]:
    for _ in range(count):
        yield beep(seconds)


class Wrapped(STTContract):
    words = "turn the lights on"

    def stt(self) -> STT:
        self.inner = ScriptedSTT.hearing(self.words)
        return self.wrapped(self.inner)

    def wrapped(self, inner: STT) -> STT:
        return inner

    def speech(self) -> AudioChunk:
        return beep()

    def at_work(self, stt: STT) -> int:
        del stt
        return self.inner.at_work


class TestMeasuring(Wrapped):
    def wrapped(self, inner: STT) -> STT:
        return MeasuringSTT(inner, "scripted", MemoryMetrics(), ManualClock())


class TestFallback(Wrapped):
    def wrapped(self, inner: STT) -> STT:
        first = ScriptedSTT.hearing("never heard")
        first.fails = down()
        return FallbackSTT({"one": first, "two": inner}, ManualClock())


class TestTower(STTContract):
    def stt(self) -> STT:
        return standing(ListeningPlan({"one": ScriptedSTTSettings()}), engine_context())

    def speech(self) -> AudioChunk:
        return beep()


async def test_the_next_one_is_told_all_of_the_sound() -> None:
    one, two, three = (ScriptedSTT.hearing(name) for name in ("one", "two", "three"))
    one.fails, two.fails = down(), EngineRefused("no German", engine="two")
    async with FallbackSTT({"one": one, "two": two, "three": three}, ManualClock()) as stt:
        with capture_logs() as logs:
            async with aclosing(beeps(5)) as source, aclosing(stt.stream(source)) as stream:
                heard = [segment async for segment in stream]
        assert [segment.text for segment in heard if segment.final] == ["three"]
        assert stt.listened == "three"
    assert [list(one.heard_s), list(two.heard_s), list(three.heard_s)] == [[pytest.approx(5)]] * 3
    assert [(entry["event"], entry["engine"]) for entry in logs] == [("stt_fell_back", "one"), ("stt_fell_back", "two")]


async def test_nobody_waits_twice_for_ears_that_hang() -> None:
    clock, one, two = ManualClock(), ScriptedSTT.hearing("one"), ScriptedSTT.hearing("two")
    one.fails = EngineTimeout("it did not answer", engine="one")
    async with FallbackSTT({"one": one, "two": two}, clock) as stt:
        assert [(await stt.transcribe(beep())).text for _ in range(3)] == ["two"] * 3
        assert len(one.heard_s) == 1
        one.fails = None
        await clock.advance(301)
        assert (await stt.transcribe(beep())).text == "one"


async def test_where_all_fail_the_first_error_is_raised() -> None:
    one, two = ScriptedSTT.hearing("one"), ScriptedSTT.hearing("two")
    one.fails, two.fails = down("one"), down("two")
    async with FallbackSTT({"one": one, "two": two}, ManualClock()) as stt:
        with pytest.raises(EngineUnavailable, match="one is down"):
            await stt.transcribe(beep())


async def test_sound_of_more_than_a_minute_is_not_told_again() -> None:
    one, two = ScriptedSTT.hearing("one"), ScriptedSTT.hearing("two")
    one.fails = down("one")
    async with FallbackSTT({"one": one, "two": two}, ManualClock()) as stt:
        with pytest.raises(EngineUnavailable, match="one is down"):
            async with aclosing(beeps(70)) as source, aclosing(stt.stream(source)) as stream:
                async for _ in stream:
                    pass
    assert list(two.heard_s) == []


class BreaksOff(STT):
    """Says one thing, and then no more."""

    async def stream(self, audio: Any, *, language: str | None = None) -> AsyncGenerator[Segment, None]:
        async for _ in audio:
            yield Segment("hello", 0, 1)
            raise down("breaks")


async def test_one_that_has_said_something_final_is_not_left() -> None:
    two = ScriptedSTT.hearing("two")
    stt = FallbackSTT({"breaks": BreaksOff(), "two": two}, ManualClock())
    async with aclosing(beeps(2)) as source, aclosing(stt.stream(source)) as stream:
        assert (await anext(stream)).text == "hello"
        with pytest.raises(EngineUnavailable, match="breaks is down"):
            await anext(stream)
    assert list(two.heard_s) == []


async def test_one_that_can_not_open_is_left_out_as_long_as_there_is_another() -> None:
    one, two = ScriptedSTT.hearing("one"), ScriptedSTT.hearing("two")
    one.refuses = EngineRefused("no model", engine="one")
    with capture_logs() as logs:
        async with FallbackSTT({"one": one, "two": two}, ManualClock()) as stt:
            assert (await stt.transcribe(beep())).text == "two"
            await stt.ping()
    assert [(entry["event"], entry["engine"]) for entry in logs] == [("stt_left_out", "one")]
    two.refuses = down("two")
    with pytest.raises(EngineRefused, match="no model"):
        await FallbackSTT({"one": one, "two": two}, ManualClock()).open()


async def test_ping_asks_until_one_answers() -> None:
    class Deaf(ScriptedSTT):
        async def ping(self) -> None:
            raise down("deaf")

    await FallbackSTT({"deaf": Deaf.hearing(), "two": ScriptedSTT.hearing()}, ManualClock()).ping()
    with pytest.raises(EngineUnavailable, match="deaf"):
        await FallbackSTT({"deaf": Deaf.hearing()}, ManualClock()).ping()


async def test_all_are_closed_also_where_one_fails_to() -> None:
    class Stuck(ScriptedSTT):
        async def aclose(self) -> None:
            raise RuntimeError("stuck")

    class Closing(ScriptedSTT):
        closed_times = 0

        async def aclose(self) -> None:
            self.closed_times += 1

    other = Closing.hearing()
    with pytest.raises(RuntimeError, match="stuck"):
        await FallbackSTT({"stuck": Stuck.hearing(), "other": other}, ManualClock()).aclose()
    assert other.closed_times == 1


async def test_the_sound_the_wait_and_the_failures_are_counted() -> None:
    clock, metrics = ManualClock(), MemoryMetrics()
    inner = ScriptedSTT.hearing("hello", clock=clock, pace_s=2)
    stt = MeasuringSTT(inner, "scripted", metrics, clock)
    hearing = asyncio.create_task(stt.transcribe(beep(3)))
    await asyncio.sleep(0)
    await clock.advance(2)
    await hearing
    assert metrics.counted("stt.seconds", engine="scripted") == pytest.approx(3)
    assert metrics.measured("stt.after_ms", engine="scripted").total == pytest.approx(2000)
    inner.fails = down()
    hearing = asyncio.create_task(stt.transcribe(beep(1)))
    await asyncio.sleep(0)
    await clock.advance(2)
    with pytest.raises(EngineUnavailable):
        await hearing
    assert metrics.counted("stt.failures", engine="scripted", kind="EngineUnavailable") == 1
    assert metrics.counted("stt.seconds", engine="scripted") == pytest.approx(4)


def test_the_settings_name_who_stands_in() -> None:
    settings = Settings.model_validate({"stt": {"use": "whisper", "fallback": ["pocketsphinx"]}})
    assert list(settings.stt.plan().engines) == ["whisper", "pocketsphinx"]
    with pytest.raises(ValueError, match="nobody"):
        Settings.model_validate({"stt": {"fallback": ["nobody"]}})
