"""Takes a passage apart, by a reader for Markdown and prose, records or source code, and reads each block once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.blocks import blocks
from acore.adapters.llm.answering.code import SUFFIXES, blocks_of_code
from acore.adapters.llm.answering.connectives import POINTS_BACK, PRONOUN
from acore.adapters.llm.answering.records import is_json, records_of_json
from acore.domain.knowledge import Passage
from acore.domain.related import phrases
from acore.domain.terms import fold, terms

_LONGEST_PASSAGE = 12_000
_AMOUNT = re.compile(r"(\d+)([a-z]{1,4})$")
"""A number and its unit in one: 100g."""
_FIRST_WORD = re.compile(r"([A-ZÀ-Þ][a-zß-ÿ]{2,})(?= )")
_LITTLE = frozenset(
    "the this that these those there they then she her his its our your their what when where which who why how all any"
    " some most many much each every both other another from with for until since during after before while because if"
    " not only never always yes one two three four five first second third no nobody nothing use please keep do".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of a block whatever is asked."""

    block: Block
    words: tuple[str, ...]
    text: str
    """Folded."""
    points_back: bool
    """Whether it begins with a word for what the one before tells of."""
    refers: bool
    """Whether it has such a word anywhere."""
    begins_with: str
    """The word with a capital that it begins with, which may be a name; "" where there is none."""


def pieces_in(passage: Passage) -> tuple[Piece, ...]:
    """The blocks of a passage, in order."""
    name = passage.source.uri.partition("#")[0].rpartition("/")[2]
    return _pieces(passage.text[:_LONGEST_PASSAGE], name.rpartition(".")[2].lower())


def words_of(text: str) -> tuple[str, ...]:
    """The terms of a text in order, and behind them the parts of amounts and the known phrases."""
    found = terms(text)
    split = [part for word in found if (parts := _AMOUNT.match(word)) for part in parts.groups()]
    return (*found, *split, *(phrase for _, phrase in phrases(found)))


@lru_cache(maxsize=128)
def _pieces(text: str, suffix: str) -> tuple[Piece, ...]:
    """Kept for the passages that are found again and again."""
    return tuple(map(_piece, _blocks(text, suffix)))


def _piece(block: Block) -> Piece:
    points_back = POINTS_BACK.match(block.text) is not None
    return Piece(
        block=block,
        words=words_of(block.text),
        text=fold(block.text),
        points_back=points_back,
        refers=points_back or PRONOUN.search(block.text) is not None,
        begins_with=_name_at_beginning(block.text),
    )


def _name_at_beginning(text: str) -> str:
    begun = _FIRST_WORD.match(text)
    word = begun[1].lower() if begun else ""
    return "" if word in _LITTLE else word


def _blocks(text: str, suffix: str) -> Sequence[Block]:
    if suffix in SUFFIXES:
        return blocks_of_code(text)
    return records_of_json(text) if is_json(text.splitlines()) else blocks(text)
