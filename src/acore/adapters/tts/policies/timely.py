"""Gives up on an engine that hangs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.adapters.tts.policies.policy import Policy
from acore.errors import EngineTimeout
from acore.interfaces import TTS

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class TimelyTTS(Policy):
    """Raises EngineTimeout where the next piece does not come within `silence_s`."""

    def __init__(self, inner: TTS, name: str, silence_s: float) -> None:
        super().__init__(inner)
        self._name = name
        self._silence_s = silence_s

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The engine's pieces; the time that the listener takes does not count."""
        async with aclosing(self._inner.stream(text, voice=voice, speed=speed)) as pieces:
            while True:
                try:
                    async with asyncio.timeout(self._silence_s):
                        piece = await anext(pieces, None)
                except TimeoutError as error:
                    told = f"{self._name} said nothing for {self._silence_s:g} s; try again, or another engine."
                    raise EngineTimeout(told, engine=self._name) from error
                if piece is None:
                    return
                yield piece
