"""Has the next engine speak where one can not."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

import structlog

from acore.adapters.standing_in import StandingIn
from acore.domain.speech import Voice
from acore.errors import EngineError, NotFound
from acore.interfaces import TTS, Clock

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)


class FallbackTTS(StandingIn[TTS], TTS):
    """The first engine that can speak; one that has begun is not left for another.

    EngineUnavailable and EngineRefused lead to the next one, which speaks in its own voice where it does not know
    the one that is asked for. Where all fail the first error is raised. One that hung is asked last for a while.
    `spoke` is the name of the engine that was heard last; empty before.
    """

    left_out = "tts_left_out"

    def __init__(self, engines: Mapping[str, TTS], clock: Clock) -> None:
        super().__init__(engines, clock)
        self.spoke = ""

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the first engine that is there."""
        return await self.voices_of(self.first)

    async def voices_of(self, name: str) -> tuple[Voice, ...]:
        """Those of one engine; the name is one that was given here, as `spoke` is."""
        return await self._engines[name].voices()

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """Speak with the first engine that begins to."""
        failed: list[EngineError] = []
        for name, engine in self._in_turn():
            begun = False
            try:
                async with aclosing(self._said(name, engine, text, voice, speed)) as pieces:
                    async for piece in pieces:
                        begun, self.spoke = True, name
                        yield piece
            except EngineError as error:
                self._learn(name, error)
                if begun:
                    raise
                failed.append(error)
                if len(failed) == len(self._ready):
                    break
                _log.warning("tts_fell_back", engine=name, error=type(error).__name__)
            else:
                self._learn(name)
                return
        raise failed[0]

    async def _said(
        self, name: str, engine: TTS, text: str, voice: str | None, speed: float
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The engine's pieces, in the voice if it is there; only the first engine that could open has to have it."""
        try:
            async with aclosing(engine.stream(text, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    yield piece
        except NotFound:
            if voice is None or name == self.first:
                raise
        else:
            return
        async with aclosing(engine.stream(text, speed=speed)) as pieces:
            async for piece in pieces:
                yield piece
