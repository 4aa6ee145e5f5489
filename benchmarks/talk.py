"""What a conversation by voice adds to its engines: time to the first sound, per frame, and on the event loop.

The turns with engines that cost nothing, and the chain that they are compared with, are `benchmarks/talk_chains.py`.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from acore.adapters.sound.reading import AVSound
from acore.container import Container
from acore.domain.audio import AudioChunk
from acore.domain.speech import Segment, Voice
from acore.domain.voice_events import Playing
from acore.interfaces import STT, TTS, VAD, SpeechDetector, VoiceConverter
from acore.services.prefetching import prefetch
from acore.services.voice_engines import Voice as Engines
from acore.services.voice_engines import VoiceEngines
from acore.settings import Settings
from benchmarks.figures import Figure, median_of
from benchmarks.talk_chains import AHEAD, SPEAKER, Chain, Mind, queued, through_acore, through_generators
from benchmarks.voice_script import ASKED

_TURNS, _FRAMES, _RUNS = 300, 20_000, 7
_TALKS = 5
_TICK_S = 0.002
_WORKING = {"rvc": {"use": "shift"}, "tts": {"cache": {"max_bytes": 0}}}
"""All engines, and the voice makes every sentence anew."""


def measure() -> list[Figure]:
    ours, bare = median_of(_RUNS, lambda: _first_audio(through_acore), lambda: _first_audio(through_generators))
    frame, floor = median_of(_RUNS, lambda: asyncio.run(_through_stage()), lambda: asyncio.run(_through_queue()))
    plain, converted = asyncio.run(_real())
    return [
        Figure("talk.first_audio", ours * 1e6, "us", bare * 1e6, "<=3"),
        Figure("talk.frame", frame * 1e6, "us", floor * 1e6, "<=3"),
        Figure("talk.added", plain.added_s * 1e3, "ms", None, "<=50"),
        Figure("talk.added_converted", converted.added_s * 1e3, "ms", None, "<=50"),
        Figure("talk.loop_lag", converted.lag_s * 1e3, "ms", None, "<=50"),
    ]


def _first_audio(chain: Chain) -> float:
    """The median of some turns."""

    async def turns() -> float:
        turn = chain()
        return statistics.median([await turn() for _ in range(_TURNS)])

    return asyncio.run(turns())


async def _frames() -> AsyncGenerator[int, None]:
    for number in range(_FRAMES):
        yield number


async def _through_stage() -> float:
    return await _per_frame(prefetch(_frames(), AHEAD))


async def _through_queue() -> float:
    return await _per_frame(queued(_frames()))


async def _per_frame(stage: AsyncGenerator[int, None]) -> float:
    began = time.perf_counter()
    async with aclosing(stage) as frames:
        async for _ in frames:
            pass
    return (time.perf_counter() - began) / _FRAMES


@dataclass(frozen=True, slots=True)
class Talk:
    """What real engines leave of one turn, in seconds."""

    added_s: float
    """From the end of speech to the first sound, without what the engines took."""
    lag_s: float
    """The longest that the event loop was held."""


async def _real() -> tuple[Talk, Talk]:
    """The medians of some talks in the plain voice and, with a converter, in another one."""
    with TemporaryDirectory() as folder:
        house = Container(settings=Settings.model_validate({"data_dir": Path(folder), **_WORKING}))
        async with aclosing(house.voice.engines()) as opened:
            engines = await opened.ready()
            asked = await engines.tts.synthesize(ASKED)
            assert asked is not None
            assert engines.rvc is not None
            plain = [await _talk(house, engines, asked, None) for _ in range(_TALKS)]
            converted = [await _talk(house, engines, asked, engines.rvc) for _ in range(_TALKS)]
    return _median(plain), _median(converted)


def _median(talks: list[Talk]) -> Talk:
    return Talk(statistics.median(talk.added_s for talk in talks), statistics.median(talk.lag_s for talk in talks))


async def _talk(house: Container, engines: Engines, asked: AudioChunk, rvc: VoiceConverter | None) -> Talk:
    """One turn through VAD, ears, voice and converter."""
    ears, tongue = TimedEars(engines.stt), TimedTongue(engines.tts, first_piece_counts=rvc is None)
    converter = None if rvc is None else TimedConverter(rvc)
    wrapped = VoiceEngines(
        vad=lambda: OpenVAD(engines.vad), stt=lambda: ears, tts=lambda: tongue, rvc=lambda: converter, sound=AVSound
    )
    session = house.voice.session(speaker=SPEAKER, chat=Mind(), engines=wrapped)
    lag, first = asyncio.create_task(_longest_lag(stop := asyncio.Event())), 0.0
    async with aclosing(session.answer_all(ears.recording(asked))) as events:
        async for event in events:
            if isinstance(event, Playing) and not first:
                first = time.perf_counter() - ears.given_at
    stop.set()
    took = ears.took_s + tongue.took_s + (converter.took_s if converter else 0.0)
    return Talk(first - took, await lag)


async def _longest_lag(stop: asyncio.Event) -> float:
    longest = 0.0
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(_TICK_S)
        longest = max(longest, time.perf_counter() - began - _TICK_S)
    return longest


class OpenVAD(VAD):
    """A detector that somebody else opened."""

    def __init__(self, inner: VAD) -> None:
        self._inner = inner

    def detector(self) -> SpeechDetector:
        """One of its own."""
        return self._inner.detector()


class TimedEars(STT):
    """Ears that somebody else opened, and how long they took."""

    def __init__(self, inner: STT) -> None:
        self._inner = inner
        self._last = 0.0
        self.given_at = self.took_s = 0.0
        """When the sound was given with which the turn was over, and the seconds that writing it down took."""

    async def recording(self, asked: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
        """The question and a silence, in the pieces of a microphone."""
        silence = AudioChunk.silence(2, asked.rate, asked.channels)
        size = asked.rate // 50
        for samples in (asked.samples, silence.samples):
            for begin in range(0, len(samples), size):
                self._last = time.perf_counter()
                yield AudioChunk(samples[begin : begin + size], asked.rate)

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """As the ears inside."""
        self.given_at, began = self._last, time.perf_counter()
        async with aclosing(self._inner.stream(audio, language=language)) as segments:
            async for segment in segments:
                yield segment
        self.took_s = time.perf_counter() - began


class TimedTongue(TTS):
    """A voice that somebody else opened, and how long its first sound took: a piece, or a sentence for a converter."""

    def __init__(self, inner: TTS, *, first_piece_counts: bool) -> None:
        self._inner = inner
        self._first_piece_counts = first_piece_counts
        self.took_s = 0.0

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """As the voice inside."""
        began = time.perf_counter()
        async with aclosing(self._inner.stream(text, voice=voice, speed=speed)) as pieces:
            async for piece in pieces:
                if self._first_piece_counts:
                    self.took_s = self.took_s or time.perf_counter() - began
                yield piece
        self.took_s = self.took_s or time.perf_counter() - began

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the voice inside."""
        return await self._inner.voices()


class TimedConverter(VoiceConverter):
    """A converter that somebody else opened, and how long its first clip took."""

    def __init__(self, inner: VoiceConverter) -> None:
        self._inner = inner
        self.took_s = 0.0

    async def convert(self, clip: AudioChunk, *, voice: str | None = None, pitch: float = 0.0) -> AudioChunk:
        """As the converter inside."""
        began = time.perf_counter()
        converted = await self._inner.convert(clip, voice=voice, pitch=pitch)
        self.took_s = self.took_s or time.perf_counter() - began
        return converted

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the converter inside."""
        return await self._inner.voices()
