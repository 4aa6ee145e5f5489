"""What mouth and nose make of a tone: the smooth part of a spectrum. Importing it loads numpy."""

import numpy as np

from acore.adapters.rvc.framing import Floats, Geometry, Spectra

_SMOOTH_S = 0.0022
"""The shortest period of a voice, about: what repeats slower is its tone."""
_ROUNDS = 3
_FLOOR = 1e-5
"""Of the loudest there can be: below it all is silence."""
_MOST = 2.5
"""The most that a bin is made louder or quieter by, as a natural logarithm: 22 dB."""


class Envelopes:
    """Finds the envelopes of spectra and moves them.

    Cepstral smoothing finds the mean between a voice's harmonics and the gaps between them; the mean of what is above
    it, and of that again, leads to their tops (A. Roebel, X. Rodet: Efficient Spectral Envelope Estimation, DAFx 2005).
    """

    def __init__(self, geometry: Geometry) -> None:
        self._size = geometry.size
        self._floor = _FLOOR * geometry.size / 4
        width = max(round(_SMOOTH_S * geometry.rate), 2)
        self._lifter = np.zeros(geometry.size // 2 + 1)
        self._lifter[: min(width, len(self._lifter))] = 0.5 + 0.5 * np.cos(
            np.pi * (np.arange(min(width, len(self._lifter))) / width) ** 4
        )

    def of(self, spectra: Spectra) -> Floats:
        """Natural logarithms, of the same shape."""
        loud = np.log(np.abs(spectra) + self._floor)
        found = self._smooth(loud)
        for _ in range(_ROUNDS):
            found = self._smooth(np.maximum(loud, found))
        return found

    def _smooth(self, loud: Floats) -> Floats:
        cepstra = np.fft.irfft(loud, self._size)[:, : len(self._lifter)] * self._lifter
        mirrored = np.concatenate([cepstra, cepstra[:, -2:0:-1]], axis=1)
        smooth: Floats = np.fft.rfft(mirrored).real
        return smooth


def moved(envelopes: Floats, by: float) -> Floats:
    """What is at a frequency moves to `by` times that frequency; beyond the highest one the last value stays."""
    bins = np.arange(envelopes.shape[1])
    asked = np.minimum(bins / by, bins[-1])
    below = np.minimum(asked.astype(int), len(bins) - 2)
    share = asked - below
    between: Floats = envelopes[:, below] * (1 - share) + envelopes[:, below + 1] * share
    return between


def gains(before: Floats, after: Floats) -> Floats:
    """What turns spectra with these envelopes into spectra with those."""
    return np.exp(np.clip(after - before, -_MOST, _MOST))


def as_loud(changed: Spectra, given: Spectra) -> Spectra:
    """The spectra with the power that they had; none is raised by more than `gains` may have lowered it."""
    had, has = (np.sum(np.abs(each) ** 2, axis=1, keepdims=True) for each in (given, changed))
    level = np.sqrt(had / np.maximum(has, 1e-12))
    levelled: Spectra = changed * np.minimum(level, np.exp(_MOST))
    return levelled
