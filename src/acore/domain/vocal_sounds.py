"""A cheap measure of a moment of sound: whether a mouth is open and a throat rings, as when words are spoken."""

from dataclasses import dataclass

import numpy as np

from acore.domain.audio import FULL_SCALE, Samples

_OPEN_HZ = 900
"""Behind closed lips nearly all is below it, as in a hum; in vowels much is above."""
_PITCH_HZ = (75, 400)
_SILENT = 1e-9


@dataclass(frozen=True, slots=True)
class VoiceFrame:
    """A frame of one speaker's sound, as far as it matters for who has the floor."""

    seconds: float
    likely: float
    """The probability that it is speech, from 0 to 1."""
    open: float = 1.0
    """The share of its energy that is above what comes through closed lips, from 0 to 1."""
    ringing: float = 1.0
    """How much it repeats itself at a pitch that people have: near 1 in a vowel, low in a cough or a breath."""


def measured(frame: Samples, rate: int, likely: float) -> VoiceFrame:
    """The measure of a frame of one channel, shape (frames,): some ten microseconds of work."""
    count = len(frame)
    sound = frame / FULL_SCALE
    sound = sound - sound.mean()
    energy = float(np.square(sound).sum())
    if energy < _SILENT:
        return VoiceFrame(count / rate, likely, 0.0, 0.0)
    spectrum = np.abs(np.fft.rfft(sound, 2 * count)) ** 2
    above = round(_OPEN_HZ * 2 * count / rate)
    repeated = np.fft.irfft(spectrum)[:count]
    shortest, longest = (rate // pitch for pitch in reversed(_PITCH_HZ))
    lags = np.arange(shortest, min(longest, count - 1))
    ringing = float((repeated[lags] * count / (count - lags)).max() / repeated[0]) if len(lags) else 0.0
    return VoiceFrame(count / rate, likely, float(spectrum[above:].sum() / spectrum.sum()), min(max(ringing, 0.0), 1.0))
