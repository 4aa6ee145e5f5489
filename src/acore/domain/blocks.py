"""The blocks of a text: headings, paragraphs, code fences and tables, by their lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_MARKED = re.compile(r" {0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r" {0,3}(=+|-+|~+|\^+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LONGEST_HEADING = 200
_SHORTEST_UNDERLINE = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` up to, not including, `last`, counted from 0; a heading carries its words and level."""

    first: int
    last: int
    heading: str = ""
    level: int = 0
    whole: bool = False
    """A code fence, a table or a record: cut only where it can not stay in one piece."""


def lines_of(text: str) -> list[str]:
    """The lines as an editor counts them: ended by LF, CRLF or CR, and by nothing else."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(lines: Sequence[str], *, markdown: bool, records: bool = False) -> list[Block]:
    """Every line that is not blank, in blocks; headings are looked for in Markdown and prose only.

    Of records every paragraph is one, and stays whole.
    """
    found: list[Block] = []
    unclosed: set[str] = set()
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block = (markdown and _heading(lines, at)) or _fence(lines, at, unclosed) or _run(lines, at, markdown, records)
        found.append(block)
        at = block.last
    return found


def _heading(lines: Sequence[str], at: int) -> Block | None:
    if len(lines[at]) > _LONGEST_HEADING:
        return None
    if (marked := _HEADING.match(lines[at])) and (name := _plain(marked[2])):
        return Block(at, at + 1, name, len(marked[1]))
    if at + 1 == len(lines) or not (line := _UNDERLINE.match(lines[at + 1])) or _is_tabular(lines[at]):
        return None
    name = _plain(lines[at])
    if not name or len(line[1]) < _SHORTEST_UNDERLINE or lines[at].lstrip().startswith(("-", "*", ">", "=", "~")):
        return None
    return Block(at, at + 2, name, "=-~^".index(line[1][0]) + 1)


def _plain(heading: str) -> str:
    return _LINK.sub(r"\1", heading).replace("`", "").replace("**", "").strip()


def _fence(lines: Sequence[str], at: int, unclosed: set[str]) -> Block | None:
    """A fence and its code; one that is never closed is none: the rest of the file was not meant.

    `unclosed` keeps the marks that no later line closes, so that no text is searched again and again.
    """
    if not (opening := _FENCE.match(lines[at])) or (mark := opening[1]) in unclosed:
        return None
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        if line.startswith(mark) and not line.strip(mark[0]):
            return Block(at, end + 1, whole=True)
    unclosed.add(mark)
    return None


def _run(lines: Sequence[str], at: int, markdown: bool, records: bool) -> Block:  # noqa: FBT001
    """A table, or a paragraph up to the next blank line or to where something else begins."""
    tabular = _is_tabular(lines[at])
    end = at + 1
    while end < len(lines) and lines[end].strip() and _is_tabular(lines[end]) == tabular:
        if _FENCE.match(lines[end]) or (markdown and _MARKED.match(lines[end])):
            break
        end += 1
    return Block(at, end, whole=tabular or records)


def _is_tabular(line: str) -> bool:
    return line.lstrip().startswith("|")
