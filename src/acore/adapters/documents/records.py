"""Writes records, such as rows of a table, so that each can be understood alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acore.domain.knowledge import Anchor
from acore.domain.reading import Reading

Fields = Sequence[tuple[str, str]]
"""Names and values; values are on one line."""

_LONGEST_SHORT = 80
_LONG_RECORD = 60
"""Words from which on records stand under a heading each."""
_SENTENCES = re.compile(r"[.!?…][\"'”’)]* \S|[。！？]")


@dataclass(frozen=True, slots=True)
class Record:
    """What is said of one thing, and the lines of the file that say it, from 1."""

    fields: Fields
    first: int
    last: int


class RecordWriter:
    """Puts records together to a text, with an anchor of its lines for each."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._anchors: list[Anchor] = []

    def write(self, records: Sequence[Record], headings: Sequence[str] = ()) -> None:
        """Add the records of one kind, under their headings; where they are long, under one each as well."""
        kept = [record for record in records if record.fields]
        if not kept:
            return
        texts = [_written(record.fields) for record in kept]
        is_long = len(kept) > 1 and max(len(" ".join(lines).split()) for lines in texts) > _LONG_RECORD
        names = _names(kept) if is_long else {}
        for at, (record, lines) in enumerate(zip(kept, texts, strict=True)):
            above = [
                *(f"{'#' * level} {heading}" for level, heading in enumerate(headings, 1) if at == 0),
                *([f"{'#' * (len(headings) + 1)} {names[at]}"] if at in names else []),
            ]
            self._anchors.append(Anchor(len(self._lines) + 1, f"L{record.first}-L{record.last}"))
            for line in above:
                self._lines += [line, ""]
            self._lines += [*lines, ""]

    def reading(self, title: str = "") -> Reading:
        """All that was written; an empty text where that is nothing."""
        return Reading("\n".join(self._lines).rstrip(), title, tuple(self._anchors), form="records")


def on_one_line(text: str) -> str:
    """The text without its breaks."""
    return " ".join(text.split())


def _written(fields: Fields) -> list[str]:
    """Short values on a line together, prose on lines of its own."""
    lines: list[list[str]] = []
    short = False
    for name, value in fields:
        text = f"{name}: {value}" if name else value
        if len(value) > _LONGEST_SHORT or _SENTENCES.search(value):
            lines.append([text])
            short = False
        elif short:
            lines[-1].append(text)
        else:
            lines.append([text])
            short = True
    return ["; ".join(line) for line in lines]


def _names(records: Sequence[Record]) -> Mapping[int, str]:
    """What tells the records apart: the first value that is short in all of them, and another in each."""
    tables = [dict(record.fields) for record in records]
    for name in tables[0]:
        values = [table.get(name, "") for table in tables]
        if all(0 < len(value) <= _LONGEST_SHORT for value in values) and len({*values}) == len(values):
            return dict(enumerate(values))
    return {}
