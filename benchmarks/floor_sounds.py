"""What people in a call let be heard beside words, made from numbers: coughs, hums of agreement, and laughter."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.espeak import spoken
from benchmarks.vad_noises import RATE, Chances, Sound, laughter

_VOICES = ("f2", "f3", "m1", "m3", "m7")
_MOUTHS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "nose": ((260, 70, 1.0), (1050, 160, 0.02), (2200, 250, 0.006)),
    "throat": ((620, 160, 1.0), (1350, 220, 0.7), (2700, 320, 0.4)),
}
"""Resonances: where, how wide, and how strong."""


def cough(chances: Chances) -> Sound:
    """One to three bursts of air that the throat rings a little with, each with a sharp beginning."""
    parts = []
    for _ in range(chances.integers(1, 4)):
        count = int(chances.uniform(0.16, 0.34) * RATE)
        times = np.arange(count) / RATE
        air = _resonant(chances.normal(size=count), _MOUTHS["throat"])
        air *= np.minimum(1, times / 0.004) * np.exp(-times / chances.uniform(0.05, 0.1))
        voice = _voiced(chances, np.full(count, chances.uniform(110, 260)), "throat")
        voice *= np.exp(-(((times - 0.12) / 0.05) ** 2)) * chances.uniform(0.0, 0.35)
        parts += [air / np.abs(air).max() + voice, np.zeros(int(chances.uniform(0.05, 0.2) * RATE))]
    return np.concatenate(parts)


def hum(chances: Chances) -> Sound:
    """Agreement behind closed lips: one note or two, the second behind a breath and higher or lower."""
    base = chances.uniform(95, 240)
    parts = []
    for note in range(chances.integers(1, 3)):
        count = int(chances.uniform(0.14, 0.4) * RATE)
        glide = np.linspace(1, chances.uniform(0.85, 1.25), count)
        tone = _voiced(chances, base * (1.0, chances.uniform(0.85, 1.35))[note] * glide, "nose")
        parts += [tone * np.sin(np.pi * np.arange(count) / count) ** 0.5]
        air = _resonant(chances.normal(size=int(chances.uniform(0.04, 0.1) * RATE)), _MOUTHS["nose"])
        parts += [0.03 * air / np.abs(air).max()]
    return np.concatenate(parts)


def laugh(chances: Chances) -> Sound:
    """A second or two of laughter."""
    return laughter(chances, int(chances.uniform(0.8, 2.0) * RATE))


def voiced_cough(chances: Chances) -> Sound:
    """A burst, and "ahem"."""
    return np.concatenate((cough(chances)[: RATE // 8], _spoken(chances, ("ahem",))))


def voiced_hum(chances: Chances) -> Sound:
    """Such as "mm-hm"."""
    return _spoken(chances, ("mm-hm", "hmm", "uh-huh", "[[m'mhm]]", "[[h'mm]]"))


def voiced_laugh(chances: Chances) -> Sound:
    """Such as "ha ha ha"."""
    return _spoken(chances, ("ha ha ha", "ha ha ha ha ha", "he he he he"))


BREATHED: dict[str, Callable[[Chances], Sound]] = {"cough": cough, "hum": hum, "laughter": laugh}
"""By what they are; made from numbers."""
VOICED: dict[str, Callable[[Chances], Sound]] = {"cough": voiced_cough, "hum": voiced_hum, "laughter": voiced_laugh}
"""The same in a voice of espeak's: detectors of speech take it for speech, as it is made of vowels."""


def _spoken(chances: Chances, texts: tuple[str, ...]) -> Sound:
    return spoken(str(chances.choice(texts)), f"en-us+{chances.choice(_VOICES)}", RATE)


def _voiced(chances: Chances, pitch: NDArray[np.float64], mouth: str) -> Sound:
    """Pulses of the throat at that pitch, a value a sample, through a mouth."""
    phase = np.cumsum(pitch * (1 + 0.01 * chances.normal()) / RATE)
    pulses = np.diff(np.floor(phase), prepend=0.0) + 0.02 * chances.normal(size=len(pitch))
    sound = _resonant(pulses, _MOUTHS[mouth])
    voiced: Sound = sound / (np.abs(sound).max() + 1e-9)
    return voiced


def _resonant(source: Sound, resonances: tuple[tuple[float, float, float], ...]) -> Sound:
    frequencies = np.fft.rfftfreq(len(source), 1 / RATE)
    passed = sum(loud / (1 + ((frequencies - at) / wide) ** 2) for at, wide, loud in resonances)
    through: Sound = np.fft.irfft(np.fft.rfft(source) * np.asarray(passed), len(source))
    return through
