"""Cuts long sound where it is quiet, and puts what became of the pieces together again. Importing it loads numpy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from acore.domain.audio import AudioChunk, Samples

LONGEST_S = 30.0
"""Seconds of the longest piece, with what it shares with its neighbours."""
_SHARED_S = 0.1
"""What a piece has of each neighbour, so that no engine begins at the cut."""
_FADE_S = 0.025
"""Half of the time in which one piece fades into the next."""
_QUIET_S, _STEP_S = 0.05, 0.01
_OFF, _OFF_S = 0.02, 0.1
"""How much longer or shorter a piece may come back: that share of it, and so many seconds."""
_END_S = 0.005


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a clip, in samples: the engine hears from `begin` to `end`, and it is heard from `first` on."""

    first: int
    begin: int
    end: int


def pieces_of(clip: AudioChunk, longest_s: float = LONGEST_S) -> tuple[Piece, ...]:
    """The whole clip, cut at the quietest moment in the second half of each piece."""
    shared, whole = round(_SHARED_S * clip.rate), len(clip.samples)
    firsts, longest = [0], max(round(longest_s * clip.rate) - 2 * shared, 2)
    while whole - firsts[-1] > longest + shared:
        earliest = firsts[-1] + longest // 2
        firsts.append(earliest + _quietest(clip.samples[earliest : firsts[-1] + longest], clip.rate))
    ends = (*firsts[1:], whole)
    return tuple(
        Piece(first, max(first - shared, 0), min(end + shared, whole)) for first, end in zip(firsts, ends, strict=True)
    )


class Rejoined:
    """What comes back of a clip, piece after piece; as long as the clip, to the sample."""

    def __init__(self, clip: AudioChunk) -> None:
        self._clip = clip
        self._rate = 0
        self._sound: Samples = np.empty((0, 1), np.int16)

    def add(self, piece: Piece, come: AudioChunk) -> Self:
        """The next one; ValueError where it is not as long as it was, or has another rate than those before."""
        self._rate = self._rate or come.rate
        if come.rate != self._rate:
            raise ValueError(f"one piece has {self._rate} Hz and the next one {come.rate}")
        begin, end = self._at(piece.begin), self._at(piece.end)
        sound = _fitted(come, end - begin)
        if not piece.begin:
            self._sound = np.zeros((self._at(len(self._clip.samples)), 1), np.int16)
        until = self._fade(piece, sound[:, 0]) if piece.first else begin
        self._sound[until:end, 0] = sound[until - begin :, 0]
        return self

    def whole(self) -> AudioChunk:
        """All of it."""
        return AudioChunk(self._sound, self._rate)

    def _fade(self, piece: Piece, sound: NDArray[np.int16]) -> int:
        """Go over from what is there; says where the piece is alone."""
        middle, half, begin = self._at(piece.first), round(_FADE_S * self._rate), self._at(piece.begin)
        start, stop = max(middle - half, begin), min(middle + half, begin + len(sound))
        share = 0.5 - 0.5 * np.cos(np.pi * (np.arange(stop - start) + 0.5) / (stop - start))
        there, come = self._sound[start:stop, 0], sound[start - begin : stop - begin]
        self._sound[start:stop, 0] = np.rint(there * (1 - share) + come * share).astype(np.int16)
        return stop

    def _at(self, sample: int) -> int:
        return round(sample * self._rate / self._clip.rate)


def _quietest(samples: Samples, rate: int) -> int:
    """The middle of the quietest 50 ms, the last one of several."""
    step = max(round(_STEP_S * rate), 1)
    loud = np.array([_power(samples[at : at + step]) for at in range(0, len(samples) - step + 1, step)])
    width = min(round(_QUIET_S / _STEP_S), len(loud))
    around = sliding_window_view(loud, width).sum(axis=1)
    latest = len(around) - 1 - int(np.argmin(around[::-1]))
    return latest * step + width * step // 2


def _power(samples: Samples) -> float:
    return float(np.square(samples, dtype=np.float64).sum())


def _fitted(come: AudioChunk, length: int) -> Samples:
    """One channel of that length; a little that is missing is silence, a little too much is left out."""
    sound = come.mono().reshape(-1, 1)
    if abs(len(sound) - length) > _OFF * length + _OFF_S * come.rate:
        wanted = f"{length / come.rate:.2f}"
        raise ValueError(f"it sent {come.seconds:.2f} s of sound for {wanted}, or said a wrong rate ({come.rate} Hz)")
    if len(sound) >= length:
        return sound[:length]
    end = min(round(_END_S * come.rate), len(sound))
    faded = sound.copy()
    faded[len(sound) - end :] = np.rint(faded[len(sound) - end :] * np.linspace(1, 0, end).reshape(-1, 1))
    return np.pad(faded, ((0, length - len(sound)), (0, 0)))


def split(clip: AudioChunk, longest_s: float = LONGEST_S) -> Iterator[tuple[Piece, AudioChunk]]:
    """The pieces of a clip with their sound."""
    for piece in pieces_of(clip, longest_s):
        yield piece, AudioChunk(clip.samples[piece.begin : piece.end], clip.rate)
