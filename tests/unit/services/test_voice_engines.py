import asyncio
import threading
from contextlib import aclosing

import pytest

from acore.adapters.sound.reading import AVSound
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import STT, Resampler
from acore.services.voice_engines import VoiceEngines
from acore.testing import ScriptedSTT, ScriptedTTS, ScriptedVAD
from tests.unit.services.voice_double import Upside, settled


class Doors(ScriptedSTT):
    """Counts how often it is opened and closed."""

    opened = closed_times = 0
    stay: asyncio.Event | None = None

    async def open(self) -> None:
        self.opened += 1
        if self.stay is not None:
            await self.stay.wait()
        await super().open()

    async def aclose(self) -> None:
        self.closed_times += 1


def engines(stt: STT, rvc: Upside | None = None, *, open_s: float = 60) -> VoiceEngines:
    tts = ScriptedTTS.humming()
    return VoiceEngines(
        vad=ScriptedVAD, stt=lambda: stt, tts=lambda: tts, rvc=lambda: rvc, sound=AVSound, open_s=open_s
    )


async def test_nothing_is_built_before_somebody_speaks() -> None:
    def build() -> STT:
        raise AssertionError("it was built")

    voice = VoiceEngines(vad=build, stt=build, tts=build, rvc=build, sound=build)  # type: ignore[arg-type]
    await voice.aclose()


async def test_all_who_come_while_they_open_wait_for_the_same_engines() -> None:
    stt = Doors.hearing()
    stt.stay = asyncio.Event()
    voice = engines(stt, rvc := Upside())
    waiting = [asyncio.create_task(voice.ready()) for _ in range(10)]
    await settled()
    waiting[0].cancel()
    await settled()
    stt.stay.set()
    found = await asyncio.gather(*waiting[1:])
    assert stt.opened == 1
    assert all(one is found[0] for one in found)
    assert await voice.ready() is found[0]
    await voice.aclose()
    await voice.aclose()
    assert (stt.closed_times, rvc.is_open) == (1, False)


async def test_what_changes_rates_is_loaded_beside_the_event_loop() -> None:
    threads = list[threading.Thread]()

    class Noting(AVSound):
        def resampler(self, rate: int, channels: int = 1) -> Resampler:
            threads.append(threading.current_thread())
            return super().resampler(rate, channels)

    tts, stt = ScriptedTTS.humming(), ScriptedSTT.hearing()
    async with aclosing(
        VoiceEngines(vad=ScriptedVAD, stt=lambda: stt, tts=lambda: tts, rvc=lambda: None, sound=Noting)
    ) as voice:
        await voice.ready()
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


async def test_a_failure_goes_to_all_who_wait_and_the_next_call_tries_again() -> None:
    stt = Doors.hearing()
    stt.refuses = EngineRefused("no model: acore models get it", engine="it")
    voice = engines(stt)
    found = await asyncio.gather(*(voice.ready() for _ in range(3)), return_exceptions=True)
    assert found == [stt.refuses] * 3
    assert (stt.opened, stt.closed_times) == (1, 1)
    stt.refuses = None
    assert (await voice.ready()).stt is stt
    await voice.aclose()


async def test_engines_that_do_not_open_in_time_are_given_up_and_closed() -> None:
    stt = Doors.hearing()
    stt.stay = asyncio.Event()
    voice = engines(stt, open_s=0.01)
    with pytest.raises(EngineTimeout, match=r"within 0\.01 s"):
        await voice.ready()
    assert stt.closed_times == 1


async def test_closing_while_they_open_stops_that() -> None:
    stt = Doors.hearing()
    stt.stay = asyncio.Event()
    voice = engines(stt)
    waiting = asyncio.create_task(voice.ready())
    await settled()
    await voice.aclose()
    with pytest.raises(EngineUnavailable, match="stopping"):
        await waiting
    assert stt.closed_times == 1
    with pytest.raises(EngineUnavailable, match="stopping"):
        await voice.ready()


async def test_a_converter_that_is_away_is_left_out_and_one_that_is_refused_is_not() -> None:
    rvc = Upside()
    rvc.refuses = EngineUnavailable("no server", engine="rvc")
    voice = engines(Doors.hearing(), rvc)
    found = await voice.ready()
    assert (found.rvc, found.why_plain) == (None, "no server")
    await voice.aclose()
    rvc.refuses = EngineRefused("no such preset", engine="rvc")
    with pytest.raises(EngineRefused):
        await engines(Doors.hearing(), rvc).ready()
