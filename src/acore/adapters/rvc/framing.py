"""Takes sound apart into overlapping frames and puts it together again. Importing it loads numpy."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Spectra = NDArray[np.complex128]
"""Shape (frames, bins); phases are those at the middle of a frame."""

_WINDOW_S = 0.044
"""Long enough for four periods of a low voice, short enough for the beginning of a consonant."""
_SHORTEST, _LONGEST = 64, 16_384
"""Samples of a window, whatever the rate is; all windows are multiples of the shortest one."""
_AT_ONCE = 2**18
"""Samples of frames that are in memory at the same time, unless a frame alone has more."""


class Geometry:
    """How long frames are: `size` samples are heard every `hop`, and `made` are played in their place.

    With `made` other than `size` every frame is played faster or slower, so that all its frequencies are multiplied
    by `ratio`, while frames keep their distance: the length stays.
    """

    def __init__(self, rate: int, ratio: float) -> None:
        self.rate = rate
        self.size = min(max(round(_WINDOW_S * rate / _SHORTEST), 1) * _SHORTEST, _LONGEST)
        self.made = 2 * round(self.size / ratio / 2)
        self.ratio = self.size / self.made
        self.hop = self.size // 8 if self.made * 2 >= self.size else self.size // 16

    @property
    def frequencies(self) -> Floats:
        """Of the bins as they are played, in Hz."""
        found: Floats = np.arange(self.size // 2 + 1, dtype=np.float64) * (self.rate / self.made)
        return found


class Change(Protocol):
    """What is done to the spectra, in the order in which they come."""

    def __call__(self, spectra: Spectra) -> Spectra:
        """As many as were given, of the same shape."""
        ...


class Frames:
    """One stream of sound, changed frame by frame; what comes out does not depend on the pieces in which it comes in.

    `feed` gives what is ready, `finish` the rest; together they are as long as what was fed, to the sample.
    """

    def __init__(self, geometry: Geometry, change: Change) -> None:
        self._geometry = geometry
        self._change = change
        self._heard = np.zeros(geometry.size // 2)
        """What is not in a whole frame yet; the middle of the first frame is the first sample."""
        self._window = hann(geometry.size)
        self._shape = _shape(geometry.made, geometry.hop) * (geometry.made / geometry.size)
        self._sum = np.zeros(geometry.made)
        """What frames that are still to come are added to."""
        self._early = geometry.made // 2
        self._taken = self._given = 0

    def feed(self, samples: Floats) -> Floats:
        """What is ready, of samples of shape (frames,)."""
        self._taken += len(samples)
        return self._out(samples)

    def finish(self) -> Floats:
        """The rest. Nothing is fed after it."""
        geometry = self._geometry
        missing = self._taken - self._given
        more = self._out(np.zeros((geometry.size + geometry.made) // 2 + geometry.hop))
        return more[:missing]

    def _out(self, samples: Floats) -> Floats:
        made = np.concatenate([np.empty(0), *self._pieces(samples)])
        early = min(self._early, len(made))
        self._early -= early
        self._given += len(made) - early
        return made[early:]

    def _pieces(self, samples: Floats) -> Iterator[Floats]:
        size, hop = self._geometry.size, self._geometry.hop
        step = max(_AT_ONCE // size, 1) * hop
        for begin in range(0, len(samples), step):
            self._heard = np.concatenate([self._heard, samples[begin : begin + step]])
            count = (len(self._heard) - size) // hop + 1
            if count > 0:
                yield self._made(sliding_window_view(self._heard, size)[::hop][:count])
                self._heard = self._heard[count * hop :]

    def _made(self, frames: Floats) -> Floats:
        """The sound that no later frame is added to."""
        geometry = self._geometry
        bins = geometry.made // 2 + 1
        spectra = self._change(centred(np.fft.rfft(frames * self._window)))
        played = np.fft.irfft(centred(spectra[:, :bins]), geometry.made) * self._shape
        whole = len(frames) * geometry.hop
        summed = np.concatenate([self._sum, np.zeros(whole)])
        for at, frame in enumerate(played):
            summed[at * geometry.hop : at * geometry.hop + geometry.made] += frame
        self._sum = summed[whole:]
        return summed[:whole]


def centred(spectra: Spectra) -> Spectra:
    """Phases at the beginning of a frame as those at its middle, or the other way round."""
    turned = spectra.copy()
    turned[:, 1::2] *= -1
    return turned


def hann(size: int) -> Floats:
    """The window of that size, which is 1 in its middle."""
    turn: Floats = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    return turn


def _shape(size: int, hop: int) -> Floats:
    """The window of frames that are played: with that of frames that are heard it adds up to 1 everywhere."""
    window = hann(size)
    both = np.pad(window**2, (0, -size % hop)).reshape(-1, hop).sum(axis=0)
    return window / np.resize(both, size)
