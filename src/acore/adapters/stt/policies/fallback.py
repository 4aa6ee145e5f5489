"""Has the next engine listen where one can not."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

import structlog

from acore.domain.speech import Segment
from acore.errors import EngineError
from acore.interfaces import STT

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)
_REMEMBERED_S = 60.0
"""Of the sound that was heard already: so much a next engine can be told again, and a turn has thirty."""


class FallbackSTT(STT):
    """The first engine that can listen; one that has said something final is not left for another.

    EngineUnavailable and EngineRefused lead to the next one, which is told all of the sound again; where a minute of it
    has gone by, nobody is. Where all fail the first error is raised. `listened` is the name of the engine that heard
    the latest words; empty before.
    """

    def __init__(self, engines: Mapping[str, STT]) -> None:
        self._engines = dict(engines)
        self._ready = self._engines
        self.listened = ""

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
                _log.warning("stt_left_out", engine=name, error=str(error))

    async def ping(self) -> None:
        """Return if one of them can listen; raise the first one's error if none can."""
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

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """Listen with the first engine that can."""
        source = _Told(audio, last=len(self._ready) == 1)
        failed: list[EngineError] = []
        for name, engine in self._ready.items():
            try:
                async with (
                    aclosing(source.again()) as chunks,
                    aclosing(engine.stream(chunks, language=language)) as heard,
                ):
                    async for segment in heard:
                        if segment.final:
                            self.listened = name
                            source.forget()
                        yield segment
            except EngineError as error:
                failed.append(error)
                if source.forgotten:
                    break
                _log.warning("stt_fell_back", engine=name, error=type(error).__name__)
            else:
                return
        raise failed[-1] if source.forgotten else failed[0]


def _require_one(opened: Sequence[BaseException | None]) -> None:
    """Raise the first error that is no engine's, or the first of all where every engine has one."""
    for error in opened:
        if error is not None and not (None in opened and isinstance(error, EngineError)):
            raise error


class _Told:
    """A source that can be told again from its beginning, as long as that is remembered."""

    def __init__(self, audio: "AsyncIterable[AudioChunk]", *, last: bool) -> None:
        self._source = aiter(audio)
        self._told: list[AudioChunk] = []
        self._seconds = 0.0
        self.forgotten = last

    async def again(self) -> "AsyncGenerator[AudioChunk, None]":
        for chunk in tuple(self._told):
            yield chunk
        async for chunk in self._source:
            if not self.forgotten:
                self._told.append(chunk)
                self._seconds += chunk.seconds
                if self._seconds > _REMEMBERED_S:
                    self.forget()
            yield chunk

    def forget(self) -> None:
        """From now on nobody is told what was."""
        self.forgotten = True
        self._told.clear()
