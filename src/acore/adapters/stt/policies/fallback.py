"""Has the next engine listen where one can not."""

from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

import structlog

from acore.adapters.standing_in import StandingIn
from acore.domain.speech import Segment
from acore.errors import EngineError
from acore.interfaces import STT, Clock

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)
_REMEMBERED_S = 60.0
"""Of the sound that was heard already: so much a next engine can be told again, and a turn has thirty."""


class FallbackSTT(StandingIn[STT], STT):
    """The first engine that can listen; one that has said something final is not left for another.

    EngineUnavailable and EngineRefused lead to the next one, which is told all of the sound again; where a minute of it
    has gone by, nobody is. Where all fail the first error is raised. One that hung is asked last for a while.
    `listened` is the name of the engine that heard the latest words; empty before.
    """

    left_out = "stt_left_out"

    def __init__(self, engines: Mapping[str, STT], clock: Clock) -> None:
        super().__init__(engines, clock)
        self.listened = ""

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """Listen with the first engine that can."""
        source = _Told(audio, last=len(self._ready) == 1)
        failed: list[EngineError] = []
        for name, engine in self._in_turn():
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
                self._learn(name, error)
                failed.append(error)
                if source.forgotten:
                    break
                _log.warning("stt_fell_back", engine=name, error=type(error).__name__)
            else:
                self._learn(name)
                return
        raise failed[-1] if source.forgotten else failed[0]


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
