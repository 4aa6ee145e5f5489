"""What is said of a text that was written to be read: markdown, Discord's marks, addresses, code, pictures.

Importing it loads a markdown parser, which the voice brings.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from acore.domain.encoding import encodable
from acore.services.speakable_signs import named_pictures, without_marks, without_pictures, without_signs

_SHORT_CODE = 60
_CODE = "code"
_NESTED = 50
_MOST_PASSES = 8
_DEEP = re.compile(r"^(?:[ \t]*(?:>|[-+*](?=\s)))+(?=[ \t]*(?:>|[-+*]\s))", re.MULTILINE)
_HEADED_ROW = re.compile(r"^[ \t]*\|(?P<cells>.*)\|[ \t]*$")
_RULE_OF_TABLE = frozenset(" \t:|-")
_PAUSES = tuple(".!?…:;,،؟۔।。！？：；、，—–")
_CLOSERS = "\"'”’“‘»›«‹)]}」』）】"
_WORD = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ](?:['’-]?[0-9A-Za-zÀ-ÖØ-öø-ɏ])*[,;.!?]?"
_PLAIN = re.compile(rf"(?!\d){_WORD}(?: {_WORD})*")
"""Words with nothing to take away; most sentences are so, and reading them costs more than all else before a voice."""
_STRESSED = re.compile(rf"(?<![^ ])(?P<marks>\*\*?)(?P<words>{_WORD}(?: {_WORD})*)(?P=marks)(?=[ ,;.!?]|\Z)")
"""Plain words between stars, which most other sentences have and nothing else."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]\Z")

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTED}).enable(["table", "strikethrough"])
_markdown.disable(["code", "reference", "entity", "html_block", "html_inline", "link", "image"])


def speakable(text: str) -> str:
    """The text as it is said, line by line, with a full stop where a line of its own would run into the next one.

    Every word is kept, and so are arithmetic, ``snake_case`` and every script. Of a link its words are said, of an
    address its host, of code of one short line the code and else "code", of a row of a table its cells. Not said are
    marks of emphasis, mentions, citations such as ``[1]``, and pictures, unless there is nothing else: then their
    English names are. What came out of it before comes out again. Empty where there is nothing to say.
    """
    plain = _STRESSED.sub(r"\g<words>", text)
    if _PLAIN.fullmatch(plain):
        return plain
    said = encodable(text)
    for _ in range(_MOST_PASSES):
        if _PLAIN.fullmatch(said):
            break
        before, said = said, _once(said)
        if said == before:
            break
    return said


def _once(text: str) -> str:
    plain = _DEEP.sub("", without_marks(text))
    lines = list(_Lines(_markdown.parse(plain)))
    tidy = [clean for line in lines if (clean := without_signs(without_pictures(line)))]
    said = "\n".join([*map(_ended, tidy[:-1]), *tidy[-1:]])
    return said if any(map(str.isalnum, said)) else named_pictures(text)


class _Lines:
    """The lines that are said of parsed markdown."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._number = ""
        """Of the item that begins."""
        self._cells: list[str] | None = None
        """Of the row of a table that is being read."""

    def __iter__(self) -> Iterator[str]:
        for token in self._tokens:
            yield from self._of(token)

    def _of(self, token: Token) -> Iterator[str]:
        if token.type == "list_item_open":
            self._number += f" {token.info}{token.markup}" if token.info else ""
        elif token.type == "tr_open":
            self._cells = []
        elif token.type == "tr_close":
            yield from self._numbered(_row(self._cells or []))
            self._cells = None
        elif token.type == "inline" and self._cells is not None:
            self._cells.append(" ".join(_words(token.children or []).split("\n")))
        elif token.type == "inline":
            yield from self._numbered(_joined(_words(token.children or []).split("\n")))
        elif token.type == "fence":
            code = token.content.strip()
            yield from self._numbered(code if len(code) <= _SHORT_CODE and "\n" not in code else _CODE)
        elif token.type == "list_item_close":
            yield from self._numbered("")

    def _numbered(self, said: str) -> Iterator[str]:
        number, self._number = self._number, ""
        if line := f"{number} {said}".strip():
            yield line


def _words(tokens: Sequence[Token]) -> str:
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if token.type in breaks else token.content for token in tokens)


def _row(cells: Sequence[str]) -> str:
    return ", ".join(cell.strip() for cell in cells if cell.strip())


def _joined(lines: Sequence[str]) -> str:
    """The lines of a paragraph, one that goes on in small letters behind the one before; rows of a table as rows."""
    said = ""
    for line in lines:
        if {"|", "-"} <= set(line) <= _RULE_OF_TABLE:
            continue
        row = _HEADED_ROW.match(line)
        plain = _row(row["cells"].split("|")) if row else line.strip()
        goes_on = plain[:1].islower() and not _pauses(said)
        said += (" " if goes_on else "\n") + plain if said and plain else plain
    return said


def _ended(line: str) -> str:
    if _pauses(line):
        return line
    return f"{line}。" if _WIDE.search(line) else f"{line}."


def _pauses(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(_PAUSES)
