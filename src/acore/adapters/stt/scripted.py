"""Ears that hear what they are told to: for demonstrations, and as a double in tests."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.domain.speech import Segment
from acore.errors import EngineError
from acore.interfaces import STT, Clock, EngineContext, EngineSettings, Extra

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_AUDIBLE = 100
"""Of 32768."""


class ScriptedSTTSettings(EngineSettings):
    """What the scripted ears hear."""

    engine: Literal["scripted"] = "scripted"
    texts: tuple[str, ...] = Field(default=("what can you do",), min_length=1)
    """What is heard in the first sound, in the second and so on; the last one again and again."""
    pace_s: float = Field(default=0, ge=0, le=60)
    """Seconds before the end of what is heard."""


class ScriptedSTT(STT):
    """Hears the next of its texts in every stream that is not silent: its first word as a guess, then all of it.

    `heard_s` are the seconds of the last hundred streams, `at_work` how many it listens to now, and `closed` how
    many were left early. While `fails` is set it raises that in place of the final segment.
    """

    Settings = ScriptedSTTSettings
    extra = Extra("voice", ("numpy",))

    def __init__(self, settings: ScriptedSTTSettings, context: EngineContext) -> None:
        self._settings = settings
        self._clock = context.clock
        self._texts = deque(settings.texts)
        self.heard_s: deque[float] = deque(maxlen=100)
        self.at_work = self.closed = 0
        self.fails: EngineError | None = None
        self.refuses: EngineError | None = None
        """Raised by `open`."""

    @classmethod
    def hearing(cls, *texts: str, clock: Clock | None = None, pace_s: float = 0) -> Self:
        """One without a house around it."""
        from acore.adapters.http import PooledHttp  # noqa: PLC0415  where a house is, it has loaded this or needs it not

        house = EngineContext(
            clock=clock or SystemClock(),
            metrics=MemoryMetrics(),
            random=Random(0),  # noqa: S311  nothing secret is drawn
            http=PooledHttp(),
            data_dir=Path(),
        )
        return cls(ScriptedSTTSettings(texts=texts or ("what can you do",), pace_s=pace_s), house)

    async def open(self) -> None:
        """Raise what it was told to."""
        if self.refuses is not None:
            raise self.refuses

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """A guess when the sound begins, and a final segment at its end."""
        self.at_work += 1
        begin, end, text = 0.0, 0.0, ""
        try:
            async for chunk in audio:
                loud = bool(len(chunk.samples)) and int(abs(chunk.samples.astype(int)).max()) > _AUDIBLE
                begin, end = (begin if text or not loud else end), end + chunk.seconds
                if loud and not text:
                    text = self._next()
                    yield Segment(text.partition(" ")[0], begin, end, language=language, final=False)
            await self._clock.sleep(self._settings.pace_s)
            if self.fails is not None:
                raise self.fails.with_traceback(None)
            if text:
                yield Segment(text, begin, end, 1.0, language)
        except (GeneratorExit, asyncio.CancelledError):
            self.closed += 1
            raise
        finally:
            self.heard_s.append(end)
            self.at_work -= 1

    def _next(self) -> str:
        return self._texts.popleft() if len(self._texts) > 1 else self._texts[0]
