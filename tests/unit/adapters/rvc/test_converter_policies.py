import asyncio
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from acore.adapters import engines
from acore.adapters.guard import Care, Guard
from acore.adapters.rvc.policies.guarding import GuardedConverter
from acore.adapters.rvc.policies.measuring import MeasuringConverter
from acore.adapters.rvc.policies.plain_voice import NOTICE, PlainVoice
from acore.adapters.rvc.rvc_python import RvcPythonSettings
from acore.adapters.rvc.shift import ShiftSettings
from acore.adapters.rvc.tower import standing
from acore.domain.audio import AudioChunk
from acore.errors import CircuitOpen, EngineRefused, EngineUnavailable, NotFound
from acore.interfaces import BreakerSettings, RetrySettings, VoiceConverter
from acore.testing import ManualClock, MemoryMetrics, ScriptedConverter, VoiceConverterContract, engine_context

CLIP = AudioChunk(np.arange(8000, dtype=np.int16).reshape(-1, 1), 8000)


def down() -> EngineUnavailable:
    return EngineUnavailable("it is down", engine="far")


def is_plain(made: AudioChunk) -> bool:
    return bool((made.samples == CLIP.samples).all())


class TestScripted(VoiceConverterContract):
    inner: ScriptedConverter

    def converter(self) -> VoiceConverter:
        self.inner = ScriptedConverter()
        return self.wrapped(self.inner)

    def wrapped(self, inner: VoiceConverter) -> VoiceConverter:
        return inner

    def at_work(self, converter: VoiceConverter) -> int:
        del converter
        return self.inner.at_work

    async def test_cancelling_one_clip_stops_its_work_and_harms_no_other(self) -> None:
        self.converter()
        clock = ManualClock()
        self.inner = ScriptedConverter(pace_s=1, clock=clock)
        async with self.wrapped(self.inner) as converter:
            left, other = (asyncio.create_task(converter.convert(CLIP)) for _ in range(2))
            while self.inner.at_work < 2:
                await asyncio.sleep(0)
            left.cancel()
            with pytest.raises(asyncio.CancelledError):
                await left
            assert self.inner.at_work == 1
            await clock.advance(1)
            assert not is_plain(await other)


class TestMeasuring(TestScripted):
    def wrapped(self, inner: VoiceConverter) -> VoiceConverter:
        return MeasuringConverter(inner, "far", MemoryMetrics(), ManualClock())


class TestGuarded(TestScripted):
    def wrapped(self, inner: VoiceConverter) -> VoiceConverter:
        return GuardedConverter(inner, Guard("rvc", "far", Care(), engine_context()))


class TestPlainVoice(TestScripted):
    def wrapped(self, inner: VoiceConverter) -> VoiceConverter:
        return PlainVoice(inner, "far", ManualClock(), 15)


async def test_how_much_and_how_quickly_is_measured() -> None:
    clock, metrics = ManualClock(), MemoryMetrics()
    async with MeasuringConverter(ScriptedConverter(pace_s=0.25, clock=clock), "far", metrics, clock) as converter:
        converting = asyncio.create_task(converter.convert(CLIP))
        await asyncio.sleep(0)
        await clock.advance(0.25)
        await converting
    assert metrics.counted("rvc.seconds", engine="far") == 1
    assert metrics.measured("rvc.factor", engine="far").most == pytest.approx(0.25)


async def test_what_fails_is_asked_again_and_then_left_alone() -> None:
    inner = ScriptedConverter()
    inner.fails = down()
    care = Care(retry=RetrySettings(attempts=1), breaker=BreakerSettings())
    async with GuardedConverter(inner, Guard("rvc", "far", care, engine_context())) as converter:
        for _ in range(5):
            with pytest.raises(EngineUnavailable, match="down"):
                await converter.convert(CLIP)
        with pytest.raises(CircuitOpen):
            await converter.convert(CLIP)
    assert len(inner.converted) == 5


@pytest.mark.parametrize("error", [down(), EngineRefused("no model", engine="far")])
async def test_a_dead_engine_gives_the_plain_voice_and_says_so_once(error: Any) -> None:
    clock, inner = ManualClock(), ScriptedConverter()
    with capture_logs() as logs:
        async with PlainVoice(inner, "far", clock, 15) as converter:
            inner.fails = error
            for _ in range(4):
                assert is_plain(await converter.convert(CLIP))
                assert converter.notice() == NOTICE
    assert len(inner.converted) == 1, "then it is left alone"
    assert [(log["event"], log["error"], log["why"]) for log in logs] == [
        ("rvc_fell_back", type(error).__name__, str(error))
    ]


async def test_it_is_tried_again_after_a_while_and_the_voice_comes_back() -> None:
    clock, inner = ManualClock(), ScriptedConverter()
    with capture_logs() as logs:
        async with PlainVoice(inner, "far", clock, 15) as converter:
            inner.fails = down()
            assert is_plain(await converter.convert(CLIP))
            await clock.advance(15)
            assert is_plain(await converter.convert(CLIP))
            inner.fails = None
            await clock.advance(14.9)
            assert is_plain(await converter.convert(CLIP))
            await clock.advance(0.2)
            assert not is_plain(await converter.convert(CLIP))
            assert converter.notice() is None
            inner.fails = down()
            assert is_plain(await converter.convert(CLIP))
            assert converter.notice() == NOTICE
    assert len(inner.converted) == 4
    assert [log["event"] for log in logs] == ["rvc_fell_back", "rvc_came_back", "rvc_fell_back"]


async def test_after_a_failure_one_clip_tries_it_while_the_others_stay_plain() -> None:
    clock = ManualClock()
    inner = ScriptedConverter(pace_s=5, clock=clock)
    async with PlainVoice(inner, "far", clock, 15) as converter:
        inner.fails = down()
        failing = asyncio.create_task(converter.convert(CLIP))
        await asyncio.sleep(0)
        await clock.advance(5)
        await failing
        inner.fails = None
        await clock.advance(15)
        trying = asyncio.create_task(converter.convert(CLIP))
        while not inner.at_work:
            await asyncio.sleep(0)
        assert is_plain(await converter.convert(CLIP))
        await clock.advance(5)
        assert not is_plain(await trying)


async def test_one_that_hangs_is_given_up_and_rarely_waited_for_again() -> None:
    clock, never = ManualClock(), ManualClock()
    inner = ScriptedConverter(pace_s=1, clock=never)
    with capture_logs() as logs:
        async with PlainVoice(inner, "far", clock, 0.1, within_s=0.05) as converter, asyncio.timeout(10):
            for waited, asked in ((0, 1), (0.4, 1), (0.2, 2)):
                await clock.advance(waited)
                assert is_plain(await converter.convert(CLIP))
                assert (len(inner.converted), inner.at_work) == (asked, 0)
                assert converter.notice() == NOTICE
    assert [(log["event"], log["error"]) for log in logs] == [("rvc_fell_back", "EngineTimeout")]


async def test_one_that_is_not_there_at_the_start_is_opened_later() -> None:
    clock, inner = ManualClock(), ScriptedConverter()
    inner.refuses = down()
    async with PlainVoice(inner, "far", clock, 15) as converter:
        assert converter.notice() == NOTICE
        assert is_plain(await converter.convert(CLIP))
        with pytest.raises(EngineUnavailable):
            await converter.ping()
        inner.refuses = None
        await clock.advance(15)
        assert not is_plain(await converter.convert(CLIP))
        await converter.ping()


async def test_one_that_never_opens_is_no_plain_voice_but_a_wrong_setting() -> None:
    inner = ScriptedConverter()
    inner.refuses = EngineRefused("no library", engine="far")
    with pytest.raises(EngineRefused, match="no library"):
        async with PlainVoice(inner, "far", ManualClock(), 15):
            pass


async def test_a_voice_that_is_not_there_is_no_failure_of_the_engine() -> None:
    async with PlainVoice(ScriptedConverter(), "far", ManualClock(), 15) as converter:
        with pytest.raises(NotFound):
            await converter.convert(CLIP, voice="nobody")
        assert converter.notice() is None
        assert not is_plain(await converter.convert(CLIP))


def test_where_nobody_converts_nothing_stands() -> None:
    assert standing(None, engine_context()) is None


class TestTower(VoiceConverterContract):
    def converter(self) -> VoiceConverter:
        built = standing(ShiftSettings(), engine_context())
        assert built
        return built


async def test_a_far_engine_is_guarded_as_its_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    inner, clock = ScriptedConverter(), ManualClock()
    inner.fails = down()
    monkeypatch.setattr(engines, "build", lambda *_: inner)
    context = engine_context(clock=clock)
    table = RvcPythonSettings.model_validate({"retry": {"attempts": 1}, "breaker": {"reset_s": 40}})
    converter = standing(table, context)
    assert converter
    async with converter:
        for seconds in (0, 20, 21):
            await clock.advance(seconds)
            assert is_plain(await converter.convert(CLIP))
    assert len(inner.converted) == 2
    assert isinstance(context.metrics, MemoryMetrics)
    assert context.metrics.counted("rvc.failures", engine="rvc_python", kind="EngineUnavailable") == 2
