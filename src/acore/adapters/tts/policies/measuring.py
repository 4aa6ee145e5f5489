"""Measures how an engine speaks."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.adapters.tts.policies.policy import Policy
from acore.errors import EngineError
from acore.interfaces import TTS, Clock, MetricsSink

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class MeasuringTTS(Policy):
    """Directly around an engine; its numbers are ``tts.first_ms``, ``tts.seconds`` of sound, and ``tts.failures``."""

    def __init__(self, inner: TTS, name: str, metrics: MetricsSink, clock: Clock) -> None:
        super().__init__(inner)
        self._name = name
        self._metrics = metrics
        self._clock = clock

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The engine's pieces; those of a stream that is left count as well."""
        began, seconds = self._clock.monotonic(), 0.0
        try:
            async with aclosing(self._inner.stream(text, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    if not seconds:
                        waited = self._clock.monotonic() - began
                        self._metrics.observe("tts.first_ms", waited * 1000, engine=self._name)
                    seconds += piece.seconds
                    yield piece
        except EngineError as error:
            self._metrics.count("tts.failures", engine=self._name, kind=type(error).__name__)
            raise
        finally:
            if seconds:
                self._metrics.count("tts.seconds", seconds, engine=self._name)
