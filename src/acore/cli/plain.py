"""A reply as a terminal shows it: Discord's marks become what they mean, or nothing."""

import re

_MARKS = re.compile(r"(\*\*\*|\*\*|\*|__|~~|\|\|)(?=\S)(.+?)(?<=\S)\1")
_MAY_BE_MARKED = re.compile(r"[*_~|`\\]|^-#?\s?$|^-# ")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Moves the cursor, sets a title or fills the clipboard: documents and models may say it, and none of it is text."""
_ESCAPED = re.compile(r"\\([*_~`|>#\-\\\[\]()])")


class Plain:
    """Takes a reply piece by piece, and gives it without marks; a line with marks in it is held until it is whole.

    What stands in code is left as it is. Nothing steers the terminal.
    """

    def __init__(self) -> None:
        self._held = ""
        self._in_code = False

    def feed(self, text: str) -> str:
        """What can be shown of everything so far and was not shown yet."""
        *whole, held = (self._held + _STEERING.sub("", text)).split("\n")
        shown = "".join(f"{self._line(line)}\n" for line in whole)
        if self._in_code or _MAY_BE_MARKED.search(held):
            self._held = held
            return shown
        words, space, self._held = held.rpartition(" ")
        return f"{shown}{words}{space}"

    def close(self) -> str:
        """The rest."""
        held, self._held = self._held, ""
        return self._line(held)

    def _line(self, line: str) -> str:
        if line.startswith("```"):
            self._in_code = not self._in_code
            return line
        return line if self._in_code else _unmarked(line)


def _unmarked(line: str) -> str:
    parts = re.split(r"(`[^`]+`)", line.removeprefix("-# "))
    return "".join(
        part[1:-1] if n % 2 else _ESCAPED.sub(r"\1", _MARKS.sub(r"\2", part)) for n, part in enumerate(parts)
    )
