"""What turns are measured on: bursts of noise, and speech in noise. It is made, and never recorded.

Noises are the same each time; espeak-ng never says a sentence twice in quite the same way. Clips fall
into halves by the hash of their names: acore may be tuned on one, and is measured on the other.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from acore.domain.audio import AudioChunk
from benchmarks.espeak import spoken
from benchmarks.vad_noises import KINDS, RATE, Sound

Half = Literal["tuning", "test"]
BURSTS = 24
"""Of each kind."""
SNRS = (20, 10, 5, 0)
"""How much louder speech is than the noise around it, in dB."""
_SALTS: dict[Half, bytes] = {"tuning": b"", "test": b"2"}
"""The noises of the test half were drawn anew once the rules of turns were chosen."""
_LEVELS = (-40, -34, -26, -20)
"""How loud bursts are, in dB of full scale: the root mean square while there is sound."""
_SPEECH_LEVELS = (-30, -26, -22)
_FLOOR = -70
_BEFORE_S, _AFTER_S = 1.0, 2.0
_WINDOW = RATE // 100
_ACTIVE = -30
"""A hundredth of a second is sound while it is at most so many dB below the mean of what is."""
_VOICES = ("en-us", "en-us+f2", "en-us+m3", "en-us+f4", "en-us+m7", "de", "de+f3", "fr", "fr+f2", "es", "es+m2")
_AROUND = ("hum", "fan", "hiss", "keyboard", "music", "babble", "breath", "clicks")
_SENTENCES = {
    "en": (
        "What can you do?",
        "Yes.",
        "Play the next song, please.",
        "Remind me to call my sister at half past seven.",
        "How far is it from here to the harbour, and how long does the walk take?",
        "No, the other one.",
        "Stop.",
        "Tell me a story about a lighthouse, but keep it short.",
        "Who wrote the letter that was read at the meeting yesterday?",
        "I think we should wait until everyone is here.",
    ),
    "de": (
        "Wie wird das Wetter morgen?",
        "Ja, gerne.",
        "Erzähl mir bitte noch einmal, wann der Laden am Samstag öffnet.",
        "Nein, das meinte ich nicht.",
    ),
    "fr": ("Quelle heure est-il ?", "Je voudrais savoir quand le train part demain matin."),
    "es": ("¿Dónde está la biblioteca?", "Pon la canción que escuchamos ayer por la noche."),
}


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A piece of sound, and where in it somebody speaks."""

    name: str
    kind: str
    """The noise in it."""
    snr: int | None
    """None where nobody speaks."""
    sound: AudioChunk
    speech: NDArray[np.bool_]
    """Whether each hundredth of a second is speech."""


def corpus(half: Half) -> Iterator[Clip]:
    """The clips of one half, in their order."""
    for kind in KINDS:
        for number in range(BURSTS):
            if _half(name := f"{kind} {number}") == half:
                yield _burst(name, kind, number)
    texts = [(voice, text) for voice in _VOICES for text in _SENTENCES[voice[:2]]]
    for number, (voice, text) in enumerate(texts):
        for snr in SNRS:
            if _half(name := f"{voice}, {snr} dB: {text}") == half:
                yield _utterance(name, voice, text, snr, number)


def _half(name: str) -> Half:
    return "test" if hashlib.blake2b(name.encode()).digest()[0] % 2 else "tuning"


def _chances(name: str) -> np.random.Generator:
    salt = _SALTS[_half(name)]
    return np.random.default_rng(list(hashlib.blake2b(name.encode(), digest_size=16, salt=salt).digest()))


def _burst(name: str, kind: str, number: int) -> Clip:
    """Near silence, a second or more of noise, near silence."""
    chances = _chances(name)
    burst = _levelled(KINDS[kind](chances, int(chances.uniform(1, 3.5) * RATE)), _LEVELS[number % len(_LEVELS)])
    sound = np.pad(burst, (round(_BEFORE_S * RATE), round(_AFTER_S * RATE)))
    return Clip(name, kind, None, _recorded(chances, sound), np.zeros(len(sound) // _WINDOW, np.bool_))


def _utterance(name: str, voice: str, text: str, snr: int, number: int) -> Clip:
    """Noise all the time, and somebody who speaks in it."""
    chances = _chances(name)
    kind, level = _AROUND[(number + SNRS.index(snr)) % len(_AROUND)], _SPEECH_LEVELS[number % len(_SPEECH_LEVELS)]
    speech = _levelled(spoken(text, voice, RATE), level)
    speech = np.pad(speech, (round(_BEFORE_S * RATE), round(_AFTER_S * RATE)))
    noise = _levelled(KINDS[kind](chances, len(speech)), level - snr)
    return Clip(name, kind, snr, _recorded(chances, speech + noise), _active(speech))


def _recorded(chances: np.random.Generator, sound: Sound) -> AudioChunk:
    """With what a microphone adds."""
    return AudioChunk.of_floats(sound + chances.normal(size=len(sound)) * 10 ** (_FLOOR / 20), RATE)


def _levelled(sound: Sound, level: float) -> Sound:
    """As loud as that while there is sound."""
    active = np.repeat(_active(sound), _WINDOW)
    loud = np.sqrt(np.mean(sound[: len(active)][active] ** 2))
    levelled: Sound = sound * (10 ** (level / 20) / loud)
    return levelled


def _active(sound: Sound) -> NDArray[np.bool_]:
    """Which hundredths of a second are not silent, in two steps as the pauses count in the first mean."""
    power = np.mean(sound[: len(sound) // _WINDOW * _WINDOW].reshape(-1, _WINDOW) ** 2, axis=1)
    mean = np.mean(power[power > np.mean(power) / 10])
    found: NDArray[np.bool_] = power > mean * 10 ** (_ACTIVE / 10)
    return found
