"""The contract of speech to text."""

from abc import abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from typing import TYPE_CHECKING

from acore.domain.speech import Segment, Transcript
from acore.interfaces.engine import Engine

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk


class STT(Engine):
    """Writes down what is said."""

    @abstractmethod
    def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """What is heard, in the order in which it is said; the sound may have any rate and number of channels.

        Segments that are not `final` are replaced by the next one; every stream of words ends with a
        final one. Sound without speech gives none. `language` is a hint such as ``de``; None is the
        engine's own choice.

        Raises EngineUnavailable or EngineRefused. Closing the generator, or cancelling who waits for
        it, stops the engine; the source of the sound is closed by who made it.
        """

    async def transcribe(self, clip: "AudioChunk", *, language: str | None = None) -> Transcript:
        """The whole text of a recording. Raises as `stream` does."""

        async def whole() -> "AsyncGenerator[AudioChunk, None]":
            yield clip

        async with aclosing(whole()) as source, aclosing(self.stream(source, language=language)) as heard:
            segments = tuple([segment async for segment in heard if segment.final])
        found = next((segment.language for segment in segments if segment.language), language)
        return Transcript(" ".join(segment.text.strip() for segment in segments).strip(), found, segments)
