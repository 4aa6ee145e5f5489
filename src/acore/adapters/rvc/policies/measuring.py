"""Measures how much is converted, and how quickly."""

from typing import TYPE_CHECKING

from acore.adapters.rvc.policies.policy import Policy
from acore.interfaces import Clock, MetricsSink, VoiceConverter

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class MeasuringConverter(Policy):
    """Directly around an engine; ``rvc.seconds`` of sound, and ``rvc.factor``: how long one of them takes."""

    def __init__(self, inner: VoiceConverter, name: str, metrics: MetricsSink, clock: Clock) -> None:
        super().__init__(inner)
        self._name = name
        self._metrics = metrics
        self._clock = clock

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """As the engine; what fails and what is empty does not count."""
        began = self._clock.monotonic()
        converted = await self._inner.convert(clip, voice=voice, pitch=pitch)
        if clip.seconds:
            took = self._clock.monotonic() - began
            self._metrics.count("rvc.seconds", clip.seconds, engine=self._name)
            self._metrics.observe("rvc.factor", took / clip.seconds, engine=self._name)
        return converted
