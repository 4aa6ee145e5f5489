"""A voice that hums: for load, for demonstrations, and as a double in tests."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncGenerator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from pydantic import Field

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.tts.names import unknown_voice
from acore.domain.speech import Voice
from acore.errors import EngineError
from acore.interfaces import TTS, Clock, EngineContext, EngineSettings, Extra

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_WORD = re.compile(r"[^\W_]+")
_PITCHES = {"low": 110, "high": 220}


class ScriptedSettings(EngineSettings):
    """How the scripted voice hums."""

    engine: Literal["scripted"] = "scripted"
    letter_s: float = Field(default=0.06, gt=0, le=1)
    """Seconds of sound that a letter has."""
    pace_s: float = Field(default=0, ge=0, le=60)
    """Seconds before each word."""
    rate: int = Field(default=16000, ge=8000, le=48000)
    """Frames a second."""


class Said(NamedTuple):
    """What it was asked to say, and how."""

    text: str
    voice: str | None
    speed: float


class ScriptedTTS(TTS):
    """Hums every word as long as its letters take, one piece a word.

    `said` are the last hundred texts, `at_work` how many it is saying now, and `closed` how many were left early.
    While `fails` is set it raises that in the place of the first piece, or after `fails_after` pieces.
    """

    Settings = ScriptedSettings
    extra = Extra("voice", ("numpy",))

    def __init__(self, settings: ScriptedSettings, context: EngineContext) -> None:
        self._settings = settings
        self._clock = context.clock
        self.said: deque[Said] = deque(maxlen=100)
        self.at_work = self.closed = self.fails_after = 0
        self.fails: EngineError | None = None
        self.refuses: EngineError | None = None
        """Raised by `open`."""

    @classmethod
    def humming(
        cls, *, clock: Clock | None = None, letter_s: float = 0.06, pace_s: float = 0, rate: int = 16000
    ) -> Self:
        """One without a house around it."""
        from acore.adapters.http import PooledHttp  # noqa: PLC0415  where a house is, it has loaded this or needs it not

        house = EngineContext(
            clock=clock or SystemClock(),
            metrics=MemoryMetrics(),
            random=Random(0),  # noqa: S311  nothing secret is drawn
            http=PooledHttp(),
            data_dir=Path(),
        )
        return cls(ScriptedSettings(letter_s=letter_s, pace_s=pace_s, rate=rate), house)

    async def open(self) -> None:
        """Raise what it was told to."""
        if self.refuses is not None:
            raise self.refuses

    async def voices(self) -> tuple[Voice, ...]:
        """The two there are."""
        return tuple(Voice(name, "en", f"hums at {pitch} Hz") for name, pitch in _PITCHES.items())

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """A piece of sound for each word."""
        self.said.append(Said(text, voice, speed))
        if (pitch := _PITCHES.get(voice or "low")) is None:
            raise unknown_voice(str(voice), _PITCHES)
        self.at_work += 1
        try:
            for number, word in enumerate(_WORD.findall(text)):
                self._fail(number)
                await self._clock.sleep(self._settings.pace_s)
                yield self._hum(len(word) * self._settings.letter_s / speed, pitch)
            self._fail(self.fails_after)
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += 1
            raise
        finally:
            self.at_work -= 1

    def _fail(self, pieces: int) -> None:
        if self.fails is not None and pieces >= self.fails_after:
            raise self.fails.with_traceback(None)

    def _hum(self, seconds: float, pitch: int) -> "AudioChunk":
        import numpy as np  # noqa: PLC0415  only where it hums

        from acore.domain.audio import AudioChunk  # noqa: PLC0415

        rate = self._settings.rate
        time = np.arange(max(1, round(seconds * rate))) / rate
        return AudioChunk.of_floats(0.3 * np.sin(2 * np.pi * pitch * (time + 0.25 / pitch)), rate)
