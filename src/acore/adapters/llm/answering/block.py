"""A part of a passage that can be quoted by itself."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sentence", "item", "step", "row", "record", "line", "code"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row or a record."""

    name: str
    """The name of its column, or its key; "" where there is none."""
    value: str
    text: str
    """How it is quoted."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something to quote, word for word but for the breaks of its lines.

    Blocks of one list, paragraph or table share their `group`. `heading` is what stands above: a
    heading, the question that an FAQ answers, or a table's first row. `lead` is the sentence that
    announces a list, or the comment over a line of code.
    """

    text: str
    kind: Kind
    group: int
    heading: str = ""
    lead: str = ""
    cells: tuple[Cell, ...] = ()
