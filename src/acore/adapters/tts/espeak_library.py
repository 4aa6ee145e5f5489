"""The espeak-ng library (GPLv3) itself: text in, sound out. Importing it loads numpy.

The library has one state for the whole process: one voice, one callback. So there is one `Espeak`, and a lock before
it; what it does is quick, hundreds of times faster than speech.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from acore.errors import EngineRefused, EngineUnavailable

Take = Callable[[NDArray[np.int16]], bool]
"""Takes a piece of sound, shape (frames,), and says whether it wants more; called on the thread that speaks."""

_SYNCHRONOUS = 2
_PIECE_MS = 100
_DO_NOT_EXIT = 0x8000
_UTF8_AND_PAUSE = 0x0001 | 0x1000
"""The text is UTF-8, and the pause of a sentence follows it."""
_RATE, _PITCH = 1, 3
_FOUND = 0
_AN_END = b"\0"
_REINSTALL = 'install it anew: pip install --force-reinstall "acore[voice]"'


class _Voice(ctypes.Structure):
    """`espeak_VOICE` of speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
_Voices = ctypes.POINTER(ctypes.POINTER(_Voice))


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice as the library lists it."""

    name: str
    """For people, such as ``English (America)``."""
    languages: tuple[str, ...]
    """Best first, such as ``en-us``."""
    identifier: str
    """What the library finds it by, such as ``gmw/en-US``."""
    gender: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said."""

    identifier: str
    """Of the voice, with its variant behind a plus sign."""
    words_a_minute: int
    pitch: int
    """From 0 to 99, where 50 is the voice's own."""


class Espeak:
    """The library with its data, loaded once; every method may be called on any thread, but for the event loop's."""

    def __init__(self) -> None:
        folder = Path(espeakng_loader.get_data_path())
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise EngineRefused(f"espeak can not be loaded ({error}); {_REINSTALL}", engine="espeak") from error
        self._lock = Lock()
        self._take: Take = lambda _: False
        self._manner: Manner | None = None
        self._callback = _Callback(self._heard)
        """The library keeps its address, so it has to live as long."""
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, _PIECE_MS, str(folder).encode(), _DO_NOT_EXIT)
        """Frames a second of all that it says."""
        if self.rate <= 0:
            raise EngineRefused(
                f"espeak finds no data in {folder}: the folder's path may be too long (160 bytes); {_REINSTALL}",
                engine="espeak",
            )
        self._library.espeak_ListVoices.restype = _Voices
        self._library.espeak_SetSynthCallback(self._callback)
        with self._lock:
            there_are = tuple(self._listed(None))
            languages = ctypes.create_string_buffer(b"variant")
            self.variants = tuple(self._listed(_Voice(languages=ctypes.addressof(languages))))
            """Ways in which every voice can speak."""
        self.voices = tuple(voice for voice in there_are if _has_words(folder, voice))
        """Those that have a dictionary: the others say nothing."""

    def say(self, text: str, manner: Manner, take: Take) -> None:
        """Say the text, piece by piece, until all is said or no more is wanted. Raises EngineUnavailable."""
        with self._lock:
            self._take = take
            self._set(manner)
            said = text.encode() + _AN_END
            code = self._library.espeak_Synth(said, len(said), 0, 0, 0, _UTF8_AND_PAUSE, None, None)
            if code != _FOUND:
                raise _failed(f"could not say it (code {code})")

    def _heard(self, samples: "ctypes._Pointer[ctypes.c_short]", frames: int, _events: int | None) -> int:
        """What the library calls with each piece, and with no samples at the end; 1 stops it."""
        if not samples or not frames:
            return 0
        # An array of ctypes would be a new type for every length, and ctypes keeps those for ever.
        piece = np.frombuffer(ctypes.string_at(samples, 2 * frames), np.int16).copy()
        return 0 if self._take(piece) else 1

    def _set(self, manner: Manner) -> None:
        if manner == self._manner:
            return
        self._manner = None
        code = self._library.espeak_SetVoiceByName(manner.identifier.encode())
        code |= self._library.espeak_SetParameter(_RATE, manner.words_a_minute, 0)
        code |= self._library.espeak_SetParameter(_PITCH, manner.pitch, 0)
        if code != _FOUND:
            raise _failed(f"could not take the voice {manner.identifier} (code {code})")
        self._manner = manner

    def _listed(self, kind: _Voice | None) -> Iterator[Listed]:
        there_are = self._library.espeak_ListVoices(None if kind is None else ctypes.byref(kind))
        for each in iter(there_are):
            if not each:
                return
            voice = each.contents
            gender = {1: "male", 2: "female"}.get(voice.gender, "")
            name, identifier = voice.name.decode(), voice.identifier.decode()
            yield Listed(name, tuple(_languages(voice.languages)), identifier, gender)


_loading = Lock()


def library() -> Espeak:
    """The library of this process, loaded at the first call; that takes some milliseconds. Raises EngineRefused."""
    with _loading:  # two of them would have two locks before one state
        return _loaded()


@cache
def _loaded() -> Espeak:
    return Espeak()


def _languages(address: int) -> Iterator[str]:
    """Entries of one byte that tells how well it is spoken and a text that ends with 0; an entry of 0 is the last."""
    while ctypes.string_at(address, 1) != _AN_END:
        language = ctypes.string_at(address + 1)
        yield language.decode()
        address += len(language) + 2


def _has_words(folder: Path, voice: Listed) -> bool:
    language = voice.identifier.rpartition("/")[2].partition("-")[0].lower()
    return any((folder / f"{name}_dict").is_file() for name in (language, *voice.languages))


def _failed(how: str) -> EngineUnavailable:
    return EngineUnavailable(f"espeak {how}; try again, or another voice: acore voices lists them.", engine="espeak")
