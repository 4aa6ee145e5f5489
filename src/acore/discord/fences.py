"""Finds the code fences of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_LONGEST_MARK = 16
_MARK = re.compile(rf"`{{3,{_LONGEST_MARK}}}|^[ \t]*(?P<tildes>~{{3,{_LONGEST_MARK}}})(?=[^~\n]*$)", re.MULTILINE)
_LANGUAGE = re.compile(r"[ \t]*([A-Za-z0-9_+.#-]{1,32})[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Fence:
    """Where a code fence stands in a text: its marks, and the code between them."""

    mark: str
    language: str
    start: int
    inside: int
    code_end: int
    end: int

    @property
    def is_closed(self) -> bool:
        """It has a mark at its end."""
        return self.code_end < self.end

    @property
    def opening(self) -> str:
        """The mark that opens it once more."""
        return f"{self.mark}{self.language}\n"

    @property
    def closing(self) -> str:
        """The mark that closes it."""
        return f"\n{self.mark}"

    def resumed(self, text: str, place: int, stop: int) -> "Fence":
        """The rest of it, from a place in its code."""
        return _fence(text, (self.mark, self.language), place - 1, place, stop)


def fences(text: str, start: int = 0, stop: int | None = None) -> Iterator[Fence]:
    """The code fences between two places, in order; one that is left open reaches to the end.

    As in Discord, a fence of backticks opens and closes anywhere in a line; it closes with at least as
    many as it opened with. One of tildes stands on lines of its own, as in Markdown.
    """
    end = len(text) if stop is None else stop
    place = start
    while found := _MARK.search(text, place, end):
        mark = found["tildes"] or found[0]
        language = _LANGUAGE.match(text, found.end(), end)
        inside = language.end() if language else found.end()
        fence = _fence(text, (mark, language[1] if language else ""), found.end() - len(mark), inside, end)
        yield fence
        place = fence.end


def _fence(text: str, marks: tuple[str, str], start: int, inside: int, stop: int) -> Fence:
    mark, language = marks
    found = _closing(mark).search(text, inside, stop)
    return Fence(mark, language, start, inside, *(found.span() if found else (stop, stop)))


@lru_cache(maxsize=2 * _LONGEST_MARK)
def _closing(mark: str) -> re.Pattern[str]:
    run = f"{mark[0]}{{{len(mark)},{_LONGEST_MARK}}}"
    return re.compile(run if mark.startswith("`") else rf"^[ \t]*{run}[ \t]*\r?$", re.MULTILINE)
