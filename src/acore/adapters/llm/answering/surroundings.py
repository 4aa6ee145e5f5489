"""What stands around a block: its headings, what announces it, the sentences before it, where its document begins."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.matching import raise_to
from acore.adapters.llm.answering.reading import Piece, pieces_in
from acore.domain.knowledge import BELOW, Passage

PASSAGES = 8
"""Passages that are looked at."""
_FIRST_BLOCKS = 2
"""Blocks at the beginning of a document that say what it is about."""

_LEAD = 0.9
_TITLE = 0.85
_POINTED_AT = 0.85
_BEFORE = 0.7
_FIRST = 0.65
_BEGINNING = 0.6
_PARAGRAPH = 0.5

_LOWER = re.compile(r"(?<![\w'])[a-z]{2,}")

_Strengths = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a block before a question is compared with it."""

    piece: Piece
    n: int
    place: int
    titles: tuple[str, ...]
    document: str
    is_first: bool
    """Whether it is among the first that its document says."""

    @property
    def block(self) -> Block:
        """What can be quoted."""
        return self.piece.block


def read(passages: Sequence[Passage]) -> Iterator[Read]:
    """The blocks of the first passages, in order."""
    for n, passage in enumerate(passages[:PASSAGES], 1):
        document, _, lines = passage.source.uri.partition("#")
        begins = lines.startswith("L1-") or lines in ("t=0", "page=1")
        titles = tuple(passage.source.title.split(BELOW))
        for place, piece in enumerate(pieces_in(passage)):
            yield Read(
                piece=piece,
                n=n,
                place=place,
                titles=(*titles, piece.block.heading),
                document=document,
                is_first=begins and place < _FIRST_BLOCKS,
            )


def over(above: _Strengths, lead: _Strengths, begun: _Strengths) -> dict[str, float]:
    """How far each word is told over a block: in its headings, its lead, at the beginning of its document."""
    found: dict[str, float] = {}
    raise_to(found, above, _TITLE)
    raise_to(found, lead, _LEAD)
    raise_to(found, begun, _BEGINNING)
    return found


def around(blocks: Sequence[Read], held: Sequence[_Strengths], at: int, told_over: _Strengths) -> dict[str, float]:
    """How far each word is told around a block: by what is told over it, and in its paragraph before it."""
    here = blocks[at]
    found = dict(told_over)
    first = at
    while here.block.kind == "sentence" and first and _share_paragraph(blocks[first - 1], here):
        first -= 1
    if first < at:
        for before in range(first + 1, at - 1):
            raise_to(found, held[before], _PARAGRAPH)
        raise_to(found, held[first], _FIRST)
        raise_to(found, held[at - 1], _POINTED_AT if here.piece.refers else _BEFORE)
    return found


def points_back(blocks: Sequence[Read], at: int) -> bool:
    """Whether a sentence begins with a word for what the one before it tells of."""
    here = blocks[at]
    if at == 0 or not here.piece.points_back or here.block.kind != "sentence":
        return False
    return _share_paragraph(blocks[at - 1], here)


def after(blocks: Sequence[Read], at: int) -> str:
    """The sentence behind one in its paragraph; "" where there is none."""
    follows = at + 1 < len(blocks) and _share_paragraph(blocks[at + 1], blocks[at])
    return blocks[at + 1].block.text if follows else ""


def lower_words(passages: Sequence[Passage]) -> frozenset[str]:
    """The words that stand somewhere without a capital: they are no names."""
    return frozenset[str]().union(*(_lower_words(passage.text) for passage in passages[:PASSAGES]))


@lru_cache(maxsize=128)
def _lower_words(text: str) -> frozenset[str]:
    return frozenset(_LOWER.findall(text))


def _share_paragraph(one: Read, other: Read) -> bool:
    return (one.n, one.block.group) == (other.n, other.block.group)
