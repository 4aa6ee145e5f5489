"""Speech for benchmarks, from espeak-ng."""

import numpy as np
from numpy.typing import NDArray

from acore.adapters.tts.espeak_library import Manner, library

_WORDS_A_MINUTE = 175
_PITCH = 50


def spoken(text: str, voice: str, rate: int) -> NDArray[np.float64]:
    """The text in a voice such as ``en-us+f2``, from -1 to 1, at that rate."""
    pieces: list[NDArray[np.int16]] = []

    def take(piece: NDArray[np.int16]) -> bool:
        pieces.append(piece)
        return True

    library().say(text, Manner(voice, _WORDS_A_MINUTE, _PITCH), take)
    return _resampled(np.concatenate(pieces) / 32768, library().rate, rate)


def _resampled(sound: NDArray[np.float64], rate: int, wanted: int) -> NDArray[np.float64]:
    """Through its spectrum: what the new rate has no room for is gone."""
    count = round(len(sound) * wanted / rate)
    spectrum = np.fft.rfft(sound)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * (count / len(sound))
