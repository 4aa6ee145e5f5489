"""Keeps what a model thinks before it answers out of the answer."""

import re
from typing import Self

from acore.errors import EngineError

_TAGS = ("think", "thinking", "thought", "reasoning")
_OPENING = re.compile(rf"\s*<({'|'.join(_TAGS)})>", re.IGNORECASE)
_LONGEST_CLOSING = max(len(f"</{tag}>") for tag in _TAGS)


class Unsaid:
    """Counts what is written for nobody to read, and tells it in the error that the answer breaks off with."""

    def __init__(self) -> None:
        self.bytes = 0

    def __enter__(self) -> Self:
        """Around the reading of an answer."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Note in an EngineError how much it was."""
        if isinstance(error, EngineError):
            error.thought = self.bytes

    def count(self, *texts: object) -> None:
        """Add one of them: servers that name a thought twice say the same."""
        sizes = (len(text.encode("utf-8", "surrogatepass")) for text in texts if isinstance(text, str))
        self.bytes += max(sizes, default=0)


class WithoutThinking:
    """Takes an answer piece by piece and gives what is to be said.

    Only a block at the very beginning is thinking: later, somebody may be writing about such tags. A
    block that never ends is thinking to its end.
    """

    def __init__(self) -> None:
        self._held = ""
        self._read = self._beginning

    def feed(self, text: str) -> str:
        """What may be said of everything so far and was not said yet."""
        return self._read(text)

    def close(self) -> str:
        """What is left to say when the answer has ended."""
        return self._held if self._read == self._beginning else ""

    def _beginning(self, text: str) -> str:
        self._held += text
        if found := _OPENING.match(self._held):
            self._closing = re.compile(rf"</{found[1]}>", re.IGNORECASE)
            held, self._held, self._read = self._held[found.end() :], "", self._thinking
            return self._thinking(held)
        if _may_still_open(self._held):
            return ""
        held, self._held, self._read = self._held, "", self._speaking
        return held

    def _thinking(self, text: str) -> str:
        self._held += text
        if found := self._closing.search(self._held):
            held, self._held, self._read = self._held[found.end() :], "", self._between
            return self._between(held)
        self._held = self._held[-_LONGEST_CLOSING:]
        return ""

    def _between(self, text: str) -> str:
        """The empty lines that part the thinking from the answer belong to neither."""
        text = text.lstrip()
        if text:
            self._read = self._speaking
        return text

    def _speaking(self, text: str) -> str:
        return text


def _may_still_open(text: str) -> bool:
    begun = text.lstrip().lower()
    return any(f"<{tag}>".startswith(begun) for tag in _TAGS)
