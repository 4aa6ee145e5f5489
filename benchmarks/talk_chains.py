"""One turn by voice with engines that cost nothing: through acore, and through a chain written without it.

The chain has the same engines, a task and an `asyncio.Queue` between two stages, sentences cut by a regular expression
and markdown read by its parser. A turn begins when it is over, and is timed until the first sound of its answer; then
the rest is listened to.
"""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from markdown_it import MarkdownIt

from acore.adapters.clock.system import SystemClock
from acore.adapters.sound.reading import AVSound
from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.speech import Segment, Voice
from acore.domain.voice_events import Playing, Speaker
from acore.interfaces import STT, TTS
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.testing import MemoryMetrics, ScriptedVAD
from benchmarks.voice_script import ASKED, PIECE_S, RATE, REPLY, TURN_S

AHEAD = 16
SPEAKER = Speaker(Scope("bench", "bench"), "bench")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MARKDOWN = MarkdownIt("commonmark")
T = TypeVar("T")

Turn = Callable[[], Awaitable[float]]
"""Takes one turn, and gives the seconds to the first sound."""
Chain = Callable[[], Turn]
"""Sets up one conversation."""


class Ears(STT):
    """Hears at once."""

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """The question."""
        async for chunk in audio:
            yield Segment(ASKED, 0, chunk.seconds, 1.0, language)


class Tongue(TTS):
    """Speaks at once."""

    def __init__(self) -> None:
        self._piece = AudioChunk.silence(PIECE_S, RATE)

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
        for piece in REPLY:
            yield ReplyPart(piece)


def through_acore() -> Turn:
    """A turn of a `VoiceSession`."""
    engines = VoiceEngines(vad=ScriptedVAD, stt=Ears, tts=Tongue, rvc=lambda: None, sound=AVSound)
    session = VoiceSession(
        speaker=SPEAKER,
        engines=engines,
        chat=Mind(),
        clock=SystemClock(),
        metrics=MemoryMetrics(),
        options=VoiceOptions(),
    )
    clip = AudioChunk.silence(TURN_S, RATE)

    async def turn() -> float:
        began, took = time.perf_counter(), 0.0
        async with aclosing(session.answer(clip)) as events:
            async for event in events:
                if isinstance(event, Playing) and not took:
                    took = time.perf_counter() - began
        return _heard(took)

    return turn


def through_generators() -> Turn:
    """A turn of the chain."""
    ears, tongue, mind = Ears(), Tongue(), Mind()
    clip = AudioChunk.silence(TURN_S, RATE)

    async def sentences(text: str) -> AsyncGenerator[str, None]:
        held = ""
        async with aclosing(mind.reply(Question(text, SPEAKER.scope, "bench"))) as parts:
            async for part in parts:
                *whole, held = _SENTENCE.split(held + part.text)
                for sentence in whole:
                    yield _plain(sentence)
        yield _plain(held)

    async def sound(written: AsyncGenerator[str, None]) -> AsyncGenerator[AudioChunk, None]:
        async with aclosing(written):
            async for sentence in written:
                async with aclosing(tongue.stream(sentence)) as pieces:
                    async for piece in pieces:
                        yield piece

    async def turn() -> float:
        began, took = time.perf_counter(), 0.0
        text = (await ears.transcribe(clip)).text
        async with aclosing(queued(sound(queued(sentences(text))))) as pieces:
            async for _ in pieces:
                took = took or time.perf_counter() - began
        return _heard(took)

    return turn


async def queued(source: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """A stage as one writes it: a task that fills a queue, and a mark at its end."""
    queue: asyncio.Queue[T | None] = asyncio.Queue(AHEAD)

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


def _plain(sentence: str) -> str:
    return " ".join(
        part.content for token in _MARKDOWN.parse(sentence) for part in token.children or () if part.content
    )


def _heard(took: float) -> float:
    if not took:
        raise AssertionError("nothing was said")
    return took
