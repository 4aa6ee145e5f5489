"""Cuts a text into pieces that fit into one message each."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from acore.discord.fences import Fence, fences

LIMIT = 2000
"""Characters that Discord takes in one message; it counts code points, as `len` does."""

_SPAN = re.compile(
    r"""
      \\[^\w\s]                                                        # an escaped character
    | ``[^\n]+?`` | `[^`\n]++`                                         # code
    | </?[^<>\s]++> | </[^<>\n]{1,100}>                                # links, mentions, emoji, commands, times
    | https?://[^\s<>]++
    | (?P<outer>
        !?\[(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*+\])*+\]                    # [words](link)
        \((?:<[^<>\n]*+>|(?:[^\s()]|\([^\s()]*+\))*+)(?:[ \t]+"[^"\n]*+")?\)
      | (?P<marks>\*{2,3}|__|~~|\|\|)(?=\S)(?:(?!(?P=marks))[^\n])++(?P=marks)
      )
    """,
    re.VERBOSE,
)
"""What reads as one thing, and breaks when it is cut."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"\n")
_ITEM = re.compile(r"\n(?=[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t])")
_SENTENCE = re.compile(r"[.!?…][\"')\]*_»”]*\s+|[。！？]")
_WORD = re.compile(r"\s+|[、，；：]")
_LEADS_ON = re.compile(r"\s*(?:#{1,6}[ \t].*|\*\*.+\*\*|.*:)")
"""A line that belongs to what follows it: a heading, or the words before a list."""
_LONGEST_INDENT = 16

_BLANK = re.compile(r"\s*+")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*+\n)*+")
_JOINER = "\u200d"
_CLINGING = (range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080))
"""Skin tones, and the letters in the flags of regions."""
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_LONGEST_CLUSTER = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and what stands of it in the message: trimmed, with its code fences whole."""

    body: str
    shown: str


def split(text: str, limit: int = LIMIT) -> tuple[Piece, ...]:
    """Pieces whose bodies joined are the text, each shown in at most `limit` (>= 128) characters.

    Cuts fall between paragraphs, list items, lines, sentences or words, in this order, and never in a
    link, a mention, an emoji, code or bold words that fit into a message. A code fence that a cut runs
    through, or that the text leaves open, is closed, and opened again with its language. No piece is
    blank, unless the text is.
    """
    return tuple(pieces(text, limit))


def pieces(text: str, limit: int = LIMIT) -> Iterator[Piece]:
    """The pieces of `split`, each made when it is asked for, from the text of about two messages."""
    stop = len(text.rstrip())
    start, resumed = 0, None
    while True:
        window = _Window(text, (start, stop), limit, resumed)
        cut = window.cut()
        end = cut.end if cut.end < stop else len(text)
        yield Piece(text[start:end], window.shown(cut))
        if end == len(text):
            return
        start, resumed = end, window.fence_at(end)


def closed(text: str) -> str:
    """The text with a code fence that it leaves open closed, so that words behind it are no code."""
    *_, last = (None, *fences(text))
    return f"{text}{last.closing}" if last and not last.is_closed else text


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a piece ends, and what its message holds: the text up to `shown_end`, and a mark that closes a fence."""

    end: int
    shown_end: int
    closing: str = ""


class _Window:
    """The stretch of a text in which the next piece ends, and as much more as shows what a cut there would break."""

    def __init__(self, text: str, span: tuple[int, int], limit: int, resumed: Fence | None) -> None:
        self._text = text
        start, self._stop = span
        self._first = min(self._stop, _behind(_BLANK_LINES if resumed else _BLANK, text, start))
        self._opening = resumed.opening if resumed else ""
        self._room = limit - len(self._opening)
        self._horizon = min(self._stop, self._first + 2 * limit)
        rest = [resumed.resumed(text, self._first, self._horizon)] if resumed else []
        self._fences = [*rest, *fences(text, rest[0].end if rest else self._first, self._horizon)]
        marks = (len(fence.closing) for fence in self._fences if fence.start < self._first + self._room)
        self._end = self._first + self._room - max(marks, default=0)
        self._half = (self._first + self._end) // 2

    def shown(self, cut: _Cut) -> str:
        """What the message holds."""
        return f"{self._opening}{self._text[self._first : cut.shown_end].rstrip()}{cut.closing}"

    def fence_at(self, place: int) -> Fence | None:
        """The fence that a cut there would run through."""
        return next((fence for fence in self._fences if fence.start < place < fence.end), None)

    def cut(self) -> _Cut:
        """The end of the text where that fits, else of a fence whose code does, else the best place."""
        last = self._fences[-1] if self._fences else None
        closing = last.closing if last and not last.is_closed else ""
        if self._stop - self._first + len(closing) <= self._room:
            return _Cut(len(self._text), self._stop, closing)
        fence = self.fence_at(self._end)
        if fence and fence.is_closed:
            code_end = _rstripped(self._text, fence.inside, fence.code_end)
            if code_end <= self._end:
                return _Cut(fence.end, code_end, fence.closing)
        self._blocked = sorted((*self._blocked_by_fences(), *self._blocked_by_spans()))
        place = self._in_code(fence) if fence else self._in_words()
        through = self.fence_at(place)
        return _Cut(place, place, through.closing if through else "")

    def _in_code(self, fence: Fence) -> int:
        if fence.start >= self._half:
            return self._before_lead(fence.start)
        return self._last(_PARAGRAPH, self._half) or self._last(_LINE, self._half) or self._anywhere()

    def _in_words(self) -> int:
        behind_code = max((f.end for f in self._fences if self._half < f.end <= self._end), default=0)
        low = behind_code or self._half
        paragraph = self._last(_PARAGRAPH, low) or behind_code
        if line := paragraph or self._last(_ITEM, low) or self._last(_LINE, low):
            return self._before_lead(line)
        return self._last(_SENTENCE, low) or self._anywhere()

    def _last(self, border: re.Pattern[str], low: int) -> int:
        """Behind the last such border that may be cut; 0 where there is none."""
        found = border.finditer(self._text, low, min(self._end + _LONGEST_INDENT, self._stop))
        places = [match.end() for match in found if match.start() <= self._end]
        if places and places[-1] > self._end:
            # A piece may end before white space as well as behind it, but not before the mark that ends a sentence.
            places[-1:] = [self._end] if self._text[self._end].isspace() else []
        return next((place for place in reversed(places) if place > self._first and not self._blocker(place)), 0)

    def _before_lead(self, place: int) -> int:
        """The place, or before the line that ends there, where that line belongs to what follows."""
        end = _rstripped(self._text, self._first, place)
        line = self._text.rfind("\n", self._first, end) + 1
        leads_on = line > self._half and _LEADS_ON.fullmatch(self._text, line, end)
        return line if leads_on and not self._blocker(line) else place

    def _anywhere(self) -> int:
        """Between words; where a word is too long for that, in it, but in no link and no emoji that fits."""
        if place := self._last(_WORD, self._first):
            return place
        place = _between_clusters(self._text, self._first, self._end)
        blocker = self._blocker(place)
        return blocker[0] if blocker and blocker[0] > self._first else place

    def _blocker(self, place: int) -> tuple[int, int] | None:
        """What a cut there would break."""
        number = bisect_left(self._blocked, (place,)) - 1
        return self._blocked[number] if number >= 0 and place < self._blocked[number][1] else None

    def _blocked_by_fences(self) -> Iterator[tuple[int, int]]:
        """The marks of the fences, each with the nearest character of its code: no fence is left empty."""
        for fence in self._fences:
            head = fence.start, _behind(_BLANK, self._text, fence.inside) + 1
            tail = _rstripped(self._text, fence.inside, fence.code_end) - 1, fence.end
            if fence.is_closed and head[1] > tail[0]:
                yield fence.start, fence.end
                continue
            yield head
            if fence.is_closed:
                yield tail

    def _blocked_by_spans(self) -> Iterator[tuple[int, int]]:
        """What reads as one thing between the fences, and fits into a message."""
        edges = [self._first, *(edge for fence in self._fences for edge in (fence.start, fence.end)), self._horizon]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            place = start
            while place < end and (found := _SPAN.search(self._text, place, end)):
                fits = found.end() - found.start() <= self._end - self._first
                if fits:
                    yield found.span()
                place = found.end() if fits or not found["outer"] else found.start() + 1


def _between_clusters(text: str, start: int, end: int) -> int:
    """A little before `end`, where that would tear an accent or an emoji from what it belongs to."""
    for place in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if text[place - 1] != _JOINER and not _clings(text[place]) and not _in_flag(text, start, place):
            return place
    return end


def _clings(character: str) -> bool:
    if character == _JOINER or unicodedata.category(character).startswith("M"):
        return True
    return any(ord(character) in those for those in _CLINGING)


def _in_flag(text: str, start: int, place: int) -> bool:
    """A flag is a pair of letters; which two belong together shows from where their row begins."""
    row = place
    while row > start and ord(text[row - 1]) in _FLAG_LETTERS:
        row -= 1
    return ord(text[place]) in _FLAG_LETTERS and (place - row) % 2 == 1


def _behind(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def _rstripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
