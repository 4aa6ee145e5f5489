"""Noises that people make near a microphone, from numbers alone: ten kinds, each with many bursts."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.espeak import spoken

RATE = 16000

Sound = NDArray[np.float64]
"""One channel, from -1 to 1."""
Chances = np.random.Generator
_CROWD = (
    ("en-us+m1", "I told him that we would meet at the corner near the station, but he never came."),
    ("en-us+f2", "She asked whether there was any soup left, and what the fish was like."),
    ("en-us+m4", "Two more of those, please, and the bill whenever you have a moment."),
    ("en-us+f4", "They are moving to the coast in spring, if the house is sold by then."),
    ("de", "Wir haben gestern lange gewartet, aber der Zug kam einfach nicht."),
    ("de+f3", "Das habe ich dir doch schon letzte Woche erzählt, weißt du nicht mehr?"),
    ("fr", "On se retrouve demain matin devant la gare, si tu veux bien."),
    ("es+f1", "No me acuerdo de cuánto costaba, pero era bastante barato."),
    ("en-us+m7", "The engine made that sound again, so I took it back to the garage."),
    ("en-us+f5", "It rained all week, and on the last day the sun came out at noon."),
)


def hum(chances: Chances, count: int) -> Sound:
    """The mains in a cheap cable: 50 or 60 Hz and what rings with it."""
    base, times = chances.choice((50.0, 60.0)), np.arange(count) / RATE
    parts = (
        chances.uniform(0.2, 1) / n * np.sin(2 * np.pi * base * n * times + chances.uniform(0, 6)) for n in range(1, 14)
    )
    return np.asarray(sum(parts)) * (1 + 0.1 * np.sin(2 * np.pi * chances.uniform(0.3, 3) * times))


def clicks(chances: Chances, count: int) -> Sound:
    """A mouse, a pen, a plug: short and sharp, a few a second."""
    sound, at = np.zeros(count), 0
    while (at := at + int(chances.uniform(0.08, 0.6) * RATE)) < count:
        _add(sound, at, _ring(chances, chances.uniform(1500, 6000), chances.uniform(0.001, 0.006)))
    return sound


def keyboard(chances: Chances, count: int) -> Sound:
    """Somebody types: each key goes down and comes up again."""
    sound, at = np.zeros(count), 0
    while (at := at + int(chances.uniform(0.07, 0.24) * RATE)) < count:
        for later, loud in ((0.0, 1.0), (chances.uniform(0.05, 0.09), 0.4)):
            thock = _band(chances.normal(size=RATE // 25), chances.uniform(200, 900), chances.uniform(3000, 7000))
            _add(sound, at + int(later * RATE), loud * thock * _fading(len(thock), 0.006))
    return sound


def fan(chances: Chances, count: int) -> Sound:
    """Air that blades push: low noise that beats."""
    times = np.arange(count) / RATE
    beat = 1 + chances.uniform(0.05, 0.5) * np.sin(2 * np.pi * chances.uniform(6, 40) * times)
    return _coloured(chances, count, chances.uniform(1.0, 2.2)) * beat


def music(chances: Chances, count: int) -> Sound:
    """Chords of plucked or bowed strings, one after the other."""
    sound, at = np.zeros(count), 0
    while at < count:
        length = int(chances.uniform(0.3, 0.9) * RATE)
        root, third = chances.uniform(110, 330), chances.choice((1.189, 1.26))
        for ratio in (1.0, third, 1.498, 2.0)[: chances.integers(2, 5)]:
            _add(sound, at, _note(chances, root * ratio, length))
        at += length
    return sound


def slams(chances: Chances, count: int) -> Sound:
    """A door, and the room around it."""
    sound = np.zeros(count)
    for at in chances.integers(0, max(count - RATE // 2, 1), size=chances.integers(1, 4)):
        room = chances.normal(size=RATE) * _fading(RATE, chances.uniform(0.05, 0.25))
        thump = np.sin(2 * np.pi * chances.uniform(45, 110) * np.arange(RATE) / RATE) * _fading(RATE, 0.08)
        _add(sound, int(at), 3 * thump + _band(room, 60, chances.uniform(1500, 5000)))
    return sound


def breath(chances: Chances, count: int) -> Sound:
    """In and out, close to the microphone."""
    sound, at = np.zeros(count), 0
    while at < count:
        length = int(chances.uniform(0.5, 1.3) * RATE)
        air = _band(chances.normal(size=length), chances.uniform(200, 600), chances.uniform(2500, 6000))
        _add(sound, at, air * np.sin(np.pi * np.arange(length) / length) ** 2)
        at += length + int(chances.uniform(0.1, 0.5) * RATE)
    return sound


def hiss(chances: Chances, count: int) -> Sound:
    """A microphone turned up too far, steam, a shower."""
    return _band(chances.normal(size=count), chances.uniform(20, 3000), 8000)


def laughter(chances: Chances, count: int) -> Sound:
    """Like laughter: rows of breathy vowels that fall."""
    sound, at = np.zeros(count), 0
    while at < count:
        pitch, pace = chances.uniform(140, 380), chances.uniform(0.16, 0.26)
        for n in range(chances.integers(3, 8)):
            _add(sound, at, 0.85**n * _ha(chances, pitch * 0.95**n, pace * chances.uniform(0.4, 0.7)))
            at += int(pace * RATE)
        at += int(chances.uniform(0.2, 0.6) * RATE)
    return sound


def babble(chances: Chances, count: int) -> Sound:
    """A full room: seven or more voices at once, as loud as each other."""
    sound = np.zeros(count)
    crowd = _crowd()
    for n in chances.permutation(len(crowd))[: chances.integers(7, len(crowd) + 1)]:
        sound += np.roll(np.tile(crowd[n], 2 + count // len(crowd[n])), chances.integers(len(crowd[n])))[:count]
    return sound


KINDS: dict[str, Callable[[Chances, int], Sound]] = {
    "hum": hum,
    "clicks": clicks,
    "keyboard": keyboard,
    "fan": fan,
    "music": music,
    "slams": slams,
    "breath": breath,
    "hiss": hiss,
    "laughter": laughter,
    "babble": babble,
}
"""By name."""
VOICELESS = tuple(name for name in KINDS if name not in {"laughter", "babble"})
"""The eight that nobody's throat makes."""


@cache
def _crowd() -> tuple[Sound, ...]:
    voices = (spoken(text, voice, RATE) for voice, text in _CROWD)
    return tuple(voice / np.sqrt(np.mean(voice**2)) for voice in voices)


def _add(sound: Sound, at: int, part: Sound) -> None:
    room = sound[at : at + len(part)]
    room += part[: len(room)]


def _fading(count: int, seconds: float) -> Sound:
    fading: Sound = np.exp(-np.arange(count) / (seconds * RATE))
    return fading


def _ring(chances: Chances, pitch: float, seconds: float) -> Sound:
    times = np.arange(RATE // 20) / RATE
    body = np.sin(2 * np.pi * pitch * times) + 0.5 * chances.normal(size=len(times))
    return body * _fading(len(times), seconds)


def _note(chances: Chances, pitch: float, count: int) -> Sound:
    times = np.arange(count) / RATE
    parts = (
        np.sin(2 * np.pi * pitch * n * times + chances.uniform(0, 6)) / n ** chances.uniform(1, 2)
        for n in (1, 2, 3, 4, 5)
    )
    attack = np.minimum(1, times / chances.uniform(0.005, 0.08))
    return np.asarray(sum(parts)) * attack * _fading(count, chances.uniform(0.15, 0.8))


def _ha(chances: Chances, pitch: float, seconds: float) -> Sound:
    """Air, then a vowel: pulses of the throat through three resonances of an open mouth."""
    count = int(seconds * RATE)
    air = 0.3 * _band(chances.normal(size=count), 500, 5000) * _fading(count, 0.03)
    phase = np.cumsum(pitch * np.linspace(1.1, 0.85, count) / RATE)
    pulses = np.diff(np.floor(phase), prepend=0.0) + 0.05 * chances.normal(size=count)
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    mouth = sum(1 / (1 + ((frequencies - at) / wide) ** 2) for at, wide in ((750, 90), (1250, 110), (2600, 160)))
    vowel = np.fft.irfft(np.fft.rfft(pulses) * np.asarray(mouth), count)
    said: Sound = air + vowel / (np.abs(vowel).max() + 1e-9) * np.sin(np.pi * np.arange(count) / count)
    return said


def _coloured(chances: Chances, count: int, steepness: float) -> Sound:
    """Noise whose power falls with frequency."""
    spectrum = np.fft.rfft(chances.normal(size=count))
    frequencies = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20)
    return np.fft.irfft(spectrum / frequencies ** (steepness / 2), count)


def _band(sound: Sound, low: float, high: float) -> Sound:
    spectrum, frequencies = np.fft.rfft(sound), np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(frequencies < low) | (frequencies > high)] = 0
    return np.fft.irfft(spectrum, len(sound))
