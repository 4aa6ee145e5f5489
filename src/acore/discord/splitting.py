"""Cuts a text into pieces that fit into one message each."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

LIMIT = 2000
"""Characters that Discord takes in one message."""

_CLOSING = "\n```"
_FENCE = re.compile(r"```")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,32}(?=\n)")
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_LONGEST_CLUSTER = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and the marks around it that keep its code fences whole."""

    body: str
    opening: str = ""
    closing: str = ""

    @property
    def shown(self) -> str:
        """What stands in the message."""
        return f"{self.opening}{self.body}{self.closing}"


class _Fences:
    """Where the code fences of a text stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [found.start() for found in _FENCE.finditer(text)]
        self._ends = [self._mark_end(number, start) for number, start in enumerate(self._starts)]

    def opening_at(self, place: int) -> str:
        """The mark that opens the fence in which the place lies; empty outside of fences."""
        passed = bisect_right(self._ends, place)
        if passed % 2 == 0:
            return ""
        mark = self._text[self._starts[passed - 1] : self._ends[passed - 1]]
        return mark if mark.endswith("\n") else f"{mark}\n"

    def cut_before(self, place: int, floor: int) -> int:
        """The place, or the start of a fence's mark that it would break or leave without any code."""
        number = bisect_right(self._starts, place - 1) - 1
        if number < 0 or self._starts[number] <= floor:
            return place
        inside = place < self._ends[number]
        empty = number % 2 == 0 and not self._text[self._ends[number] : place].strip()
        return self._starts[number] if inside or empty else place

    def _mark_end(self, number: int, start: int) -> int:
        """Behind the fence, and behind its language where it opens."""
        end = start + 3
        if number % 2 == 0 and (language := _LANGUAGE.match(self._text, end)):
            return language.end() + 1
        return end


def split(text: str, limit: int = LIMIT) -> tuple[Piece, ...]:
    """Pieces whose bodies joined are the text, each shown in at most `limit` (>= 128) characters.

    Cuts fall between paragraphs, lines or words where there are any; a code fence that a cut runs
    through, or that the text leaves open, is closed, and opened again with its language.
    """
    fences = _Fences(text)
    pieces: list[Piece] = []
    start = 0
    while True:
        opening, closing = fences.opening_at(start), _CLOSING if fences.opening_at(len(text)) else ""
        if len(opening) + len(text) - start + len(closing) <= limit:
            return (*pieces, Piece(text[start:], opening, closing))
        end = _cut(text, start, start + limit - len(opening) - len(_CLOSING))
        end = fences.cut_before(end, start)
        pieces.append(Piece(text[start:end], opening, _CLOSING if fences.opening_at(end) else ""))
        start = end


def closed(text: str) -> str:
    """The text with a code fence that it leaves open closed, so that words behind it are no code."""
    return f"{text}{_CLOSING}" if _Fences(text).opening_at(len(text)) else text


def _cut(text: str, start: int, end: int) -> int:
    """The best place to cut between `start` and `end`, behind white space where there is any."""
    half = (start + end) // 2
    for border in ("\n\n", "\n"):
        if (found := text.rfind(border, half, end)) >= 0:
            return found + len(border)
    for place in range(end, start, -1):
        if text[place - 1].isspace():
            return place
    return _between_clusters(text, start, end)


def _between_clusters(text: str, start: int, end: int) -> int:
    """A little before `end`, where that would tear an accent or an emoji from what it belongs to."""
    for place in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if text[place - 1] != _JOINER and not _clings(text[place]):
            return place
    return end


def _clings(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character).startswith("M") or ord(character) in _SKIN_TONES
