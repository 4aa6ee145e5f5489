"""Measures how an engine listens."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.adapters.wrapping import Wrapping
from acore.domain.speech import Segment
from acore.errors import EngineError
from acore.interfaces import STT, Clock, MetricsSink

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class MeasuringSTT(Wrapping[STT], STT):
    """Directly around an engine.

    Its numbers are ``stt.seconds`` of sound, ``stt.after_ms`` from the end of the sound to the end of its words, and
    ``stt.failures``.
    """

    def __init__(self, inner: STT, name: str, metrics: MetricsSink, clock: Clock) -> None:
        super().__init__(inner)
        self._name = name
        self._metrics = metrics
        self._clock = clock

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """The engine's segments; the sound of a stream that is left counts as well."""
        seconds, ended = 0.0, None

        async def counted() -> "AsyncGenerator[AudioChunk, None]":
            nonlocal seconds, ended
            async for chunk in audio:
                seconds += chunk.seconds
                yield chunk
            ended = self._clock.monotonic()

        try:
            async with aclosing(counted()) as source, aclosing(self._inner.stream(source, language=language)) as heard:
                async for segment in heard:
                    yield segment
            if ended is not None:
                self._metrics.observe("stt.after_ms", (self._clock.monotonic() - ended) * 1000, engine=self._name)
        except EngineError as error:
            self._metrics.count("stt.failures", engine=self._name, kind=type(error).__name__)
            raise
        finally:
            if seconds:
                self._metrics.count("stt.seconds", seconds, engine=self._name)
