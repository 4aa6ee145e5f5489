"""WAV files of 16 bits. Importing it loads little but the standard library."""

import io
import wave
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from acore.errors import InvalidInput

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

SAMPLE_BYTES = 2
_MOST_BYTES = 2**32 - 2**10
"""Of the samples: the file says its length, and that of its header, in four bytes."""


class WavWriter:
    """Writes chunks of one rate and number of channels into a file that can be sought, as they come.

    A context manager; leaving it makes the file whole. Without any chunk the file holds nothing, of 16 kHz.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._wave = wave.Wave_write(file)
        self._kind: tuple[int, int] | None = None
        self._left = _MOST_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kind is None:
            self._set(16_000, 1)
        self._wave.close()

    @property
    def is_empty(self) -> bool:
        """Whether there was no chunk yet."""
        return self._kind is None

    def write(self, chunk: "AudioChunk") -> None:
        """Add a chunk.

        Raises ValueError for one of another rate or number of channels, InvalidInput where the file would be too long.
        """
        if self._kind is None:
            self._set(chunk.rate, chunk.channels)
        if self._kind != (chunk.rate, chunk.channels):
            raise ValueError(f"a WAV file has one rate and number of channels, not {self._kind} and then others")
        data = chunk.samples.astype("<i2", copy=False).tobytes()
        if (left := self._left - len(data)) < 0:
            raise InvalidInput("The sound is longer than a WAV file can be, which is 4 GB. Do it in parts.")
        self._left = left
        self._wave.writeframesraw(data)

    def _set(self, rate: int, channels: int) -> None:
        self._kind = rate, channels
        self._wave.setnchannels(channels)
        self._wave.setsampwidth(SAMPLE_BYTES)
        self._wave.setframerate(rate)


def wav_of(chunks: "Iterable[AudioChunk]") -> bytes:
    """The chunks as one WAV file; raises ValueError where they are of different rates or numbers of channels."""
    held = io.BytesIO()
    with WavWriter(held) as wav:
        for chunk in chunks:
            wav.write(chunk)
    return held.getvalue()
