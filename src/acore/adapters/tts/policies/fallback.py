"""Has the next engine speak where one can not."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

import structlog

from acore.domain.speech import Voice
from acore.errors import EngineError, NotFound
from acore.interfaces import TTS

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)


class FallbackTTS(TTS):
    """The first engine that can speak; one that has begun is not left for another.

    EngineUnavailable and EngineRefused lead to the next one, which speaks in its own voice where it does not know
    the one that is asked for. Where all fail the first error is raised. `spoke` is the name of the engine that
    was heard last; empty before.
    """

    def __init__(self, engines: Mapping[str, TTS]) -> None:
        self._engines = dict(engines)
        self._ready = self._engines
        self.spoke = ""

    async def open(self) -> None:
        """Open all; one that can not open is left out, as long as there is another. Raises the first one's error."""
        engines = tuple(self._engines.values())
        try:
            opened = await asyncio.gather(*(engine.open() for engine in engines), return_exceptions=True)
            _require_one(opened)
        except BaseException:
            await self.aclose()
            raise
        errors = dict(zip(self._engines, opened, strict=True))
        self._ready = {name: engine for name, engine in self._engines.items() if errors[name] is None}
        for name, error in errors.items():
            if error is not None:
                _log.warning("tts_left_out", engine=name, error=str(error))

    async def ping(self) -> None:
        """Return if one of them can speak; raise the first one's error if none can."""
        errors: list[EngineError] = []
        for engine in self._ready.values():
            try:
                return await engine.ping()
            except EngineError as error:
                errors.append(error)
        raise errors[0]

    async def aclose(self) -> None:
        """Close all, also where one fails to; its error is raised when the others are closed."""
        engines = self._engines.values()
        closed = await asyncio.gather(*(engine.aclose() for engine in engines), return_exceptions=True)
        for error in closed:
            if error is not None:
                raise error

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the first engine that is there."""
        return await next(iter(self._ready.values())).voices()

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """Speak with the first engine that begins to."""
        failed: list[EngineError] = []
        for name, engine in self._ready.items():
            begun = False
            try:
                async with aclosing(self._said(name, engine, text, voice, speed)) as pieces:
                    async for piece in pieces:
                        begun, self.spoke = True, name
                        yield piece
            except EngineError as error:
                if begun:
                    raise
                failed.append(error)
                _log.warning("tts_fell_back", engine=name, error=type(error).__name__)
            else:
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
            if voice is None or name == next(iter(self._ready)):
                raise
        else:
            return
        async with aclosing(engine.stream(text, speed=speed)) as pieces:
            async for piece in pieces:
                yield piece


def _require_one(opened: Sequence[BaseException | None]) -> None:
    """Raise the first error that is no engine's, or the first of all where every engine has one."""
    for error in opened:
        if error is not None and not (None in opened and isinstance(error, EngineError)):
            raise error
