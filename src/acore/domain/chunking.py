"""Cuts documents into chunks: at headings and paragraphs, each chunk with the lines it stands in."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from acore.domain.knowledge import Chunk, Document, Source
from acore.domain.terms import VERSION as TERMS

VERSION = f"1.{TERMS}"
"""Raise it when a change here makes other chunks: every document is then indexed anew."""

_LONGEST = 1200
"""Characters in a chunk: some 200 words."""
_LONGEST_LINE = 1000
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")


@dataclass(slots=True)
class _Piece:
    """Lines that belong together, with the number of the first, from 1."""

    heading: tuple[str, ...]
    first: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def size(self) -> int:
        return sum(len(line) + 1 for line in self.lines)


def chunks(document: Document) -> tuple[Chunk, ...]:
    """The document in order, every word of it in at least one chunk; a text without words has none.

    A chunk is at most about 1,200 characters and never spans two headings; a code block is kept whole
    where it fits. The title of a chunk is the document's, with the headings that it stands under.
    """
    fingerprint = hashlib.blake2b(f"{VERSION}\n{document.title}\n{document.text}".encode(), digest_size=16).hexdigest()
    pieces = [piece for piece in _pieces(document.text) if piece.text.strip()]
    return tuple(
        Chunk(document.uri, position, fingerprint, piece.text.strip(), _source(document, piece), document.guild)
        for position, piece in enumerate(pieces)
    )


def _source(document: Document, piece: _Piece) -> Source:
    headings = [heading for heading in piece.heading if heading != document.title]
    title = " › ".join([document.title, *headings])
    if not document.uri.startswith("file:"):
        return Source(title, document.uri)
    written = [number for number, line in enumerate(piece.lines, piece.first) if line.strip()]
    return Source(title, f"{document.uri}#L{written[0]}-L{written[-1]}")


def _pieces(text: str) -> Iterator[_Piece]:
    """Sections, cut at paragraphs where they are too long."""
    for section in _sections(text):
        piece = _Piece(section.heading, section.first)
        for block in _blocks(section):
            if piece.lines and piece.size + block.size > _LONGEST:
                yield piece
                piece = _Piece(section.heading, block.first)
            piece.lines.extend(block.lines)
        yield piece


def _sections(text: str) -> Iterator[_Piece]:
    """One piece a heading; a heading alone belongs to what follows only by its title."""
    headings: list[tuple[int, str]] = []
    section = _Piece((), 1)
    fenced = False
    for number, line in enumerate(_lines(text), 1):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (found := _HEADING.match(line)):
            yield section
            depth = len(found[1])
            headings = [*(above for above in headings if above[0] < depth), (depth, found[2])]
            section = _Piece(tuple(title for _, title in headings), number)
        section.lines.append(line)
    yield section


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(section: _Piece) -> Iterator[_Piece]:
    """Paragraphs and code blocks with their blank lines; what is too long by itself is cut at lines, then at words."""
    block = _Piece(section.heading, section.first)
    fenced = False
    for number, line in enumerate(section.lines, section.first):
        fenced ^= bool(_FENCE.match(line))
        for part in _cut(line):
            if block.lines and block.size + len(part) > _LONGEST:
                yield block
                block = _Piece(section.heading, number)
            block.lines.append(part)
        if not line.strip() and not fenced:
            yield block
            block = _Piece(section.heading, number + 1)
    yield block


def _cut(line: str) -> Iterator[str]:
    """A line in parts that fit; cut between words where there are any."""
    while len(line) > _LONGEST_LINE:
        end = line.rfind(" ", _LONGEST_LINE // 2, _LONGEST_LINE) + 1 or _LONGEST_LINE
        yield line[:end]
        line = line[end:]
    yield line
