"""From the words of a reply to its sound: it is spoken while it is written, and converted while it is spoken."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Self

from acore.domain.audio import AudioChunk
from acore.domain.replies import Citation, ReplyPart
from acore.domain.sentences import Sentences
from acore.domain.voice_events import Failed, FellBack, Playing, Saying, Stage
from acore.errors import AcoreError, EngineError, EngineRefused, NotFound
from acore.interfaces import Clock
from acore.services.prefetching import prefetch, timely, within
from acore.services.speakable import speakable
from acore.services.speaking import Shaping, gathered
from acore.services.voice_engines import Voice
from acore.services.voice_phrases import ENGLISH, OwnWords

_SENTENCES_AHEAD = 1000
"""What is written waits for nobody: words are small, and a model that is kept waiting is given up."""
_PIECES_AHEAD = 16
_CONVERTED_AHEAD = 4

Step = Saying | Playing | FellBack | Failed


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is spoken, and how many seconds each stage may take for its next piece.

    They are above what the engines are given that may hang, so that another one can stand in first.
    """

    voice: str | None = None
    speed: float = 1.0
    pause_s: float = 0.2
    """Silence behind every sentence, beside what the voice leaves itself."""
    chat_s: float = 130.0
    """Above what a whole reply may take, so that who answers tells why it failed."""
    tts_s: float = 130.0
    rvc_s: float = 60.0


@dataclass(slots=True)
class Laps:
    """When each stage had its first result, on the stopwatch of the clock."""

    clock: Clock
    began: dict[Stage, float] = field(default_factory=dict)
    took_ms: dict[Stage, float] = field(default_factory=dict)

    def begin(self, stage: Stage) -> None:
        """The stage has something to do; only the first time counts."""
        self.began.setdefault(stage, self.clock.monotonic())

    def end(self, stage: Stage) -> None:
        """It has done it; only the first time counts."""
        if stage in self.began and stage not in self.took_ms:
            self.took_ms[stage] = (self.clock.monotonic() - self.began[stage]) * 1000


class Hold:
    """Keeps a reply at its first sentence, until it is certain that it is wanted."""

    def __init__(self) -> None:
        self._freed = asyncio.Event()

    @classmethod
    def free(cls) -> Self:
        """One that holds nothing."""
        hold = cls()
        hold.release()
        return hold

    @property
    def is_free(self) -> bool:
        """Whether it holds nothing any more."""
        return self._freed.is_set()

    def release(self) -> None:
        """The reply is wanted."""
        self._freed.set()

    async def wait(self) -> None:
        """Return once it is."""
        await self._freed.wait()


class Vocal:
    """What one session keeps of how it sounds: its rate, and whether the converter is with it."""

    def __init__(self, voice: Voice, manner: Manner, words: OwnWords = ENGLISH) -> None:
        self.voice = voice
        self.manner = manner
        self.words = words
        self.shaping = Shaping(voice.sound)
        self._is_plain = False
        self._why_plain = voice.why_plain

    def why_plain(self) -> str | None:
        """Why there is no converter, where that was not told yet."""
        why, self._why_plain = self._why_plain, ""
        return why or None

    def now_plain(self, why: str) -> str | None:
        """Why the voice is plain from now on, where that was not told yet."""
        told, self._is_plain = self._is_plain, True
        return None if told else why

    def converted(self) -> str | None:
        """As `now_plain` where the converter gave the plain voice back, which it tells itself."""
        if self.voice.rvc is not None and (notice := self.voice.rvc.notice()) is not None:
            return self.now_plain(notice)
        self._is_plain = False
        return None

    def shaped(self, piece: AudioChunk) -> Playing | None:
        """The piece in the form of the session; None while all of it is held back."""
        return _playing(self.shaping.shaped(piece))

    def rest(self) -> Playing | None:
        """What is held back at the end of a sentence."""
        return _playing(self.shaping.rest())


class SpokenReply:
    """One reply on its way; `parts` is closed with it."""

    def __init__(
        self, parts: AsyncGenerator[ReplyPart, None], vocal: Vocal, clock: Clock, hold: Hold | None = None
    ) -> None:
        self._parts = parts
        self._vocal = vocal
        self._hold = hold or Hold.free()
        self._failed: set[Stage] = set()
        self._is_mute = False
        self.laps = Laps(clock)
        self.text = ""
        """The reply as far as it is written."""
        self.citations: tuple[Citation, ...] = ()

    def steps(self) -> AsyncGenerator[Step, None]:
        """Every sentence before its sound; what fails is told once, and said where there is a voice to say it.

        Closing it stops all that works for it.
        """
        spoken = self._spoken(prefetch(self._written(), _SENTENCES_AHEAD))
        if self._vocal.voice.rvc is None:
            return prefetch(spoken, _PIECES_AHEAD)
        return prefetch(self._converted(prefetch(spoken, _PIECES_AHEAD)), _CONVERTED_AHEAD)

    async def _written(self) -> AsyncGenerator[str | AcoreError, None]:
        """The sentences, each as soon as it is whole; what cuts them off comes last."""
        splitter = Sentences()
        self.laps.begin("chat")
        failure: AcoreError | None = None
        try:
            async with aclosing(within(self._parts, self._vocal.manner.chat_s, "chat")) as parts:
                async for part in parts:
                    self.text += part.text
                    self.citations = part.citations or self.citations
                    whole = splitter.feed(part.text)
                    if not self._hold.is_free:
                        whole += splitter.early()
                    for sentence in whole:
                        self.laps.end("chat")
                        yield sentence
                    if whole:
                        await self._hold.wait()
        except AcoreError as error:
            failure = error
        for sentence in splitter.close():
            self.laps.end("chat")
            yield sentence
        if failure is not None:
            yield failure

    async def _spoken(self, written: AsyncGenerator[str | AcoreError, None]) -> AsyncGenerator[Step, None]:
        async with aclosing(written):
            async for sentence in written:
                if isinstance(sentence, AcoreError):
                    yield Failed("chat", str(sentence))
                    words = self._vocal.words
                    saying = Saying("", words.of(sentence, words.sorry))
                else:
                    saying = Saying(sentence, speakable(sentence))
                if not saying.said or self._is_mute:
                    continue
                yield saying
                async with aclosing(self._said(saying.said)) as sound:
                    async for step in sound:
                        yield step

    async def _said(self, text: str) -> AsyncGenerator[Step, None]:
        """A sentence: its pieces as they come, or whole for the converter."""
        self.laps.begin("tts")
        manner = self._vocal.manner
        stream = self._vocal.voice.tts.stream(text, voice=manner.voice, speed=manner.speed)
        pieces = _with_pause(within(stream, manner.tts_s, "tts"), manner.pause_s)
        if self._vocal.voice.rvc is not None:
            pieces = gathered(pieces)
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    self.laps.end("tts")
                    if (playing := self._shaped(piece)) is not None:
                        yield playing
        except (EngineError, NotFound) as error:
            # What one sentence is refused for may be all right with the next; a voice that is gone is gone.
            self._is_mute = not isinstance(error, EngineRefused)
            if "tts" not in self._failed:
                self._failed.add("tts")
                yield Failed("tts", str(error))
        if (rest := self._vocal.rest()) is not None:
            yield rest

    def _shaped(self, piece: AudioChunk) -> Playing | None:
        """Converted sound is brought to its form when it is."""
        return Playing(piece) if self._vocal.voice.rvc is not None else self._vocal.shaped(piece)

    async def _converted(self, steps: AsyncGenerator[Step, None]) -> AsyncGenerator[Step, None]:
        """Every clip in the other voice; once that failed, the rest of the reply in the plain one."""
        plain = False
        async with aclosing(steps):
            async for step in steps:
                if not isinstance(step, Playing):
                    yield step
                    continue
                clip, why = step.chunk, None
                if not plain:
                    try:
                        clip = await self._in_other_voice(clip)
                        why = self._vocal.converted()
                    except (EngineError, NotFound) as error:
                        plain, why = True, self._vocal.now_plain(str(error))
                if why is not None:
                    yield FellBack(why)
                for playing in (self._vocal.shaped(clip), self._vocal.rest()):
                    if playing is not None:
                        yield playing

    async def _in_other_voice(self, clip: AudioChunk) -> AudioChunk:
        rvc = self._vocal.voice.rvc
        assert rvc is not None
        self.laps.begin("rvc")
        try:
            return await timely(rvc.convert(clip), self._vocal.manner.rvc_s, "rvc")
        finally:
            self.laps.end("rvc")


def _playing(chunk: AudioChunk | None) -> Playing | None:
    return Playing(chunk) if chunk is not None and len(chunk.samples) else None


async def _with_pause(pieces: AsyncGenerator[AudioChunk, None], seconds: float) -> AsyncGenerator[AudioChunk, None]:
    """The pieces, and silence behind them where there are any."""
    last: AudioChunk | None = None
    async with aclosing(pieces):
        async for last in pieces:
            yield last
    if last is not None and seconds:
        yield AudioChunk.silence(seconds, last.rate, last.channels)
