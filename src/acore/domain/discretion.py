"""Keeps a bot's instructions out of its answers, while they are written."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from acore.domain.terms import fold

MOST = 12
"""Words of the instructions in a row that are said on purpose; an answer may share fewer with them by chance."""
_FREE = 2
"""Words of a row that are shown before it is known how long it gets."""
_SIGN = 1 / 3
"""What a sign counts in a script without spaces, in words."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_WORD = re.compile(f"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\\W_]|(?<=\\w)[{_UNSEEN}]+)+")
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]")
_SIGNS = re.compile(f"[{_UNSPACED}]")
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class _Instructions:
    """Instructions as words: each one's places, and the weight of all before it."""

    words: Sequence[str]
    sums: Sequence[float]
    places: Mapping[str, Sequence[int]]


class Discretion:
    """Takes an answer piece by piece and gives it back, until it repeats the instructions.

    What the member or the documents said in the same words is no secret. Spelled out in another way (translated,
    backwards, a few words at a time) the instructions can still be told: they are no place for a password.
    """

    def __init__(self, instructions: str, known: Iterable[str] = ()) -> None:
        self._said = _read(instructions)
        self._known = tuple(known)
        self._rows: dict[int, int] = {}
        """By where the last word stands in the instructions: how many words up to it are the same, in a row."""
        self._starts: deque[int] = deque(maxlen=len(self._said.words) + 1)
        """Where the last words began, in all that was heard."""
        self._buffer, self._base = "", 0
        """What is not shown or not judged yet, and where it begins."""
        self._shown = self._judged = 0
        self.broken = False
        """Whether the answer repeated the instructions; from there on nothing of it is given."""

    def feed(self, text: str) -> str:
        """What can be shown of everything so far and was not shown yet."""
        self._buffer += text
        return self._show(final=False)

    def close(self) -> str:
        """The rest."""
        return self._show(final=True)

    def _show(self, *, final: bool) -> str:
        if self.broken or not self._buffer:
            return ""
        end = begun = self._base + len(self._buffer)
        for match in _WORD.finditer(self._buffer, self._judged - self._base):
            start, stop = self._base + match.start(), self._base + match.end()
            if stop == end and not final and not _is_sign(match[0]):  # more of it may come
                begun = start
                break
            self._judge(_plain(match), start)
            self._judged = stop
            if self.broken:
                break
        self._judged = max(self._judged, min(begun, end)) if not self.broken else self._judged
        return self._given(end if final and not self.broken else self._settled(begun, end), begun)

    def _settled(self, begun: int, end: int) -> int:
        """Up to where it can be shown: a word that has only begun may go on with a row."""
        row = self._row()
        if row > _FREE:
            return self._starts[_FREE - row]
        return begun if row == _FREE else end

    def _given(self, to: int, begun: int) -> str:
        given = self._buffer[self._shown - self._base : to - self._base]
        self._shown = max(self._shown, to)
        kept_from = min(self._shown, begun)
        self._buffer, self._base = self._buffer[kept_from - self._base :], kept_from
        return given

    def _judge(self, word: str, start: int) -> None:
        self._starts.append(start)
        places = self._said.places.get(word)
        self._rows = {place: self._rows.get(place - 1, 0) + 1 for place in places} if places else {}
        self.broken = bool(places) and any(self._is_told(place, row) for place, row in self._rows.items())

    def _is_told(self, place: int, row: int) -> bool:
        """Whether the row that ends there is long enough, and nobody else's words."""
        end = place + 1
        begin = bisect_right(self._said.sums, self._said.sums[end] - MOST + _ROUNDING) - 1
        if begin < 0 or begin < end - row:
            return False
        said = _spaced(self._said.words[begin:end])
        return not any(said in _spaced(map(_plain, _WORD.finditer(text))) for text in self._known)

    def _row(self) -> int:
        return max(self._rows.values(), default=0)


@lru_cache(maxsize=16)
def _read(instructions: str) -> _Instructions:
    words = [_plain(match) for match in _WORD.finditer(instructions)]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return _Instructions(words, list(accumulate(map(_weight, words), initial=0.0)), places)


def _plain(match: re.Match[str]) -> str:
    word = match[0]
    return word.lower() if word.isascii() else fold(_UNSEEN_SIGNS.sub("", word))


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _is_sign(word: str) -> bool:
    """Whether it stands for itself: a sign of a script without spaces."""
    return _SIGNS.fullmatch(word) is not None


def _weight(word: str) -> float:
    return _SIGN if _is_sign(word) else 1.0
