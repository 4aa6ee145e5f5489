"""Voices made of numbers, and what can be measured of one."""

import numpy as np

from acore.adapters.rvc.framing import Floats
from acore.adapters.rvc.presets import PRESETS, Preset
from acore.adapters.rvc.shifting import Shifter

RATE = 22050
A = ((730, 90), (1090, 110), (2440, 170))
"""The formants of the vowel of father, and how wide they are, in Hz (G. Peterson, H. Barney, 1952)."""


def tone(hz: float, seconds: float = 2.0, rate: int = RATE, level: float = 0.3) -> Floats:
    made: Floats = level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return made


def vowel(hz: float = 120, seconds: float = 2.0, formants: tuple[tuple[float, float], ...] = A) -> Floats:
    """A tone of many harmonics through resonances."""
    times = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(times))
    for harmonic in np.arange(hz, RATE / 2 - 500, hz):
        loud = sum(1 / np.hypot(1, (harmonic - middle) / (width / 2)) for middle, width in formants)
        sound += loud * np.sin(2 * np.pi * harmonic * times + harmonic)
    made: Floats = 0.3 * sound / np.abs(sound).max()
    return made


def shifted(sound: Floats, voice: Preset | str, pitch: float = 0, *, rate: int = RATE, step: int = 0) -> Floats:
    shifter = Shifter(PRESETS[voice] if isinstance(voice, str) else voice, rate, pitch)
    begins = range(0, len(sound), step or max(len(sound), 1))
    return np.concatenate([*(shifter.feed(sound[at : at + (step or len(sound))]) for at in begins), shifter.finish()])


def middle(sound: Floats) -> Floats:
    """Without its beginning and its end."""
    return sound[len(sound) // 4 : -len(sound) // 4]


def decibels(sound: Floats) -> float:
    return float(10 * np.log10(np.mean(middle(sound) ** 2) + 1e-20))


def highest_hz(sound: Floats, rate: int = RATE) -> float:
    """The frequency of the strongest partial, between two bins as a parabola says."""
    cut = middle(sound)
    loud = np.log(np.abs(np.fft.rfft(cut * np.hanning(len(cut)))) + 1e-12)
    at = int(loud[1:-1].argmax()) + 1
    below, here, above = loud[at - 1 : at + 2]
    return float((at + (below - above) / (2 * (below - 2 * here + above))) * rate / len(cut))


def pitches(sound: Floats, rate: int = RATE) -> tuple[Floats, Floats]:
    """The fundamental of every frame that can be heard, in Hz, and how strictly it repeats, from 0 to 1."""
    found, strict = [], []
    for begin in range(0, len(sound) - 2048, 1024):
        frame = sound[begin : begin + 2048] - np.mean(sound[begin : begin + 2048])
        if np.sqrt(np.mean(frame**2)) < 0.02:
            continue
        alike = np.correlate(frame, frame, "full")[2047:] / np.sum(frame**2)
        low, high = rate // 500, rate // 50
        at = low + int(alike[low:high].argmax())
        found.append(rate / at)
        strict.append(alike[at])
    return np.array(found), np.array(strict)


def resonance(sound: Floats, low: float, high: float) -> float:
    """The centre of the power between two frequencies, in Hz: about where the formants there are."""
    cut = middle(sound)
    power = np.abs(np.fft.rfft(cut * np.hanning(len(cut)))) ** 2
    there = np.fft.rfftfreq(len(cut), 1 / RATE)
    band = (there >= low) & (there < high)
    return float(np.sum(there[band] * power[band]) / np.sum(power[band]))
