"""Turns phases so that frames which are played at another pitch still fit together. Importing it loads numpy."""

import numpy as np
from numpy.typing import NDArray

from acore.adapters.rvc.framing import Floats, Geometry, Spectra

_TURN = 2 * np.pi


class Phases:
    """A phase vocoder that keeps the bins around a peak together.

    Between two frames a partial turns as far as its frequency says; played `ratio` times as high it has to turn that
    much farther. What is missing is added up a peak at a time, and the bins around the peak get what it gets (J.
    Laroche, M. Dolson: Improved Phase Vocoder Time-Scale Modification of Audio, IEEE Transactions 1999).
    """

    def __init__(self, geometry: Geometry) -> None:
        bins = np.arange(geometry.size // 2 + 1)
        self._farther = geometry.ratio - 1
        self._usual = _TURN * bins * geometry.hop / geometry.size
        self._last = np.zeros(len(bins))
        self._turned = np.zeros(len(bins))

    def __call__(self, spectra: Spectra) -> Spectra:
        """The spectra with their phases turned."""
        phases = np.angle(spectra)
        before = np.concatenate([self._last[None], phases[:-1]])
        self._last = phases[-1]
        odd = phases - before - self._usual
        missing = self._farther * (self._usual + odd - _TURN * np.rint(odd / _TURN))
        turns = np.empty_like(missing)
        for at, (turn, peaks) in enumerate(zip(missing, _peaks(np.abs(spectra)), strict=True)):
            turns[at] = self._turned = (self._turned + turn)[peaks]
        self._turned = np.remainder(self._turned, _TURN)
        turned: Spectra = spectra * np.exp(1j * turns)
        return turned


def _peaks(loud: Floats) -> NDArray[np.intp]:
    """The bin of the nearest peak, for every bin of every frame."""
    bins = np.arange(loud.shape[1])
    around = np.pad(loud, ((0, 0), (2, 2)))
    is_peak = (loud >= around[:, 1:-3]) & (loud >= around[:, :-4]) & (loud > around[:, 3:-1]) & (loud > around[:, 4:])
    far = 4 * len(bins)
    below = np.maximum.accumulate(np.where(is_peak, bins, -far), axis=1)
    above = np.minimum.accumulate(np.where(is_peak, bins, far)[:, ::-1], axis=1)[:, ::-1]
    near = np.where(bins - below <= above - bins, below, above)
    return np.where(np.abs(near) < far, near, bins)
