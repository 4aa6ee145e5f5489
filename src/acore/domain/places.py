"""Names the places of a document: its pages and moments where it has any, else its lines."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from acore.domain.knowledge import Anchor

_LINES = re.compile(r"L(\d+)(?:-L(\d+))?")
_PAGE = "page="


class Places:
    """The places of a document with this address; its anchors stand in the order of their lines."""

    def __init__(self, uri: str, anchors: Sequence[Anchor]) -> None:
        self._uri = uri
        self._anchors = anchors
        self._lines = [anchor.line for anchor in anchors]
        self._has_lines = uri.startswith("file:")
        self.pages = frozenset(anchor.line for anchor in anchors if anchor.fragment.startswith(_PAGE))
        """The lines that pages begin with, from 1."""

    def of(self, first: int, last: int) -> str:
        """The address of what stands in these lines, from 1: that of its beginning, or of all its lines."""
        if not self._anchors:
            return f"{self._uri}#L{first}-L{last}" if self._has_lines else self._uri
        fragment, end = self._fragment(first), self._fragment(last)
        if (begins := _LINES.fullmatch(fragment)) and (ends := _LINES.fullmatch(end)):
            return f"{self._uri}#L{begins[1]}-L{ends[2] or ends[1]}" if self._has_lines else self._uri
        return f"{self._uri}#{fragment}" if fragment else self._uri

    def _fragment(self, line: int) -> str:
        at = bisect_right(self._lines, line)
        return self._anchors[at - 1].fragment if at else ""
