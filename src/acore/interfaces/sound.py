"""The contract of what reads recordings and changes rates."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk


class Resampler(ABC):
    """Turns the pieces of one stream of sound into another rate, without clicks between them and without aliasing."""

    @abstractmethod
    def feed(self, chunk: "AudioChunk") -> "AudioChunk":
        """What can be said so far; it may be empty. Every chunk of a stream has one rate and number of channels."""

    @abstractmethod
    def finish(self) -> "AudioChunk":
        """The rest. Nothing is fed after it."""


class Sound(ABC):
    """Reads recordings, and makes resamplers."""

    @abstractmethod
    def read(self, source: Path | bytes) -> "AsyncGenerator[AudioChunk, None]":
        """The sound of a file or its bytes, in pieces of at most a second: a long one is never in memory whole.

        Raises NotFound where there is no such file, InvalidInput where it is no recording, is broken
        from the beginning, or holds no sound; a file that is broken in the middle ends there. Decoding
        is off the event loop; closing the generator closes the file.
        """

    @abstractmethod
    def resampler(self, rate: int, channels: int = 1) -> Resampler:
        """A new resampler that gives this rate and number of channels."""
