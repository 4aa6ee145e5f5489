"""Writes blocks as a quote: word for word, and of a record what was asked by or for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from acore.adapters.llm.answering.block import Block, Cell
from acore.adapters.llm.answering.lines import Line
from acore.adapters.llm.answering.records import BETWEEN
from acore.adapters.llm.answering.signs import fits
from acore.adapters.llm.answering.vocabulary import MEASURED_BY, VERSIONS
from acore.adapters.llm.answering.wording import Asked
from acore.domain.citation_marks import Mark, MarkReader
from acore.domain.likeness import alike, best
from acore.domain.terms import fold, terms

ENOUGH: Final = 0.6
"""How far a part has to hold a word, or what is asked, to answer by itself."""
_LONGEST_QUOTE = 1500
_FEW_CELLS = 3
_TYPED: Final = frozenset({"number", "time", "person", "place", "reason"})
_UNSPACED = ("。", "！", "？")
"""Ends of sentences after which no space is written."""
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:\s*")
"""How a footnote begins below its text; a mark of it within the text is written alike."""
_BREAK, _FENCE = "\n", "\n```"
"""Between lines, and below those of a table."""
_JOINER: Final = "\u2060"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage as they stand there; `n` is the passage's place, from 1."""

    text: str
    n: int
    is_block: bool = False
    """Code, a table or a list: it stands on lines of its own."""


def quote_of(asked: Asked, parts: Sequence[Line]) -> Quote:
    """Neighbouring lines as one quote, under their heading where that is what answers."""
    heading = parts[0].dated if _answers_by_heading(asked, parts[0]) else ""
    text = heading
    for part in parts:
        if part.block.kind == "row" and text.endswith(_FENCE):
            text = f"{text.removesuffix(_FENCE)}\n{part.block.text.rpartition(_BREAK)[2]}{_FENCE}"
            continue
        flows = part.block.kind == "sentence" and "\n" not in text and not heading
        between = "\n" if not flows else "" if text.endswith(_UNSPACED) else " "
        shown = _shown(asked, part)
        text = f"{text}{between}{shown}" if text else shown
    return Quote(text, parts[0].n, is_block=bool(heading) or any(part.block.kind != "sentence" for part in parts))


def _answers_by_heading(asked: Asked, line: Line) -> bool:
    """Whether the heading says when, or which version, and the line itself does not."""
    if line.dated in ("", line.block.text):
        return False
    if asked.wanted.kind == "time":
        return not fits(asked.wanted, line.block.text)
    return asked.wanted.kind == "choice" and not asked.focus.isdisjoint(VERSIONS)


def _shown(asked: Asked, line: Line) -> str:
    block = line.block
    if block.kind == "row":
        return f"```\n{block.text}{_FENCE}"
    text = _cells(asked, block) if block.kind == "record" else block.text
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[:_LONGEST_QUOTE].rsplit(None, 1)[0]} …"
        return f"{text}\n```" if block.kind == "code" else text
    if block.kind == "code":
        return text
    return "".join(map(_unread, MarkReader().read(_FOOTNOTE.sub("", text), final=True)))


def _unread(part: str | Mark) -> str:
    """What a passage writes like a citation must not count as one of ours: an invisible joiner sets it apart."""
    if isinstance(part, str):
        return part
    return "" if part.written[1] == "^" else f"{part.space}{part.written[0]}{_JOINER}{part.written[1:]}"


def _cells(asked: Asked, block: Block) -> str:
    """The values of a record that were asked by or for; the first one says what it is about."""
    between = BETWEEN if BETWEEN in block.text or "\n" not in block.text else "\n"
    if len(block.cells) <= _FEW_CELLS and between == BETWEEN:
        return block.text
    by = [cell for cell in block.cells if _holds(asked, cell)]
    named = [cell for cell in block.cells if cell not in by and _is_asked_for(asked, cell)]
    known = bool(named) or any(_is_fit(asked, cell) for cell in by)
    chosen = [*by, *(named if known else [cell for cell in block.cells if _is_fit(asked, cell)])]
    if not chosen:
        return block.text
    if between == BETWEEN and block.cells[0] not in chosen:
        chosen.append(block.cells[0])
    return between.join(cell.text for cell in block.cells if cell in chosen)


def _holds(asked: Asked, cell: Cell) -> bool:
    """Whether a value holds a word of the question."""
    words = frozenset(terms(f"{cell.name} {cell.value}"))
    known = alike([term for term in asked.weights if term.isascii()], words, german=asked.german)
    return any(best(likeness, words) >= ENOUGH for likeness in known.values()) or any(
        not term.isascii() and term in fold(cell.text) for term in asked.weights
    )


def _is_asked_for(asked: Asked, cell: Cell) -> bool:
    """Whether a value stands under the name of what is asked for: which ship, on which days, what price."""
    wanted = asked.wanted
    name = frozenset(terms(cell.name))
    return not name.isdisjoint(
        {*terms(f"{wanted.focus} {wanted.unit}"), *MEASURED_BY.get(wanted.measure or wanted.kind, ())}
    )


def _is_fit(asked: Asked, cell: Cell) -> bool:
    return asked.wanted.kind in _TYPED and fits(asked.wanted, cell.value) == 1
