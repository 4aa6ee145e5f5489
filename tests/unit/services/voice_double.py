"""A conversation by voice on doubles, for the tests of services: non-zero sound is speech."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from contextlib import aclosing

import numpy as np

from acore.adapters.sound.reading import AVSound
from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.speech import Voice
from acore.domain.voice_events import Playing, Saying, Speaker, VoiceEvent
from acore.errors import EngineError
from acore.interfaces import STT, TTS, Clock, VoiceConverter
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_live import LiveVoice
from acore.services.voice_reply import Manner
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.testing import ManualClock, MemoryMetrics, ScriptedSTT, ScriptedTTS, ScriptedVAD

RATE = 16000
HERE = Scope(channel="voice", user="ada")
Act = str | Exception | Callable[[], Awaitable[object]]
"""A piece of a reply, an error in its place, or something that happens before the next piece."""


def speech(seconds: float, rate: int = RATE, channels: int = 1) -> AudioChunk:
    """Somebody speaks."""
    return AudioChunk(np.full((round(seconds * rate), channels), 5000, np.int16), rate)


def silence(seconds: float, rate: int = RATE, channels: int = 1) -> AudioChunk:
    """Nobody does."""
    return AudioChunk.silence(seconds, rate, channels)


async def sound(*chunks: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
    """A recording."""
    for chunk in chunks:
        yield chunk


def said_twice() -> AsyncGenerator[AudioChunk, None]:
    """Two turns."""
    return sound(silence(0.5), speech(1), silence(2), speech(1.5), silence(2))


class ScriptedChat:
    """Answers with its scripts, in order; `at_work` are the replies being written, `closed` those left early."""

    def __init__(self, *replies: Sequence[Act]) -> None:
        self._replies = list(replies)
        self.questions: list[Question] = []
        self.amended: list[tuple[str, str]] = []
        self.at_work = self.closed = 0
        self.forgets: EngineError | None = None

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        """The next script; the last one for ever."""
        self.questions.append(question)
        self.at_work += 1
        try:
            for act in self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]:
                await asyncio.sleep(0)
                if isinstance(act, Exception):
                    raise act.with_traceback(None)
                if isinstance(act, str):
                    yield ReplyPart(act)
                else:
                    await act()
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += 1
            raise
        finally:
            self.at_work -= 1

    async def amend(self, question: Question, said: str) -> None:
        """Note it."""
        if self.forgets is not None:
            raise self.forgets
        self.amended.append((question.text, said))


class Upside(VoiceConverter):
    """Turns the sound upside down; while `fails` is set it raises that, and while `hangs` it never comes back."""

    def __init__(self) -> None:
        self.fails: Exception | None = None
        self.refuses: Exception | None = None
        self.hangs = False
        self.clips: list[float] = []
        self.is_open = False

    async def open(self) -> None:
        """Raise what it was told to."""
        if self.refuses is not None:
            raise self.refuses
        self.is_open = True

    async def aclose(self) -> None:
        """Note it."""
        self.is_open = False

    async def convert(self, clip: AudioChunk, *, voice: str | None = None, pitch: float = 0.0) -> AudioChunk:
        """The clip, upside down."""
        self.clips.append(clip.seconds)
        if self.fails is not None:
            raise self.fails.with_traceback(None)
        if self.hangs:
            await asyncio.Event().wait()
        return AudioChunk(-clip.samples, clip.rate)

    async def voices(self) -> tuple[Voice, ...]:
        """The one there is."""
        return (Voice("upside"),)


class Talk:
    """A session on doubles, with all of them at hand."""

    def __init__(  # noqa: PLR0913  what a test may choose
        self,
        *replies: Sequence[Act],
        texts: Sequence[str] = ("what is it",),
        clock: Clock | None = None,
        stt: STT | None = None,
        tts: TTS | None = None,
        rvc: VoiceConverter | None = None,
        options: VoiceOptions | None = None,
        lead_s: float = 5.0,
    ) -> None:
        self.clock = clock or ManualClock()
        self.metrics = MemoryMetrics()
        self.stt = stt or ScriptedSTT.hearing(*texts, clock=self.clock)
        self.tts = tts or ScriptedTTS.humming(clock=self.clock)
        self.chat = ScriptedChat(*(replies or (["It is five."],)))
        self.engines = VoiceEngines(
            vad=ScriptedVAD, stt=lambda: self.stt, tts=lambda: self.tts, rvc=lambda: rvc, sound=AVSound
        )
        self.session = VoiceSession(
            speaker=Speaker(HERE, "Ada"),
            engines=self.engines,
            chat=self.chat,
            clock=self.clock,
            metrics=self.metrics,
            options=options or quick(),
        )
        self.live = LiveVoice(
            session=self.session, memory=self.chat, clock=self.clock, metrics=self.metrics, lead_s=lead_s
        )

    async def about(self, audio: AsyncIterable[AudioChunk]) -> list[VoiceEvent]:
        """All that happens about a recording."""
        async with aclosing(self.session.answer_all(audio)) as events:
            return [event async for event in events]


def quick(**seconds: float) -> VoiceOptions:
    """Options with these deadlines, and no pause behind sentences."""
    stt_s = seconds.pop("stt_s", 60)
    return VoiceOptions(manner=Manner(**{"pause_s": 0.0, **seconds}), stt_s=stt_s)  # type: ignore[arg-type]


def said(events: Sequence[VoiceEvent]) -> list[str]:
    """The sentences."""
    return [event.said for event in events if isinstance(event, Saying)]


def seconds_of(events: Sequence[VoiceEvent]) -> float:
    """How long all the sound is."""
    return sum(event.chunk.seconds for event in events if isinstance(event, Playing))


def kinds(events: Sequence[VoiceEvent]) -> list[str]:
    """The names of the events, several pieces of sound in a row once."""
    names = [type(event).__name__ for event in events]
    return [name for n, name in enumerate(names) if not (name == "Playing" and names[n - 1] == "Playing")]


async def settled() -> None:
    """Everything that can go on did."""
    for _ in range(300):
        await asyncio.sleep(0)


def other_tasks() -> set[asyncio.Task[object]]:
    """What runs beside the test."""
    return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}
