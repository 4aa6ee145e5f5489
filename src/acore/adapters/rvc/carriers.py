"""What a mouth may shape in the place of a voice: a tone that never moves, or breath. Importing it loads numpy."""

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from acore.adapters.rvc.framing import Floats, Geometry, Spectra, centred, hann

_LOW_HZ = 2000
"""A voice has most of its power below; a hiss has it above."""
_HISS, _TONE = 0.3, 0.7
"""The share of power down there with which a frame is all hiss, and that with which it is all tone."""
Source = Callable[[int], Floats]
"""Gives the next so many samples."""


class Carrier:
    """Frames of an endless sound, as loud in every bin, in step with the frames of a voice."""

    def __init__(self, geometry: Geometry, source: Source) -> None:
        self._geometry = geometry
        self._source = source
        self._window = hann(geometry.size)
        self._kept = source(geometry.size - geometry.hop)

    def spectra(self, count: int) -> Spectra:
        """The next so many."""
        size, hop = self._geometry.size, self._geometry.hop
        sung = np.concatenate([self._kept, self._source(count * hop)])
        self._kept = sung[count * hop :]
        found = centred(np.fft.rfft(sliding_window_view(sung, size)[::hop][:count] * self._window))
        power = np.mean(np.abs(found) ** 2, axis=1, keepdims=True)
        even: Spectra = found / np.sqrt(np.maximum(power, 1e-12))
        return even


class Throat:
    """A carrier for every frame: the tone, and breath for what is no tone in the voice itself, as an s."""

    def __init__(self, geometry: Geometry, tone_hz: float | None) -> None:
        chances = np.random.default_rng(0)
        self._breath = Carrier(geometry, chances.standard_normal)
        self._tone = None if tone_hz is None else Carrier(geometry, pulses(round(geometry.rate / tone_hz)))
        self._low = geometry.frequencies < _LOW_HZ

    def spectra(self, voice: Spectra) -> Spectra:
        """What is sung while the voice says these."""
        breath = self._breath.spectra(len(voice))
        if self._tone is None:
            return breath
        power = np.abs(voice) ** 2
        low = power[:, self._low].sum(axis=1) / np.maximum(power.sum(axis=1), 1e-12)
        share = np.clip((low - _HISS) / (_TONE - _HISS), 0, 1)[:, None]
        both: Spectra = self._tone.spectra(len(voice)) * share + breath * (1 - share)
        return both


def pulses(period: int) -> Source:
    """One sample in every so many."""
    every, at = max(period, 2), 0

    def source(count: int) -> Floats:
        nonlocal at
        sung: Floats = ((np.arange(at, at + count) % every) == 0).astype(np.float64)
        at = (at + count) % every
        return sung

    return source
