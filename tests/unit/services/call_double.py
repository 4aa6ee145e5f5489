"""A call on doubles, for the tests of its conversation: people speak tones, and what a tone says is in its loudness."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from typing import Self

import numpy as np

from acore.adapters.sound.reading import AVSound
from acore.domain.audio import AudioChunk
from acore.domain.calls import CallPlace
from acore.domain.speech import Segment
from acore.domain.spoken_commands import Spoken
from acore.errors import AcoreError
from acore.interfaces import STT, Clock
from acore.services.call_conversation import CallConversation
from acore.services.call_options import CallOptions
from acore.services.call_writing import Line
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_phrases import ENGLISH, OwnWords
from acore.services.voice_reply import Manner
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.testing import ManualClock, MemoryMetrics, ScriptedTTS, ScriptedVAD
from acore.testing.calls import ScriptedCall
from tests.unit.services.voice_double import Act, ScriptedChat

RATE = 16000
PLACE = CallPlace(guild="1", channel="2")
STEP_S = 0.02
_QUIETEST, _STEP = 2000, 20


class Phrasebook(STT):
    """Hears what the loudness of a sound stands for; `heard` is all that it was given."""

    def __init__(self, clock: Clock, pace_s: float = 0.0) -> None:
        self.texts: list[str] = []
        self.pace_s = pace_s
        self.fails: Exception | None = None
        self.heard: list[str] = []
        self.at_work = 0
        self._clock = clock

    def tone(self, text: str, seconds: float, *, hum: bool = False) -> AudioChunk:
        """Somebody says this."""
        if text not in self.texts:
            self.texts.append(text)
        peak = _QUIETEST + _STEP * self.texts.index(text)
        times = np.arange(round(seconds * RATE)) / RATE
        wave = np.sin(2 * np.pi * 200 * times)
        wave = wave if hum else 0.5 * wave + 0.5 * np.sin(2 * np.pi * 1600 * times)
        return AudioChunk((wave / np.abs(wave).max() * peak).astype(np.int16).reshape(-1, 1), RATE)

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        self.at_work += 1
        try:
            samples = np.concatenate([chunk.mono() for chunk in [chunk async for chunk in audio]])
            await self._clock.sleep(self.pace_s)
            if self.fails is not None:
                raise self.fails.with_traceback(None)
            peak = int(np.abs(samples.astype(int)).max())
            text = self.texts[round((peak - _QUIETEST) / _STEP)]
            self.heard.append(text)
            if text:
                yield Segment(text, 0, len(samples) / RATE, 1.0, language)
        finally:
            self.at_work -= 1


class Board:
    """Shows lines."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Line]] = {}
        self.fails: AcoreError | None = None

    async def write(self, line: Line) -> None:
        if self.fails is not None:
            raise self.fails.with_traceback(None)
        self.lines.setdefault(line.name, []).append(line)

    @property
    def shown(self) -> list[str]:
        """What people see."""
        return [lines[-1].text for lines in self.lines.values()]


class Owner:
    """Notes commands; while `says` is set, that is to be said."""

    def __init__(self) -> None:
        self.told: list[Spoken] = []
        self.says: str | AcoreError | None = None

    async def obey(self, spoken: Spoken) -> str | None:
        self.told.append(spoken)
        if isinstance(self.says, AcoreError):
            raise self.says.with_traceback(None)
        return self.says


class Channel:
    """A call with a conversation in it; time goes on by `wait` alone. A letter is said in a tenth of a second."""

    def __init__(  # noqa: PLR0913  what a test may choose
        self,
        *replies: Sequence[Act],
        people: Sequence[str] = ("ada",),
        options: CallOptions | None = None,
        letter_s: float = 0.1,
        stt_s: float = 0.0,
        tts: ScriptedTTS | None = None,
        vad: ScriptedVAD | None = None,
        words: OwnWords = ENGLISH,
    ) -> None:
        self.clock = ManualClock()
        self.call = ScriptedCall(PLACE, self.clock)
        self.stt = Phrasebook(self.clock, stt_s)
        self.tts = tts or ScriptedTTS.humming(letter_s=letter_s, clock=self.clock)
        self.chat = ScriptedChat(*(replies or (["It is five."],)))
        self.metrics = MemoryMetrics()
        self.board, self.owner = Board(), Owner()
        self.vad = vad or ScriptedVAD(frame=320)
        self.engines = VoiceEngines(
            vad=lambda: self.vad, stt=lambda: self.stt, tts=lambda: self.tts, rvc=lambda: None, sound=AVSound
        )
        self.conversation = CallConversation(
            call=self.call,
            engines=self.engines,
            sessions=self._session,
            memory=self.chat,
            commanded=self.owner,
            writing=self.board,
            clock=self.clock,
            metrics=self.metrics,
            options=options or CallOptions(),
            words=words,
        )
        for user in people:
            self.come(user)
        self.running: asyncio.Task[None] | None = None
        self._speaking: set[asyncio.Task[None]] = set()

    def _session(self, *, speaker: object) -> VoiceSession:
        return VoiceSession(
            speaker=speaker,  # type: ignore[arg-type]
            engines=self.engines,
            chat=self.chat,
            clock=self.clock,
            metrics=self.metrics,
            options=VoiceOptions(manner=Manner(pause_s=0.0)),
        )

    async def __aenter__(self) -> Self:
        AVSound().resampler(RATE)  # the first one loads a large library, while the time of the test stands still
        self.running = asyncio.create_task(self.conversation.run())
        await self.wait(0.1)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.running is not None:
            self.running.cancel()
            await asyncio.wait((self.running,))
        for task in self._speaking:
            task.cancel()
        await asyncio.gather(*self._speaking, return_exceptions=True)

    def come(self, user: str) -> None:
        """Somebody who is admitted comes."""
        self.call.admit(user)
        self.call.come(user)

    async def wait(self, seconds: float) -> None:
        """Time goes on."""
        for _ in range(round(seconds / STEP_S)):
            await self.clock.advance(STEP_S)

    def speak(self, user: str, text: str, seconds: float = 1.0, *, hum: bool = False) -> None:
        """Somebody begins to say this, and is silent behind it."""
        task = asyncio.create_task(self.call.speak(user, self.stt.tone(text, seconds, hum=hum)))
        self._speaking.add(task)

    async def said(self, user: str, text: str, seconds: float = 1.0, then_s: float = 1.0) -> None:
        """Somebody says this, and some time goes by."""
        self.speak(user, text, seconds)
        await self.wait(seconds + then_s)

    @property
    def asked(self) -> list[str]:
        """What the model was asked."""
        return [question.text for question in self.chat.questions]

    @property
    def played_s(self) -> float:
        """Of what the bot says."""
        return self.call.player.played_s
