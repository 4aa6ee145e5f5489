"""Keeps the limits of an engine, asks it again, and leaves it alone while it fails."""

from typing import TYPE_CHECKING

from acore.adapters.guard import Guard
from acore.adapters.rvc.policies.policy import Policy
from acore.interfaces import VoiceConverter

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class GuardedConverter(Policy):
    """Asks the engine through a guard, whose numbers are ``rvc.ms`` and ``rvc.failures``."""

    def __init__(self, inner: VoiceConverter, guard: Guard) -> None:
        super().__init__(inner)
        self._guard = guard

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """As the engine; raises CircuitOpen and LineTooLong as well."""
        return await self._guard.call(lambda: self._inner.convert(clip, voice=voice, pitch=pitch))
