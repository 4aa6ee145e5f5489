"""Finds the citations in a text that comes piece by piece; what stands in code is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = "[ \\t\u00a0]"
_OPEN, _CLOSE = "[\\[【［]", "[\\]】］]"
_NAMES = ("passage", "source", "quelle")
_BEGUN_NAMES = "|".join(name[:end] for name in _NAMES for end in range(len(name), 0, -1))
_BETWEEN = f"(?:{_SPACE}?(?:[,;&、，]|and|und){_SPACE}?|{_SPACE})"
_RANGE = f"{_SPACE}?[-\u2013]{_SPACE}?"
_JOINING = "[,;&、，\u2013\\-andu \\t\u00a0]"
"""What stands between the numbers while they are written."""
_REST = "†[^\\[\\]【】［］`\\n]{0,40}"
"""What some models write behind the number, as in 【1†source】."""
_MARK = re.compile(
    f"{_OPEN}\\^?{_SPACE}?(?:(?:{'|'.join(_NAMES)})[sn]?{_SPACE}?)?"
    f"(?P<numbers>\\d{{1,3}}(?:(?:{_BETWEEN}|{_RANGE})\\d{{1,3}}){{0,11}}){_SPACE}?(?:{_REST})?{_CLOSE}",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    f"{_OPEN}\\^?{_SPACE}?(?:(?:{_BEGUN_NAMES})[sn]?{_SPACE}?)?"
    f"(?:\\d{{1,3}}(?:{_JOINING}{{1,5}}\\d{{1,3}}){{0,11}}{_JOINING}{{0,5}}(?:{_REST})?)?",
    re.IGNORECASE,
)
"""What may become a mark once more of it is there."""
_STOP = re.compile(rf"\\[^\n]|`+|{_SPACE}{{0,8}}{_OPEN}")
_HELD_AT_THE_END = re.compile(rf"(?:\\|{_SPACE}{{1,8}})\Z")
_PAIR = re.compile(f"(\\d+)(?:{_RANGE}(\\d+))?")
_CODE_ENDS = re.compile(r"`+|\n")
_FENCE = 3
"""Backticks that begin code of several lines; with fewer it ends with its line at the latest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something written like a citation: ``[1]``, ``[1, 3]``, ``[2-4]``, ``【5†source】``."""

    space: str
    """What stands between it and the word before."""
    written: str
    """As it is written, without the space."""
    ranges: tuple[tuple[int, int], ...]
    after: str
    """The character behind it; empty at the end of the text."""


class MarkReader:
    """Takes a text piece by piece and gives it as what stands between marks, and the marks.

    It holds back no more than what may be the beginning of a mark, and the space or the backticks at the end.
    """

    def __init__(self) -> None:
        self._held = ""
        self._ticks = 0
        """Of the code that is open: how many backticks it began with."""

    def read(self, text: str, *, final: bool = False) -> Iterator[str | Mark]:
        """What can be told of everything so far and was not told yet; where it is `final`, all of it."""
        buffer, self._held = self._held + text, ""
        at = 0
        while at < len(buffer):
            end, part = self._code(buffer, at, final) if self._ticks else self._next(buffer, at, final)
            if part:
                yield part
            if end == at and not part:
                self._held = buffer[at:]
                return
            at = end

    def _next(self, buffer: str, at: int, final: bool) -> tuple[int, str | Mark]:  # noqa: FBT001  one private step
        """The part that begins here, and where it ends; nothing where more has to come to tell."""
        stop = _STOP.search(buffer, at)
        if stop is None:
            rest = None if final else _HELD_AT_THE_END.search(buffer, at)
            end = rest.start() if rest else len(buffer)
            return end, buffer[at:end]
        if stop.start() > at:
            return stop.start(), buffer[at : stop.start()]
        if stop[0][0] == "\\":
            return stop.end(), stop[0]
        if stop[0][0] != "`":
            return _bracket(buffer, stop, final)
        if stop.end() == len(buffer) and not final:
            return at, ""
        self._ticks = len(stop[0])
        return stop.end(), stop[0]

    def _code(self, buffer: str, at: int, final: bool) -> tuple[int, str]:  # noqa: FBT001  one private step
        """Code up to its end: as many backticks as it began with, or what ends the line."""
        for end in _CODE_ENDS.finditer(buffer, at):
            if end[0] != "\n" and end.end() == len(buffer) and not final:
                return end.start(), buffer[at : end.start()]
            if self._closes(end[0]):
                self._ticks = 0
                return end.end(), buffer[at : end.end()]
        return len(buffer), buffer[at:]

    def _closes(self, end: str) -> bool:
        if self._ticks >= _FENCE:
            return end.startswith("`" * _FENCE)
        return end == "\n" or len(end) == self._ticks


def _bracket(buffer: str, stop: re.Match[str], final: bool) -> tuple[int, str | Mark]:  # noqa: FBT001  one private step
    mark = _MARK.match(buffer, stop.end() - 1)
    if mark is None:
        begun = not final and _BEGUN.fullmatch(buffer, stop.end() - 1)
        return (stop.start(), "") if begun else (stop.end(), stop[0])
    if mark.end() == len(buffer) and not final:
        return stop.start(), ""
    after = buffer[mark.end() : mark.end() + 1]
    if after == "(":  # a link
        return mark.end(), buffer[stop.start() : mark.end()]
    ranges = tuple((int(first), int(last or first)) for first, last in _PAIR.findall(mark["numbers"]))
    return mark.end(), Mark(stop[0][:-1], mark[0], ranges, after)


def without_marks(text: str) -> str:
    """The text without all that is written like a citation."""
    return _MARK.sub("", text)
