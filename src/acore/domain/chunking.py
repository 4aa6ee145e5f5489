"""Cuts a document into the pieces that are stored, searched and quoted.

Pieces end where the text does: at headings, pages and definitions first, then between paragraphs, lines
and sentences. Code fences, tables and records stay whole while they fit. Nothing is repeated and nothing
is left out.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from hashlib import blake2b
from itertools import chain, pairwise
from typing import Final

from acore.domain import terms
from acore.domain.blocks import Block, blocks, lines_of
from acore.domain.definitions import is_code, spans
from acore.domain.knowledge import BELOW, Chunk, Document, Form, Source
from acore.domain.places import Places

CHUNKING: Final = 3
"""Part of every fingerprint: raise it when documents are cut differently."""

MOST_WORDS: Final = 220
"""A piece is never longer; two characters of a script without spaces count as a word."""
MOST_CHARACTERS: Final = 2000
_ENOUGH_WORDS = 120
"""A piece that is cut for its length is at least this long, where the text allows it."""

_TITLE_CHARACTERS = 200
_WORD = re.compile(r"[^\W\u0e00-\u11ff\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_UNSPACED = re.compile("[\u0e00-\u11ff\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])(?![。！？])[」』”’）]*")
_SENTENCE_END = re.compile(r"(?:[.!?…:][\"'”’)\]*_]*|[。！？][」』”’）]*)\s*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Mr|Mrs|Ms|Dr|Prof|St|No|approx|ca|bzw|usw|z\. ?B|d\. ?h|u\. ?a|Nr|Abs|Art|Str|inkl"
    r"|ggf|vgl|Jh)|\b[A-Za-zÄÖÜ]|(?:^|\s)\d{1,2})\.$"
)
_LONGEST_SEARCH = 50_000
"""Characters that are searched in one call: no other thread runs meanwhile."""
_LONGEST_END = 100
"""Characters of a line that tell whether it ends with a sentence."""
_TAIL = 12
"""Characters before a full stop that tell whether it ends a sentence."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _Cut(IntEnum):
    """How well the text can be cut after a part."""

    ANYWHERE = 0
    SENTENCE = 1
    PARAGRAPH = 2


@dataclass(frozen=True, slots=True)
class _Part:
    """The smallest thing that is not cut; `before` joins it to the part that it follows."""

    text: str
    first: int
    last: int
    before: str
    cut: _Cut
    words: int

    @property
    def characters(self) -> int:
        return len(self.before) + len(self.text)


def chunks(document: Document, fingerprint: str | None = None) -> tuple[Chunk, ...]:
    """The document's pieces in order, none longer than MOST_WORDS and MOST_CHARACTERS; none for a blank text.

    Put together without their white space they are the document without its own. A file's piece names
    its lines (``#L10-L20``, from 1), or what the document's anchors call the place; its title is the
    document's and the headings it stands under. Without a fingerprint they carry that of the text.
    """
    lines = lines_of(_storable(document.text))
    fingerprint = fingerprint or fingerprint_of(document.title, document.text)
    places = Places(document.uri, document.anchors)
    pieces = (  # one by one: a long text has millions of parts
        (piece, section.path)
        for section in _sections_of(lines, document.form or _form_of(document.uri), places.pages)
        for piece in map(_trimmed, _pieces(_parts(section.blocks, lines)))
        if piece
    )
    return tuple(
        Chunk(
            document=document.uri,
            position=position,
            fingerprint=fingerprint,
            text=_joined(piece),
            source=Source(_title(document.title, path), places.of(piece[0].first, piece[-1].last)),
            audience=document.audience,
            added=document.added,
        )
        for position, (piece, path) in enumerate(pieces)
    )


def fingerprint_of(*parts: str | bytes) -> str:
    """What changes when one of the parts does, or the way in which documents are cut."""
    digest = blake2b(digest_size=16)
    for part in (f"{CHUNKING}.{terms.VERSION}", *parts):
        encoded = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def _form_of(uri: str) -> Form:
    """Whether lines that look like headings are: in code and settings files, ``#`` begins a comment."""
    name = uri.rsplit("/", 1)[-1].lower()
    if is_code(uri):
        return "code"
    is_prose = "." not in name or name.endswith((".md", ".markdown", ".mdx", ".txt", ".text", ".rst", ".adoc"))
    return "marked" if is_prose else "plain"


def _title(document: str, path: Sequence[str]) -> str:
    known = [document, *path]
    names = [name for at, name in enumerate(known) if name and name not in known[:at]]
    return _UNSTORABLE.sub("\ufffd", BELOW.join(names))[:_TITLE_CHARACTERS]


@dataclass(frozen=True, slots=True)
class _Section:
    path: tuple[str, ...]
    blocks: tuple[Block, ...]


def _sections_of(lines: Sequence[str], form: Form, pages: Collection[int]) -> Iterator[_Section]:
    if form != "code":
        yield from _sections(blocks(lines, markdown=form in ("marked", "records"), records=form == "records"), pages)
        return
    for span in spans(lines):
        found = blocks(lines[span.first : span.last], markdown=False)
        moved = (replace(block, first=block.first + span.first, last=block.last + span.first) for block in found)
        yield _Section(span.path, tuple(moved))


def _sections(found: Sequence[Block], pages: Collection[int]) -> Iterator[_Section]:
    """Blocks under the headings they stand under; headings that follow each other directly share one section.

    A page that begins with a new paragraph begins a section, too.
    """
    path: dict[int, str] = {}
    gathered: list[Block] = []
    has_text = False
    for block in found:
        if has_text and (block.heading or block.first + 1 in pages):
            yield _Section(tuple(path.values()), tuple(gathered))
            gathered, has_text = [], False
        if block.heading:
            path = {level: name for level, name in path.items() if level < block.level}
            path[block.level] = block.heading
        gathered.append(block)
        has_text = has_text or not block.heading
    if gathered:
        yield _Section(tuple(path.values()), tuple(gathered))


def _parts(section: Sequence[Block], lines: Sequence[str]) -> Iterator[_Part]:
    for block in section:
        text = "\n".join(lines[block.first : block.last])
        if block.whole and _fits(text):
            yield _part(text, block.first, block.last, "\n\n", _Cut.PARAGRAPH)
        else:
            yield from _lines_of_block(block, lines)


def _lines_of_block(block: Block, lines: Sequence[str]) -> Iterator[_Part]:
    before = "\n\n"
    for number in range(block.first, block.last):
        line = lines[number].rstrip()
        cut = _Cut.SENTENCE if _SENTENCE_END.search(line[-_LONGEST_END:]) else _Cut.ANYWHERE
        if number == block.last - 1:
            cut = _Cut.ANYWHERE if block.heading else _Cut.PARAGRAPH
        if _fits(line):
            yield _part(line, number, number + 1, before, cut)
        else:
            yield from _sentences(line, number, before)
        before = "\n"


def _sentences(line: str, number: int, before: str) -> Iterator[_Part]:
    for start, end in pairwise(chain((0,), _sentence_ends(line), (len(line),))):
        sentence = line[start:end]
        for text in [sentence] if _fits(sentence) else _slices(sentence):
            if text.strip():
                yield _part(text, number, number + 1, before, _Cut.SENTENCE)
                before = ""


def _sentence_ends(line: str) -> Iterator[int]:
    for begin in range(0, len(line), _LONGEST_SEARCH):
        for end in _AFTER_SENTENCE.finditer(line, begin, begin + _LONGEST_SEARCH):
            if not _is_abbreviated(line, end.start()):
                yield end.end()


def _is_abbreviated(line: str, end: int) -> bool:
    return line[end - 1] == "." and _ABBREVIATED.search(line[max(0, end - _TAIL) : end]) is not None


def _slices(sentence: str) -> Iterator[str]:
    """A sentence without end, between words where there are any; no slice is longer than half a piece."""
    most = MOST_WORDS // 2
    start = 0
    while start < len(sentence):
        end = min(start + most, len(sentence))
        while end < len(sentence) and end - start < MOST_CHARACTERS // 2 and _words(sentence[start:end]) < most:
            end += most
        end = min(end, start + MOST_CHARACTERS // 2)
        if end < len(sentence) and (space := sentence.rfind(" ", start, end)) > start:
            end = space + 1
        yield sentence[start:end]
        start = end


def _part(text: str, first: int, last: int, before: str, cut: _Cut) -> _Part:
    return _Part(text, first + 1, last, before, cut, _words(text))


def _fits(text: str) -> bool:
    return len(text) <= MOST_WORDS or (len(text) <= MOST_CHARACTERS and _words(text) <= MOST_WORDS)


def _words(text: str) -> int:
    return len(_WORD.findall(text)) + (len(_UNSPACED.findall(text)) + 1) // 2


def _pieces(parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    """Parts put together for as long as they fit; a full piece ends at the best place after enough words."""
    piece: list[_Part] = []
    words = characters = 0
    for part in parts:
        while piece and (words + part.words > MOST_WORDS or characters + part.characters > MOST_CHARACTERS):
            at = _best_cut(piece)
            yield piece[:at]
            piece = piece[at:]
            words, characters = sum(kept.words for kept in piece), sum(kept.characters for kept in piece)
        piece.append(part)
        words += part.words
        characters += part.characters
    if piece:
        yield piece


def _best_cut(piece: Sequence[_Part]) -> int:
    """After how many parts to end: the last of the best places, once there is enough before it."""
    words, best, quality = 0, len(piece), -1
    for at, part in enumerate(piece, start=1):
        words += part.words
        enough = words >= _ENOUGH_WORDS or at == len(piece)
        if enough and part.cut >= quality:
            best, quality = at, part.cut
    return best


def _trimmed(piece: list[_Part]) -> list[_Part]:
    """The piece without the blank lines of code that it begins or ends with."""
    worded = [at for at, part in enumerate(piece) if part.text.strip()]
    return piece[worded[0] : worded[-1] + 1] if worded else []


def _joined(piece: Sequence[_Part]) -> str:
    return "".join((part.before if at else "") + part.text for at, part in enumerate(piece)).rstrip()
