"""The model of Kokoro itself: a sentence in, sound out. Importing it loads kokoro-onnx and ONNX Runtime."""

import logging
import zipfile
from pathlib import Path
from threading import Event
from typing import Any, Final

from kokoro_onnx import Kokoro

from acore.adapters.tts.onnx_session import BROKEN, Listener, StoppableSession, again, present, session
from acore.domain.audio import AudioChunk
from acore.domain.speech import Voice
from acore.errors import EngineRefused, EngineUnavailable

for _name in ("kokoro_onnx", "phonemizer"):
    logging.getLogger(_name).setLevel(logging.ERROR)  # at lower levels they log what is said

FILES: Final = ("kokoro-v1.0.onnx", "voices-v1.0.bin")
_AGAIN: Final = again("kokoro")
_INPUTS: Final = (frozenset(("tokens", "style", "speed")), frozenset(("input_ids", "style", "speed")))
"""Exports differ in one name."""
_SLOWEST, _FASTEST = 0.5, 2.0
_STYLE = (1, 256)
"""Of a voice for one number of phonemes."""
_LANGUAGES: Final = {
    "a": ("en-us", "American English"),
    "b": ("en-gb", "British English"),
    "e": ("es", "Spanish"),
    "f": ("fr-fr", "French"),
    "h": ("hi", "Hindi"),
    "i": ("it", "Italian"),
    "j": ("ja", "Japanese"),
    "p": ("pt-br", "Brazilian Portuguese"),
    "z": ("cmn", "Mandarin Chinese"),
}
"""What the first letter of a voice stands for, as espeak calls it and as people do; the second one is f or m."""
_SEXES: Final = {"f": "female", "m": "male"}


class KokoroSpeaker:
    """The model and its voices; raises EngineRefused for a folder that lacks a file, or holds another one."""

    def __init__(self, folder: Path, threads: int) -> None:
        present(folder, FILES, "kokoro")
        model, voices = (folder / name for name in FILES)
        self._listener = Listener()
        self._kokoro = _kokoro(session(model, threads, "kokoro", self._listener, *_INPUTS), voices)
        self.voices = tuple(_voice(name) for name in self._kokoro.get_voices())

    def say(self, sentence: str, voice: str, speed: float, left: Event) -> AudioChunk | None:
        """One sentence, in the language of the voice."""
        self._listener.left = left
        if left.is_set():
            return None
        language, _ = _LANGUAGES.get(voice[:1], _LANGUAGES["a"])
        phonemes = self._kokoro.tokenizer.phonemize(sentence, language)
        if not any(sign.isalpha() for sign in phonemes):
            return None
        pace = min(max(speed, _SLOWEST), _FASTEST)
        try:
            samples, rate = self._kokoro.create(phonemes, voice, pace, is_phonemes=True)
        except BROKEN as error:
            if left.is_set():
                return None
            raise EngineUnavailable(f"kokoro could not say a sentence ({error}).", engine="kokoro") from error
        return AudioChunk.of_floats(samples, rate) if len(samples) else None

    def stop(self, left: Event | None = None) -> None:
        """End what the model computes for that listener, or for anybody."""
        self._listener.stop(left)

    def close(self) -> None:
        """Close the file of the voices."""
        _voices_of(self._kokoro).close()


def _kokoro(model: StoppableSession, voices: Path) -> Kokoro:
    if not zipfile.is_zipfile(voices):  # numpy leaves a broken one open
        raise EngineRefused(f"{voices} holds no voices; {_AGAIN}", engine="kokoro")
    try:
        kokoro: Kokoro = Kokoro.from_session(model, str(voices))
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise EngineRefused(f"{voices} holds no voices ({error}); {_AGAIN}", engine="kokoro") from error
    try:
        shapes = {_voices_of(kokoro)[name].shape for name in kokoro.get_voices()}
    except (AttributeError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise EngineRefused(f"{voices} holds no voices ({error}); {_AGAIN}", engine="kokoro") from error
    if not shapes or any(shape[1:] != _STYLE for shape in shapes):
        _voices_of(kokoro).close()
        raise EngineRefused(f"{voices} holds no voices of Kokoro; {_AGAIN}", engine="kokoro")
    return kokoro


def _voices_of(kokoro: Kokoro) -> Any:  # noqa: ANN401  a file of arrays, which the library says is one
    return kokoro.voices


def _voice(name: str) -> Voice:
    language, people = _LANGUAGES.get(name[:1], _LANGUAGES["a"])
    sex = _SEXES.get(name[1:2], "")
    return Voice(name, language, f"{people}, {sex}" if sex else people)
