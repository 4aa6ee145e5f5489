"""Reads JSON, CSV and lines of keys and values as records: each value with the name that it stands under."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from acore.adapters.llm.answering.block import Block, Cell
from acore.adapters.llm.answering.sentences import sentences

BETWEEN = " · "
"""Between the values of a record that is quoted."""

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_JSON_LINE = re.compile(r'^\s*(?:"[^"]*"\s*:|[{}\[\]]+,?\s*$|\{.*\},?\s*$|"[^"]*",?\s*$)')
_MOST = 0.6
_SHORTEST_TABLE = 3
"""Columns; with fewer, commas may stand in prose."""
_PAIR = re.compile(r"^\s*\*{0,2}(?P<name>[^\W\d_][\w ./()&'-]{0,60}?)\s*[:=]\*{0,2}\s+(?P<value>\S.*)$")
_PARTS = re.compile(r"; | \| | · ")
_ASKS = ("question", "frage", "q", "質問")
_ANSWERS = ("answer", "antwort", "a", "回答", "答え")
_FEWEST_PAIRS = 2


def is_json(lines: Sequence[str]) -> bool:
    """Whether most lines look like those of JSON."""
    written = [line for line in lines if line.strip()]
    return len(written) > 1 and sum(bool(_JSON_LINE.match(line)) for line in written) > _MOST * len(written)


def records_of_json(text: str) -> list[Block]:
    """A block for each object that holds values, in order; a piece of JSON will do. An FAQ's answers are sentences."""
    found: list[Block] = []
    for group, thing in enumerate(_objects(text)):
        if thing.pairs:
            found += _answers(thing.pairs, group) or [record(thing.pairs, group, thing.path)]
    return found


def record(pairs: Sequence[tuple[str, str]], group: int, heading: str = "", *, between: str = BETWEEN) -> Block:
    """A block of names and values."""
    cells = tuple(Cell(name, value, f"{name}: {value}" if name else value) for name, value in pairs)
    return Block(between.join(cell.text for cell in cells), "record", group, heading, "", cells)


def records_of_csv(lines: Sequence[str], names: Sequence[str] = ()) -> tuple[list[list[tuple[str, str]]], list[str]]:
    """The rows of lines that are separated values, and the names of their columns; none where they are not."""
    for separator in ("\t", ";", ","):
        rows = list(csv.reader(lines, delimiter=separator))
        width = len(rows[0])
        if width >= _SHORTEST_TABLE and len(rows) > 1 and all(len(row) == width for row in rows):
            if _are_names(rows[0]):
                names, rows = rows[0], rows[1:]
            known = names if len(names) == width else [""] * width
            named = [[(name, value) for name, value in zip(known, row, strict=True) if value.strip()] for row in rows]
            return named, list(known)
    return [], []


def _are_names(row: Sequence[str]) -> bool:
    return len(set(row)) == len(row) and all(name.strip() and not re.search(r"\d[:.,]?\d|^\d", name) for name in row)


def pairs_of(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    """The lines as name, value and line, where nearly all are pairs."""
    found = [(at["name"], at["value"], line) for line in lines if (at := _PAIR.match(line))]
    return found if len(lines) > 1 and len(found) >= len(lines) - len(lines) // 5 else []


def records_of_pairs(lines: Sequence[str], group: int, heading: str) -> list[Block]:
    """The block of a paragraph that holds names and values: ``ship: Heron; from: Lorne``, or one to a line."""
    found = [pair for line in lines for pair in _pairs_in(line)]
    if len(found) < _FEWEST_PAIRS or not all(name for name, _ in found):
        return []
    return _answers(found, group) or [record(found, group, heading)]


def _pairs_in(line: str) -> list[tuple[str, str]]:
    """The names and values of a line; a part without a name goes on from the value before."""
    found: list[tuple[str, str]] = []
    for part in _PARTS.split(line):
        if pair := _PAIR.match(part):
            found.append((pair["name"].strip(), pair["value"].strip()))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}; {part}")
        else:
            found.append(("", part))
    return found


def _answers(pairs: Sequence[tuple[str, str]], group: int) -> list[Block]:
    """The sentences of an answer under its question, where a record is of that kind."""
    values = {name.casefold(): value for name, value in pairs}
    asked = next((values[key] for key in _ASKS if values.get(key)), "")
    answer = next((values[key] for key in _ANSWERS if values.get(key)), "")
    return [Block(sentence, "sentence", group, asked) for sentence in sentences(answer)] if asked else []


@dataclass(slots=True)
class _Thing:
    """An object of JSON as it is read."""

    path: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    is_list: bool = False
    key: str = ""
    values: list[str] = field(default_factory=list)


def _objects(text: str) -> Iterator[_Thing]:
    root = _Thing("")
    found, stack = [root], [root]
    for mark in _TOKEN.findall(text):
        top = stack[-1]
        if mark in "{[":
            label = top.key if not top.is_list else ""
            stack.append(_Thing(" ".join(part for part in (top.path, label) if part), is_list=mark == "["))
            found.append(stack[-1])
        elif mark in "}]":
            if len(stack) > 1:
                _close(stack)
            else:  # the piece began inside of it
                root = _Thing("")
                found.append(root)
                stack[0] = root
        elif mark == ",":
            top.key = "" if not top.is_list else top.key
        elif mark != ":":
            _take(top, mark)
    return (thing for thing in found if not thing.is_list)


def _close(stack: list[_Thing]) -> None:
    done, above = stack.pop(), stack[-1]
    if done.is_list and done.values:
        above.pairs.append((_name(above.key), ", ".join(done.values)))
    above.key = ""


def _take(top: _Thing, mark: str) -> None:
    value = re.sub(r"\\(.)", r"\1", mark[1:-1]) if mark.startswith('"') else mark
    if top.is_list:
        top.values.append(value)
    elif not top.key:
        top.key = value
    else:
        if value != "null":
            top.pairs.append((_name(top.key), value))
        top.key = ""


def _name(key: str) -> str:
    return key.replace("_", " ").strip()
