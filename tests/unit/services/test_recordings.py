"""Recordings that members send in place of words."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from acore.domain.audio import AudioChunk
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, InvalidInput
from acore.interfaces import Resampler, Sound
from acore.services.recordings import RecordingOptions, RecordingService
from acore.services.voice_engines import Voice
from acore.testing import ManualClock, MemoryMetrics, ScriptedSTT, ScriptedTTS, ScriptedVAD
from tests.unit.services.voice_double import settled, silence, speech


class Tape(Sound):
    """A recording of so many seconds of speech, whatever the bytes are."""

    def __init__(self, *pieces: AudioChunk) -> None:
        self.pieces = pieces
        self.closed = 0

    async def read(self, source: Path | bytes) -> AsyncGenerator[AudioChunk, None]:
        try:
            for piece in self.pieces:
                yield piece
        finally:
            self.closed += 1

    def resampler(self, rate: int, channels: int = 1) -> Resampler:
        raise NotImplementedError


class Ear:
    """A service on doubles."""

    def __init__(self, *pieces: AudioChunk, stt: Any = None, **options: Any) -> None:
        self.tape = Tape(*(pieces or (speech(1),)))
        self.stt = stt or ScriptedSTT.hearing("what can you do")
        self.metrics = MemoryMetrics()
        self.service = RecordingService(
            ready=self.ready, clock=ManualClock(), metrics=self.metrics, options=RecordingOptions(**options)
        )
        self.broken: EngineUnavailable | None = None
        self.fetched = 0

    async def heard(self) -> str:
        return await self.service.heard(self.fetch)

    async def fetch(self) -> bytes:
        self.fetched += 1
        return b"x"

    async def ready(self) -> Voice:
        if self.broken is not None:
            raise self.broken
        return Voice(ScriptedVAD(), self.stt, ScriptedTTS.humming(), None, self.tape)


async def test_a_recording_is_written_down() -> None:
    ear = Ear(speech(1), silence(1), speech(1))
    assert await ear.heard() == "what can you do"
    assert ear.stt.heard_s[-1] == 3.0
    assert ear.tape.closed == 2


async def test_a_recording_without_words_says_how_it_goes_better() -> None:
    with pytest.raises(InvalidInput, match="could not make out a word"):
        await Ear(silence(1)).heard()


async def test_a_recording_that_is_too_long_is_told_so_by_what_is_known_of_it_or_once_it_is() -> None:
    ear = Ear(*[speech(1)] * 200, longest_s=120)
    with pytest.raises(InvalidInput, match="longer than 2 minutes"):
        ear.service.check("a.ogg", 10, 121.0)
    with pytest.raises(InvalidInput, match="longer than 2 minutes"):
        await ear.heard()
    assert (ear.tape.closed, list(ear.stt.heard_s)) == (1, [])


async def test_a_file_that_is_too_large_is_never_fetched() -> None:
    ear = Ear(largest=3_000_000)
    ear.service.check("a.ogg", 3_000_000)
    with pytest.raises(InvalidInput, match=r"a\.ogg is larger than 3 MB"):
        ear.service.check("a.ogg", 3_000_001)


async def test_engines_that_can_not_be_opened_say_why() -> None:
    ear = Ear()
    ear.broken = EngineUnavailable("down", engine="stt")
    with pytest.raises(EngineUnavailable, match="down"):
        await ear.heard()


async def test_one_that_never_ends_is_given_up() -> None:
    class Stuck(ScriptedSTT):
        async def stream(self, audio: Any, *, language: str | None = None) -> AsyncGenerator[Any, None]:
            await asyncio.Event().wait()
            yield

    with pytest.raises(EngineTimeout):
        await Ear(stt=Stuck.hearing("x"), patience_s=0.01).heard()


async def test_a_few_are_written_down_at_a_time() -> None:
    clock = ManualClock()
    stt = ScriptedSTT.hearing("yes", clock=clock, pace_s=1)
    ear = Ear(stt=stt)
    everybody = [asyncio.ensure_future(ear.heard()) for _ in range(5)]
    await clock.advance(0)
    assert (stt.at_work, ear.fetched) == (2, 2), "what waits is not fetched yet"
    for _ in range(3):
        await clock.advance(1)
    assert await asyncio.gather(*everybody) == ["yes"] * 5


async def test_only_some_wait_for_their_turn_and_the_others_are_told() -> None:
    clock = ManualClock()
    ear = Ear(stt=ScriptedSTT.hearing("yes", clock=clock, pace_s=1))
    everybody = [asyncio.ensure_future(ear.heard()) for _ in range(30)]
    await clock.advance(0)
    refused = [one for one in everybody if one.done()]
    assert len(refused) == 30 - 2 - 16
    for one in refused:
        with pytest.raises(InvalidInput, match="again in a moment"):
            one.result()
    for _ in range(9):
        await clock.advance(1)
    assert [await one for one in everybody if one not in refused] == ["yes"] * 18
    later = asyncio.ensure_future(ear.heard())
    await clock.advance(1)
    assert await later == "yes", "there is room again"


async def test_nobody_waits_for_their_turn_without_end() -> None:
    ear, comes = Ear(patience_s=0.01), asyncio.Event()

    async def slow() -> bytes:
        await comes.wait()
        return b"x"

    busy = [asyncio.ensure_future(ear.service.heard(slow)) for _ in range(2)]
    await settled()
    with pytest.raises(InvalidInput, match="again in a moment"):
        await ear.heard()
    comes.set()
    assert await asyncio.gather(*busy) == ["what can you do"] * 2
    assert ear.fetched == 0


async def test_without_the_libraries_of_the_voice_it_is_told_what_is_missing() -> None:
    async def never() -> Voice:
        raise EngineRefused('no numpy: pip install "acore[voice]"', engine="silero")

    service = RecordingService(ready=never, clock=ManualClock(), metrics=MemoryMetrics(), options=RecordingOptions())
    with pytest.raises(InvalidInput, match="can not listen to recordings here: no numpy"):
        await service.heard(Ear().fetch)
