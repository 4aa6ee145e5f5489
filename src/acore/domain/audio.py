"""Sound as a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Sound as signed 16-bit samples, shape (frames, channels)."""

FULL_SCALE = 32768.0
"""What the loudest 16-bit sample is in floats from -1 to 1."""
_CANCELLED = 10
"""A mean that is so much quieter than one channel makes it alone is of channels that cancel each other: a plug with one
wire the wrong way round."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """A piece of sound that knows its own rate; a whole recording is one as well.

    Raises ValueError where the samples are not int16 of shape (frames, channels), or the rate is not above 0.
    """

    samples: Samples
    rate: int
    """Frames a second."""

    def __post_init__(self) -> None:
        if self.samples.dtype != np.int16 or self.samples.ndim != 2 or not self.samples.shape[1]:  # noqa: PLR2004
            raise ValueError(
                f"samples are int16 of shape (frames, channels), not {self.samples.dtype} of shape {self.samples.shape}"
            )
        if self.rate <= 0:
            raise ValueError(f"a rate is above 0 frames a second, not {self.rate}")

    @classmethod
    def of_floats(cls, samples: NDArray[Any], rate: int) -> Self:
        """Sound from floats from -1 to 1, one-dimensional for one channel; what is louder is clipped."""
        flat = samples.reshape(-1, 1) if samples.ndim == 1 else samples
        whole = np.clip(np.rint(np.nan_to_num(flat) * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
        return cls(whole.astype(np.int16), rate)

    @classmethod
    def silence(cls, seconds: float, rate: int, channels: int = 1) -> Self:
        """Nothing to hear for a while."""
        return cls(np.zeros((round(seconds * rate), channels), np.int16), rate)

    @property
    def seconds(self) -> float:
        """How long it takes to play."""
        return len(self.samples) / self.rate

    @property
    def channels(self) -> int:
        """1 is mono, 2 is stereo."""
        return int(self.samples.shape[1])

    def mono(self) -> Samples:
        """One channel, shape (frames,): the mean of all, or the loudest one where they cancel each other."""
        if self.channels == 1:
            return self.samples[:, 0]
        mean = self.samples.mean(axis=1)
        powers = np.square(self.samples, dtype=np.float64).sum(axis=0)
        if np.square(mean).sum() * (_CANCELLED * self.channels) ** 2 < powers.max():
            return self.samples[:, int(powers.argmax())]
        return np.asarray(np.rint(mean), np.int16)

    def floats(self) -> NDArray[np.float32]:
        """One channel as floats from -1 to 1, shape (frames,)."""
        return (self.mono() / FULL_SCALE).astype(np.float32)


def joined(chunks: Sequence[AudioChunk]) -> AudioChunk:
    """The pieces one after the other; raises ValueError for none, and for pieces of other rates or channels."""
    shapes = {(chunk.rate, chunk.channels) for chunk in chunks}
    if len(shapes) != 1:
        raise ValueError(f"pieces that are joined have one rate and number of channels, not {sorted(shapes)}")
    return AudioChunk(np.concatenate([chunk.samples for chunk in chunks]), chunks[0].rate)
