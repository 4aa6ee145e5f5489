"""The contract of text to speech."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.domain.speech import Voice
from acore.interfaces.engine import Engine

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk


class TTS(Engine):
    """Says a text aloud."""

    @abstractmethod
    def stream(self, text: str, *, voice: str | None = None, speed: float = 1.0) -> "AsyncGenerator[AudioChunk, None]":
        """The sound, piece by piece as it is made; all pieces have one rate and number of channels.

        `text` is spoken as it stands, so it should be one sentence or two and free of markup. A text
        without anything to say gives no piece. `voice` is one of `voices()`, None the one of the
        settings; `speed` is from 0.5 to 2, and 1 is the voice's own pace.

        Raises NotFound for a voice that is not there, EngineUnavailable or EngineRefused; nothing is
        raised after the last piece. Closing the generator, or cancelling who waits for it, stops the
        engine within 200 ms.
        """

    @abstractmethod
    async def voices(self) -> tuple[Voice, ...]:
        """All voices, those of the settings' language first; never none."""

    async def synthesize(self, text: str, *, voice: str | None = None, speed: float = 1.0) -> "AudioChunk | None":
        """The whole sound at once; None where there is nothing to say. Raises as `stream` does."""
        from acore.domain.audio import joined  # noqa: PLC0415

        async with aclosing(self.stream(text, voice=voice, speed=speed)) as chunks:
            pieces = [chunk async for chunk in chunks]
        return joined(pieces) if pieces else None
