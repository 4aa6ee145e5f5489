"""What a conversation by voice adds to its engines: time to the first sound, per frame, and on the event loop.

The engines that cost nothing give the same values to the chain of generators that one would write without acore: a
task and an `asyncio.Queue` between two stages, sentences cut by a regular expression, markdown read by its parser.
"""

import asyncio
import re
import statistics
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from markdown_it import MarkdownIt

from acore.adapters.clock.system import SystemClock
from acore.adapters.sound.reading import AVSound
from acore.container import Container
from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.speech import Segment, Voice
from acore.domain.voice_events import Playing, Speaker
from acore.interfaces import STT, TTS, VAD, SpeechDetector
from acore.services.prefetching import prefetch
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.settings import Settings
from acore.testing import MemoryMetrics, ScriptedVAD
from benchmarks.figures import Figure, median_of

_TURNS, _FRAMES, _RUNS = 300, 20_000, 7
_AHEAD = 16
_TALKS = 5
_TICK_S = 0.002
_REPLY = (
    "I can **answer** questions",
    " about your documents. ",
    "Drop a file here, ",
    "and ask me about it. ",
    "Try!",
)
_ASKED = "what can you do"
_SPEAKER = Speaker(Scope("bench", "bench"), "bench")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MARKDOWN = MarkdownIt("commonmark")
T = TypeVar("T")


def measure() -> list[Figure]:
    ours, bare = median_of(_RUNS, lambda: asyncio.run(_first_audio(_ours)), lambda: asyncio.run(_first_audio(_bare)))
    frame, queued = median_of(_RUNS, lambda: asyncio.run(_through_stage()), lambda: asyncio.run(_through_queue()))
    added, lag = asyncio.run(_real())
    return [
        Figure("talk.first_audio", ours * 1e6, "us", bare * 1e6, "<=3"),
        Figure("talk.frame", frame * 1e6, "us", queued * 1e6, "<=3"),
        Figure("talk.added", added * 1e3, "ms", None, "<=50"),
        Figure("talk.loop_lag", lag * 1e3, "ms", None, "<=50"),
    ]


class Ears(STT):
    """Hears at once."""

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """The question."""
        async for chunk in audio:
            yield Segment(_ASKED, 0, chunk.seconds, 1.0, language)


class Tongue(TTS):
    """Speaks at once."""

    def __init__(self) -> None:
        self._piece = AudioChunk.silence(0.02, 16000)

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """A piece for each word."""
        del voice, speed
        for _ in text.split():
            yield self._piece

    async def voices(self) -> tuple[Voice, ...]:
        """The one there is."""
        return (Voice("bench"),)


class Mind:
    """Answers at once."""

    async def reply(self, _question: Question) -> AsyncGenerator[ReplyPart, None]:
        """Some sentences."""
        for piece in _REPLY:
            yield ReplyPart(piece)


async def _first_audio(run: Callable[[AudioChunk], Callable[[], Awaitable[float]]]) -> float:
    """The median from a turn that is over to the first sound of its answer."""
    once = run(AudioChunk.silence(1, 16000))
    return statistics.median([await once() for _ in range(_TURNS)])


def _ours(clip: AudioChunk) -> Callable[[], Awaitable[float]]:
    engines = VoiceEngines(vad=ScriptedVAD, stt=Ears, tts=Tongue, rvc=lambda: None, sound=AVSound)
    session = VoiceSession(
        speaker=_SPEAKER,
        engines=engines,
        chat=Mind(),
        clock=SystemClock(),
        metrics=MemoryMetrics(),
        options=VoiceOptions(),
    )

    async def once() -> float:
        began = time.perf_counter()
        async with aclosing(session.answer(clip)) as events:
            async for event in events:
                if isinstance(event, Playing):
                    return time.perf_counter() - began
        raise AssertionError("nothing was said")

    return once


def _bare(clip: AudioChunk) -> Callable[[], Awaitable[float]]:
    ears, tongue, mind = Ears(), Tongue(), Mind()

    async def sentences(text: str) -> AsyncGenerator[str, None]:
        held = ""
        async with aclosing(mind.reply(Question(text, _SPEAKER.scope, "bench"))) as parts:
            async for part in parts:
                *whole, held = _SENTENCE.split(held + part.text)
                for sentence in whole:
                    yield _plain(sentence)
        yield _plain(held)

    async def sound(written: AsyncIterable[str]) -> AsyncGenerator[AudioChunk, None]:
        async for sentence in written:
            async with aclosing(tongue.stream(sentence)) as pieces:
                async for piece in pieces:
                    yield piece

    async def once() -> float:
        began = time.perf_counter()
        text = (await ears.transcribe(clip)).text
        async with aclosing(_queued(sound(_queued(sentences(text))))) as pieces:
            async for _ in pieces:
                return time.perf_counter() - began
        raise AssertionError("nothing was said")

    return once


def _plain(sentence: str) -> str:
    return " ".join(
        part.content for token in _MARKDOWN.parse(sentence) for part in token.children or () if part.content
    )


async def _queued(source: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """A stage as one writes it: a task that fills a queue, and a mark at its end."""
    queue: asyncio.Queue[T | None] = asyncio.Queue(_AHEAD)

    async def fill() -> None:
        async with aclosing(source):
            async for item in source:
                await queue.put(item)
        await queue.put(None)

    task = asyncio.create_task(fill())
    try:
        while (item := await queue.get()) is not None:
            yield item
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def _frames() -> AsyncGenerator[int, None]:
    for number in range(_FRAMES):
        yield number


async def _through_stage() -> float:
    return await _per_frame(prefetch(_frames(), _AHEAD))


async def _through_queue() -> float:
    return await _per_frame(_queued(_frames()))


async def _per_frame(stage: AsyncGenerator[int, None]) -> float:
    began = time.perf_counter()
    async with aclosing(stage) as frames:
        async for _ in frames:
            pass
    return (time.perf_counter() - began) / _FRAMES


async def _real() -> tuple[float, float]:
    """What acore adds from the end of speech to the first sound, and how long the loop is held: with real engines.

    The medians of some talks; of the loop the longest moment of each.
    """
    with TemporaryDirectory() as folder:
        house = Container(settings=Settings.model_validate({"data_dir": Path(folder)}))
        async with aclosing(house.voice.engines()) as engines:
            voice = await engines.ready()
            asked = await voice.tts.synthesize(_ASKED)
            assert asked is not None
            talks = [await _talk(house, asked) for _ in range(_TALKS)]
    added, lags = zip(*talks, strict=True)
    return statistics.median(added), statistics.median(lags)


async def _talk(house: Container, asked: AudioChunk) -> tuple[float, float]:
    """One turn through VAD, ears and voice: the seconds that are none of the engines', and the loop's longest lag."""
    voice = await house.voice.engines().ready()
    ears, tongue = TimedEars(voice.stt), TimedTongue(voice.tts)
    engines = VoiceEngines(
        vad=lambda: OpenVAD(voice.vad), stt=lambda: ears, tts=lambda: tongue, rvc=lambda: None, sound=AVSound
    )
    session = house.voice.session(speaker=_SPEAKER, chat=Mind(), engines=engines)
    lag, added = asyncio.create_task(_longest_lag(stop := asyncio.Event())), 0.0
    async with aclosing(session.answer_all(ears.recording(asked))) as events:
        async for event in events:
            if isinstance(event, Playing) and not added:
                added = time.perf_counter() - ears.given_at - ears.took_s - tongue.took_s
    stop.set()
    return added, await lag


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
    """A voice that somebody else opened, and how long its first sound took."""

    def __init__(self, inner: TTS) -> None:
        self._inner = inner
        self.took_s = 0.0

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """As the voice inside."""
        began = time.perf_counter()
        async with aclosing(self._inner.stream(text, voice=voice, speed=speed)) as pieces:
            async for piece in pieces:
                self.took_s = self.took_s or time.perf_counter() - began
                yield piece

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the voice inside."""
        return await self._inner.voices()
