"""Draws sound out over a packet that is missing."""

import numpy as np

from acore.domain.audio import Samples

_LOUDNESS = (0.9, 0.7, 0.5, 0.3, 0.1)
"""Of the repetitions, 20 ms each; silence behind them."""


class Concealment:
    """Remembers what was heard last; repeats it ever softer."""

    def __init__(self) -> None:
        self._last: Samples | None = None
        self._repeated = 0

    def heard(self, samples: Samples) -> None:
        """Take what was heard."""
        self._last = samples
        self._repeated = 0

    def quiet(self) -> None:
        """Nothing is to be drawn out any more."""
        self._last = None

    def repeat(self, frames: int) -> Samples:
        """So many frames of one channel, in place of what is missing; it begins and ends as loud as its neighbours."""
        if self._last is None or not len(self._last) or self._repeated >= len(_LOUDNESS):
            return np.zeros((frames, 1), np.int16)
        begin = _LOUDNESS[self._repeated - 1] if self._repeated else 1.0
        end = _LOUDNESS[self._repeated]
        self._repeated += 1
        again = np.resize(self._last, (frames, 1)) * np.linspace(begin, end, frames).reshape(-1, 1)
        return again.astype(np.int16)
