"""Keeps the limits of an engine that speaks elsewhere, asks it again, and leaves it alone while it fails."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.adapters.guard import Guard
from acore.adapters.tts.policies.policy import Policy
from acore.interfaces import TTS

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class GuardedTTS(Policy):
    """Asks the engine through a guard; it is asked again only before the first piece."""

    def __init__(self, inner: TTS, guard: Guard) -> None:
        super().__init__(inner)
        self._guard = guard

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """As the engine; raises CircuitOpen and LineTooLong as well."""

        def work() -> "AsyncGenerator[AudioChunk, None]":
            return self._inner.stream(text, voice=voice, speed=speed)

        async with aclosing(self._guard.stream(work)) as pieces:
            async for piece in pieces:
                yield piece
