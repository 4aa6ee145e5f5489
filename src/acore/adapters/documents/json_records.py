"""Reads JSON and JSON Lines: each record with the names of its values."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acore.adapters.documents.faults import Unreadable, bounded
from acore.adapters.documents.records import Record, RecordWriter, on_one_line
from acore.domain.reading import Reading

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_DEEPEST = 60
_MOST_FIELDS = 12
"""Values of an object within an object, beyond which it is a record of its own."""
_MOST_SMALL = 4
"""Objects in an object, beyond which each is a record of its own, however small."""
_MOST_IN_LIST = 100
_LONGEST_UNBROKEN = 500
"""Characters without a blank, beyond which a value is nothing to read, such as a picture."""
_UNSPACED = re.compile(r"[\u0e00-\u11ff\u3040-\u9fff\uac00-\ud7af]")


class _Pairs(tuple[tuple[str, "_Value"], ...]):
    """An object as it is written: also a name that comes twice."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Object:
    pairs: Sequence[tuple[str, "_Node"]]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _List:
    items: Sequence["_Node"]
    first: int
    last: int


_Value = _Pairs | list["_Value"] | str | bool | None
_Node = _Object | _List | str


def read_json(text: str) -> Reading:
    """A record an object, under the names that lead to it; what is no JSON is left as it is. Raises Unreadable."""
    node = _parsed(text)
    if node is None or isinstance(node, str):
        return Reading(text, form="plain")
    writer = RecordWriter()
    _write(node, (), writer)
    reading = writer.reading(_title(node))
    bounded(len(reading.text))
    return reading


def read_json_lines(text: str) -> Reading:
    """A record a line; as `read_json`."""
    nodes = [(_parsed(line, number), number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if any(node is None for node, _ in nodes):
        return Reading(text, form="plain")
    first, last = (nodes[0][1], nodes[-1][1]) if nodes else (1, 1)
    writer = RecordWriter()
    _write(_List([node for node, _ in nodes if node is not None], first, last), (), writer)
    reading = writer.reading()
    bounded(len(reading.text))
    return reading


def _parsed(text: str, line: int = 1) -> _Node | None:
    """The values with their lines, of which the first is `line`; None where the text is no JSON."""
    try:
        value: _Value = json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
        return _placed(value, _spans(text, line), 0)
    except json.JSONDecodeError:
        return None
    except RecursionError as error:
        raise _too_deep() from error


def _spans(text: str, line: int) -> Iterator[tuple[int, int]]:
    """The first and the last line of each object and list, in the order in which they begin."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in _TOKEN.finditer(text):
        here = line + bisect_right(breaks, found.start())
        if found[0] in "{[":
            opened.append(len(spans))
            spans.append((here, here))
        elif found[0] in "}]":
            begun = opened.pop()
            spans[begun] = (spans[begun][0], here)
    return iter(spans)


def _placed(value: _Value, spans: Iterator[tuple[int, int]], depth: int) -> _Node:
    if depth > _DEEPEST:
        raise _too_deep()
    if isinstance(value, _Pairs):
        span = next(spans)
        return _Object([(on_one_line(name), _placed(one, spans, depth + 1)) for name, one in value], *span)
    if isinstance(value, list):
        span = next(spans)
        return _List([_placed(one, spans, depth + 1) for one in value], *span)
    return _text(value)


def _too_deep() -> Unreadable:
    return Unreadable(f"its values are nested more than {_DEEPEST} deep.")


def _text(value: str | bool | None) -> str:  # noqa: FBT001  a value of JSON
    """The value in words; what nobody can read is left out."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    text = on_one_line(value)
    is_unbroken = len(text) > _LONGEST_UNBROKEN and max(map(len, text.split())) > _LONGEST_UNBROKEN
    return "" if is_unbroken and not _UNSPACED.search(text) else text


def _title(node: _Node) -> str:
    named = dict(node.pairs) if isinstance(node, _Object) else {}
    return next((found for name in ("title", "name") if isinstance(found := named.get(name), str)), "")


def _write(node: _Object | _List, path: tuple[str, ...], writer: RecordWriter) -> None:
    """The values of an object as a record, then what stands in it; the objects of a list as records."""
    if isinstance(node, _List):
        _write_list(node, path, writer)
        return
    fields: list[tuple[str, str]] = []
    below: list[tuple[str, _Object | _List]] = []
    are_many = sum(isinstance(value, _Object) for _, value in node.pairs) > _MOST_SMALL
    for name, value in node.pairs:
        if isinstance(value, str) or (_is_small(value) and not (are_many and isinstance(value, _Object))):
            fields += _flat(name, value)
        else:
            below.append((name, value))
    last = max(node.first, below[0][1].first - 1) if below else node.last
    writer.write([Record(fields, node.first, last)], path)
    for name, value in below:
        _write(value, (*path, name), writer)


def _write_list(node: _List, path: tuple[str, ...], writer: RecordWriter) -> None:
    records = [
        Record(
            [field for name, value in item.pairs for field in _flat(name, value)] if isinstance(item, _Object)
            else _flat("", item),
            *((item.first, item.last) if not isinstance(item, str) else (node.first, node.last)),
        )
        for item in node.items
    ]  # fmt: skip
    writer.write(records, path)


def _is_small(node: _Object | _List) -> bool:
    """Whether it is a part of what it stands in, rather than something of its own."""
    if isinstance(node, _List):
        return all(isinstance(item, str) for item in node.items)
    return len(node.pairs) <= _MOST_FIELDS and all(
        isinstance(value, str) or (isinstance(value, _List) and _is_small(value)) for _, value in node.pairs
    )


def _flat(name: str, value: _Node) -> list[tuple[str, str]]:
    """The fields that it comes to, named by the names that lead there."""
    if isinstance(value, str):
        return [(name, value)] if value else []
    if isinstance(value, _Object):
        return [field for below, one in value.pairs for field in _flat(f"{name} {below}".strip(), one)]
    if all(isinstance(item, str) for item in value.items):
        words = [item for item in value.items if isinstance(item, str) and item]
        more = f" and {len(words) - _MOST_IN_LIST:,} more" if len(words) > _MOST_IN_LIST else ""
        return [(name, ", ".join(words[:_MOST_IN_LIST]) + more)] if words else []
    return [field for item in value.items for field in _flat(name, item)]
