"""Writes Markdown from the tags of a page, as they come."""

import re

from acore.domain.knowledge import Anchor

_BLOCKS = frozenset(
    "p div section article main body html header footer aside ul ol dl figure figcaption blockquote details summary "
    "address form fieldset legend table thead tbody tfoot tr td th caption center hgroup search label".split()
)
_HEADING = re.compile(r"h([1-6])$")
_MARKED = re.compile(r"(?=(?:#{1,6}|[-*+>]|\d{1,3}[.)])\s|[|]|`{3}|~{3})")
"""At the beginning of a line these would mean something in Markdown that the page did not mean."""
_EXPLAINS = frozenset({"dd", "p"})
_SHORTEST_FENCE = 3
_DEEPEST_LIST = 6


class MarkdownWriter:
    """Takes tags and texts in the order of the page."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._anchors: list[Anchor] = [Anchor(1, "")]
        self._inline: list[str] = []
        self._prefix = ""
        self._lists: list[int | None] = []
        """Of each list that is open: the number of its last item, or None where it has none."""
        self._code: list[str] | None = None
        self._identity = ""
        self._is_term = False
        """Whether the words gathered are a term, which waits for what explains it."""
        self._after_item = False

    def identify(self, identity: str) -> None:
        """What comes next has this id."""
        self._identity = identity

    def text(self, text: str) -> None:
        """Words of the page."""
        (self._inline if self._code is None else self._code).append(text)

    def void(self, tag: str) -> None:
        """A break or a line; pictures say nothing here."""
        if self._code is not None:
            self._code.append("\n" if tag == "br" else "")
        elif tag == "br":
            self._inline.append("\0")
        elif tag == "hr":
            self._flush()

    def enter(self, tag: str, number: int = 1) -> None:
        """A tag begins; `number` is that of the first item of a list that counts them."""
        if self._code is not None:
            return
        heading = _HEADING.match(tag)
        starts = heading or tag in ("li", "dt", "dd", "pre") or tag in _BLOCKS
        if starts and not (self._is_term and tag in _EXPLAINS):
            self._flush()
        if heading:
            self._prefix = "#" * int(heading[1]) + " "
        elif tag in ("ul", "ol"):
            self._lists.append(number - 1 if tag == "ol" else None)
        elif tag == "li":
            self._prefix = self._item()
        elif tag == "dt":
            self._prefix = "- "
        elif tag == "pre":
            self._code = []

    def leave(self, tag: str) -> None:
        """A tag ends."""
        if tag == "pre" and self._code is not None:
            code, self._code = "".join(self._code).strip("\r\n"), None
            self._write_code(code)
        if self._code is not None:
            return
        if tag == "dt":
            self._inline.append(": " if not "".join(self._inline).rstrip().endswith((":", "?", "：", "？")) else " ")
            self._is_term = True
        elif tag in ("td", "th"):
            self._inline.append(" ")
        elif _HEADING.match(tag) or tag in ("li", "dd") or tag in _BLOCKS:
            self._flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._after_item = bool(self._lists)

    def table(self, rows: list[list[str]]) -> None:
        """A table of data; its first row is its head, where it is not a caption alone."""
        self._flush()
        if len(rows[0]) == 1 and len(rows[1]) > 1:
            self._add([rows.pop(0)[0]])
        cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in cells]
        self._add([lines[0], f"|{' --- |' * len(cells[0])}", *lines[1:]])

    def finish(self) -> tuple[str, tuple[Anchor, ...]]:
        """The text, and the ids of its parts."""
        if self._code is not None:
            self._write_code("".join(self._code))
        self._flush()
        return "\n".join(self._lines), tuple(self._anchors)

    def _item(self) -> str:
        indent = "  " * min(len(self._lists) - 1, _DEEPEST_LIST)
        if not self._lists or self._lists[-1] is None:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def _flush(self) -> None:
        """Write the words that were gathered as a block."""
        self._is_term = False
        paragraphs = [" ".join(part.split()) for part in "".join(self._inline).split("\0")]
        self._inline.clear()
        prefix, is_item = self._prefix, bool(self._lists) or self._prefix == "- "
        lines = [line for line in paragraphs if line]
        if not lines:
            return
        self._prefix = ""
        if prefix.startswith("#"):
            lines = [" ".join(lines)]
        elif not prefix:
            lines = [_MARKED.sub("\\\\", line, count=1) if _MARKED.match(line) else line for line in lines]
        indent = " " * len(prefix) if prefix and not prefix.startswith("#") else "  " * len(self._lists)
        first = prefix or indent
        self._add([f"{first}{lines[0]}", *(f"{indent}{line}" for line in lines[1:])], is_item=is_item)

    def _write_code(self, code: str) -> None:
        if code.strip():
            fence = "`" * max(_SHORTEST_FENCE, 1 + max(map(len, re.findall("`+", code)), default=0))
            self._add([fence, *re.split(r"\r\n|\n|\r", code), fence])

    def _add(self, lines: list[str], *, is_item: bool = False) -> None:
        if self._lines and not (is_item and self._after_item):
            self._lines.append("")
        self._after_item = is_item
        if self._identity:
            self._anchors.append(Anchor(len(self._lines) + 1, self._identity))
            self._identity = ""
        self._lines += lines
