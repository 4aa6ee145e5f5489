"""What stands around a block: its headings, what announces it, the sentences before it, where its document begins."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.connectives import POINTS_BACK, PRONOUN
from acore.adapters.llm.answering.matching import raise_to
from acore.adapters.llm.answering.reading import blocks_in
from acore.domain.knowledge import BELOW, Passage
from acore.domain.related import phrases
from acore.domain.terms import fold, terms

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

_AMOUNT = re.compile(r"(\d+)([a-z]{1,4})$")
"""A number and its unit in one: 100g."""
_LOWER = re.compile(r"(?<![\w'])[a-z]{2,}")
_FIRST_WORD = re.compile(r"([A-ZÀ-Þ][a-zß-ÿ]{2,})(?= )")
_LITTLE = frozenset(
    "the this that these those there they then she her his its our your their what when where which who why how all any"
    " some most many much each every both other another from with for until since during after before while because if"
    " not only never always yes one two three four five first second third no nobody nothing use please keep do".split()
)

_Strengths = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a block before a question is compared with it."""

    block: Block
    n: int
    place: int
    titles: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    """Folded."""
    document: str
    is_first: bool
    """Whether it is among the first that its document says."""


def read(passages: Sequence[Passage]) -> Iterator[Read]:
    """The blocks of the first passages, in order."""
    for n, passage in enumerate(passages[:PASSAGES], 1):
        document, _, lines = passage.source.uri.partition("#")
        begins = lines.startswith("L1-") or lines in ("t=0", "page=1")
        for place, block in enumerate(blocks_in(passage)):
            yield Read(
                block=block,
                n=n,
                place=place,
                titles=(*passage.source.title.split(BELOW), block.heading),
                words=words_of(block.text),
                text=fold(block.text),
                document=document,
                is_first=begins and place < _FIRST_BLOCKS,
            )


def words_of(text: str) -> tuple[str, ...]:
    """The terms of a text in order, and behind them the parts of amounts and the known phrases."""
    found = terms(text)
    split = [part for word in found if (parts := _AMOUNT.match(word)) for part in parts.groups()]
    return (*found, *split, *(phrase for _, phrase in phrases(found)))


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
        is_pointed_at = POINTS_BACK.match(here.block.text) or PRONOUN.search(here.block.text)
        raise_to(found, held[at - 1], _POINTED_AT if is_pointed_at else _BEFORE)
    return found


def points_back(blocks: Sequence[Read], at: int) -> bool:
    """Whether a sentence begins with a word for what the one before it tells of."""
    here = blocks[at]
    follows = at > 0 and _share_paragraph(blocks[at - 1], here)
    return follows and here.block.kind == "sentence" and POINTS_BACK.match(here.block.text) is not None


def after(blocks: Sequence[Read], at: int) -> str:
    """The sentence behind one in its paragraph; "" where there is none."""
    follows = at + 1 < len(blocks) and _share_paragraph(blocks[at + 1], blocks[at])
    return blocks[at + 1].block.text if follows else ""


def lower_words(passages: Sequence[Passage]) -> frozenset[str]:
    """The words that stand somewhere without a capital: they are no names."""
    return frozenset(word for passage in passages[:PASSAGES] for word in _LOWER.findall(passage.text))


def name_at_beginning(text: str, lower: Collection[str]) -> str:
    """The name that a text begins with: a word that has a capital everywhere; "" where it begins with none."""
    begun = _FIRST_WORD.match(text)
    word = begun[1].lower() if begun else ""
    return "" if word in lower or word in _LITTLE else word


def _share_paragraph(one: Read, other: Read) -> bool:
    return (one.n, one.block.group) == (other.n, other.block.group)
