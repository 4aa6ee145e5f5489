"""Reads sound of 16 bits from a body that comes in pieces: bare samples, or a WAV file. Importing it loads numpy."""

import struct
from typing import NamedTuple

import numpy as np

from acore.domain.audio import AudioChunk

_RIFF = b"RIFF"
_HEAD = 12
_CHUNK_HEAD = 8
_LONGEST_HEADER = 65_536
_PCM, _EXTENSIBLE = 1, 0xFFFE
_BITS = 16
_MOST_CHANNELS = 8
_FASTEST = 384_000
_TO_THE_END = (0, 0x7FFFFFFF, 0xFFFFFFFF)
"""Sizes that a server writes that does not know yet how much comes."""


class _Kind(NamedTuple):
    rate: int
    channels: int


class SoundBody:
    """Takes bytes and gives sound; bare samples are of one channel and the rate that is named here.

    Every method raises ValueError for a WAV file that is broken or not of 16-bit samples.
    """

    def __init__(self, rate: int) -> None:
        self._kind: _Kind | None = None
        self._bare = _Kind(rate, 1)
        self._held = b""
        self._left: int | None = None
        """Bytes of sound that are still to come; None where nobody knows."""

    def feed(self, piece: bytes) -> AudioChunk | None:
        """What can be heard of everything so far; None where that is nothing new."""
        self._held += piece
        if self._kind is None and not self._begun():
            return None
        assert self._kind
        if self._left is not None:
            self._held = self._held[: self._left]
        whole = len(self._held) - len(self._held) % (2 * self._kind.channels)
        sound, self._held = self._held[:whole], self._held[whole:]
        if self._left is not None:
            self._left -= whole
        if not sound:
            return None
        samples = np.frombuffer(sound, "<i2").astype(np.int16).reshape(-1, self._kind.channels)
        return AudioChunk(samples, self._kind.rate)

    def close(self) -> None:
        """Nothing comes any more: a file that is not whole is broken. Half a sample at the end is nothing."""
        if self._kind is None and self._held:
            raise ValueError("it broke off before the sound began")
        if self._left:
            raise ValueError("it broke off in the middle of the sound")

    def _begun(self) -> bool:
        """Whether the first sample may be here; what stood before it is let go of."""
        if not self._held.startswith(_RIFF[: len(self._held)]):
            self._kind = self._bare
            return True
        if len(self._held) < _HEAD:
            return False
        if self._held[8:_HEAD] != b"WAVE":
            raise ValueError("it sent a RIFF file that is no WAV")
        return self._header()

    def _header(self) -> bool:
        at, kind = _HEAD, None
        while at + _CHUNK_HEAD <= len(self._held):
            name, size = struct.unpack_from("<4sI", self._held, at)
            at += _CHUNK_HEAD
            if name == b"data":
                if kind is None:
                    raise ValueError("its WAV file does not say what it holds")
                self._kind, self._held = kind, self._held[at:]
                self._left = None if size in _TO_THE_END else size
                return True
            if name == b"fmt " and at + size <= len(self._held):
                kind = _kind(self._held[at : at + size])
            at += size + size % 2
            if at > _LONGEST_HEADER:
                break
        if len(self._held) > _LONGEST_HEADER or at > _LONGEST_HEADER:
            raise ValueError("its WAV file holds no sound")
        return False


def _kind(chunk: bytes) -> _Kind:
    try:
        form, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    except struct.error as error:
        raise ValueError("its WAV file does not say what it holds") from error
    if form not in (_PCM, _EXTENSIBLE) or bits != _BITS:
        raise ValueError(f"its WAV file holds samples of {bits} bits in the form {form}, not 16-bit PCM")
    if not 0 < rate <= _FASTEST or not 0 < channels <= _MOST_CHANNELS:
        raise ValueError(f"its WAV file says {rate} Hz and {channels} channels")
    return _Kind(rate, channels)
