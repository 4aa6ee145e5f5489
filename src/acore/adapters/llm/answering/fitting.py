"""Whether a block has the mark of the answer that is wanted, beside what the question itself says."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from acore.adapters.llm.answering.amounts import names_unit, without_units
from acore.adapters.llm.answering.block import Cell
from acore.adapters.llm.answering.connectives import CONCLUDES, EXPLAINS
from acore.adapters.llm.answering.lines import Line
from acore.adapters.llm.answering.signs import fits
from acore.adapters.llm.answering.vocabulary import ATTRIBUTES, MEASURED_BY, ROOM
from acore.adapters.llm.answering.wording import Asked
from acore.domain.related import related
from acore.domain.terms import terms

SIZE = re.compile(r"\d ?(?:[kmgt]i?b|bytes?|liters?|litres?)\b", re.IGNORECASE)
"""How much room something has or needs."""

_PAIR: Final = 3
"""Columns of a table that gives one or two values to each thing."""
_NEAR: Final = 4
"""Words between a number and what it counts."""
_LIKELY: Final = 0.8
_EXPLAINED: Final = 0.9
_ANNOUNCED: Final = 0.5
_HALF: Final = 0.5
_APART: Final = 0.6
"""A number, and what is counted, in the same block, but not side by side."""
_UNRELATED: Final = 0.4
"""A value of a wide table that neither its column nor its words tie to the question."""

_NUMBER = re.compile(r"^\d+$")
_OWN_WORD = re.compile(r"\b[A-ZÄÖÜ][\w'’-]+")
_WORD = re.compile(r"[^\W_]+")
_JAPANESE_NUMBER = "[0-9０-９〇一二三四五六七八九十百千万億]"
_PRICED = re.compile(r"price|cost|fee|fare|rate|preis|gebühr|beitrag|kosten|miete|料金|家賃|値段|価格", re.IGNORECASE)
_PRICE = re.compile(r"\d|free|frei|無料")
_FULL_NAME = re.compile(r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+$")
_BARE_NUMBER = re.compile(r"\d[\d.,]*")
_NO_COUNT: Final = frozenset({"once", "twice", "einmal", "zweimal", "dreimal", "no", "half", "single"})
_OF_THEM = re.compile(
    r"\d[\d.,]* (?:of (?:them|it|these|those)|davon)|(?:one|two|three|four|five|six|ten|all|none) of them",
    re.IGNORECASE,
)


def fit_of(asked: Asked, line: Line) -> float:
    """1 where the block surely has such a mark, less where it may, 0 where it has none."""
    wanted, block = asked.wanted, line.block
    if block.cells:
        return _fit_of_row(asked, line)
    text = block.text
    if wanted.kind in ("number", "time"):
        text = _without(text, [term for term in asked.weights if _NUMBER.match(term)])
    if wanted.kind == "person":
        text = _OWN_WORD.sub(
            lambda found: "—" if not asked.weights.keys().isdisjoint(terms(found[0])) else found[0], text
        )
    if wanted.kind == "place":  # 館 in the name of what is asked for is no place
        text = _without_names(text, [term for term in asked.weights if not term.isascii()])
    if wanted.measure in ("count", "quantity") and asked.focus:
        return _fit_of_count(asked, line, text)
    return _fit_of_prose(asked, line, text, fits(wanted, text))


def _fit_of_prose(asked: Asked, line: Line, text: str, found: float) -> float:
    wanted = asked.wanted
    if wanted.measure == "quantity" and found and wanted.unit and not line.has_unit(wanted.unit):
        return _HALF * found
    if wanted.measure == "length" and found and (said := ATTRIBUTES & asked.weights.keys()):
        return 1 if any(line.held.get(term) for term in said) else _HALF
    if wanted.kind == "time" and found < _LIKELY and not wanted.measure and line.dated:
        return _LIKELY
    if wanted.kind == "reason" and not found:
        return _EXPLAINED * (EXPLAINS.search(line.after) is not None or CONCLUDES.match(text) is not None)
    if wanted.kind == "person" and not found and line.block.lead:
        return _ANNOUNCED * fits(wanted, line.block.lead)
    if wanted.kind in ("person", "place") and found < _LIKELY and line.before:
        return max(found, _LIKELY * fits(wanted, line.before))
    return found


def _without(text: str, numbers: Sequence[str]) -> str:
    """The text without the numbers that the question knows."""
    return re.sub(rf"(?<![\d.,])(?:{'|'.join(numbers)})(?![\d.,]?\d)", " ", text) if numbers else text


def _without_names(text: str, names: Sequence[str]) -> str:
    return re.sub("|".join(map(re.escape, names)), "—", text) if names else text


def _fit_of_count(asked: Asked, line: Line, text: str) -> float:
    """Whether a number stands beside what is counted; less where both only stand in the same block."""
    if not any(word.isascii() for word in asked.focus):
        return float(any(re.search(f"{_JAPANESE_NUMBER}{word}", text) for word in asked.focus))
    counts = asked.wanted.measure == "count"
    text = without_units(text) if counts else text
    if not fits(asked.wanted, text):
        return 0
    if _is_counted(asked, text, line.things) or (ROOM & asked.focus and SIZE.search(text)):
        return 1
    if line.things:
        return _APART if counts else _LIKELY
    around = max((line.around.get(term, 0) for term in asked.focus), default=0)
    if around and _OF_THEM.search(text):
        return 1
    return _APART * min(1.5 * around, 1)


def _is_counted(asked: Asked, text: str, things: Collection[str]) -> bool:
    """Whether a number stands a little before one of the things."""
    words = _WORD.findall(text.lower())
    numbers = [at for at, word in enumerate(words) if word not in _NO_COUNT and fits(asked.wanted, word)]
    places = [at for at, word in enumerate(words) if any(term in things for term in terms(word))]
    return any(0 <= place - number <= _NEAR for place in places for number in numbers)


def _fit_of_row(asked: Asked, line: Line) -> float:
    """The best of its values; in a narrow table a bare number may have its unit in another one."""
    cells = line.block.cells
    is_narrow = len(cells) <= _PAIR
    found = max(_fit_of_cell(asked, cell, line.things, is_narrow=is_narrow) for cell in cells)
    if is_narrow and found < _LIKELY and any(_BARE_NUMBER.fullmatch(cell.value) for cell in cells):
        names = " ".join(f"{cell.name} {cell.value}" for cell in cells)
        return _LIKELY if names_unit(asked.wanted.measure, names) else found
    return found


def _fit_of_cell(asked: Asked, cell: Cell, things: Collection[str], *, is_narrow: bool) -> float:
    """Whether a value answers: it stands under the name of what is wanted, or with a word of the question."""
    wanted, value = asked.wanted, cell.value
    named = frozenset(terms(cell.name))
    measure = wanted.measure or wanted.kind
    if not MEASURED_BY.get(measure, frozenset()).isdisjoint(named) and (measure != "money" or _PRICE.search(value)):
        return 1
    if wanted.kind in ("place", "person", "reason") and any(_is_asked(asked, term) for term in named):
        return 1
    if measure == "money" and _PRICED.search(cell.name) and _PRICE.search(value):
        return 1
    found = fits(wanted, value)
    if measure in ("count", "quantity", "number") and things:
        return found if is_narrow or not named.isdisjoint(things) or _is_counted(asked, value, things) else 0
    if wanted.kind == "person":
        found = max(found, _LIKELY * (_FULL_NAME.match(value) is not None))
    if measure == "money" and not named.isdisjoint(asked.weights) and _BARE_NUMBER.fullmatch(value):
        return _LIKELY
    is_tied = is_narrow or not cell.name or any(_is_asked(asked, term) for term in (*named, *terms(value)))
    return found if is_tied or not value.isascii() else _UNRELATED * found


def _is_asked(asked: Asked, term: str) -> bool:
    return term in asked.weights or not asked.weights.keys().isdisjoint(related(term))
