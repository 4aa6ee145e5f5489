"""Reads tables of text (.csv, .tsv): each row with the names of its columns."""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from acore.adapters.documents.faults import Unreadable, bounded
from acore.adapters.documents.records import Record, RecordWriter, on_one_line
from acore.domain.reading import Reading

_MOST_COLUMNS = 200
_MARKS = ",;\t|"
_SAMPLE_ROWS = 20
_LONGEST_NAME = 80
_MOST_TITLES = 3
_TOLD = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\r|\n)')
"""What Excel may write in the first line: what stands between the cells."""
_VALUE = re.compile(r"[-+]?[\d.,]*\d[\d.,:%€$/-]*$")
"""What is no name of a column."""

Row = tuple[list[str], int, int]
"""The cells of a row, and its first and last line."""


def read_csv(text: str) -> Reading:
    """A record a row; a table without names of columns, or no table at all, is left as it is. Raises Unreadable."""
    told = _TOLD.match(text)
    table = f"\n{text[told.end() :]}" if told else text  # so that the lines keep their numbers
    mark = told[1] if told else _mark(text)
    if mark is None:
        return Reading(text, form="plain")
    try:
        rows = list(_rows(table, mark))
    except csv.Error as error:
        raise Unreadable(f"it is no table that I can read ({error}). Save it as CSV again.") from error
    if (columns := max((len(cells) for cells, _, _ in rows), default=0)) > _MOST_COLUMNS:
        raise Unreadable(
            f"it has {columns:,} columns; I read up to {_MOST_COLUMNS}. Leave out those nobody asks about."
        )
    titles, rows = _titled(rows)
    if not _are_names(rows):
        return Reading(text, form="plain")
    names = [on_one_line(cell) for cell in rows[0][0]]
    bounded(sum(len(name) for name in names) * len(rows) + len(text))
    writer = RecordWriter()
    writer.write([Record(_fields(names, cells), first, last) for cells, first, last in rows[1:]], titles)
    return writer.reading()


def _mark(text: str) -> str | None:
    """What stands between the cells: what gives most rows at the beginning the same number of them."""
    best, most = None, 0
    for mark in _MARKS:
        try:
            sizes = Counter(len(cells) for cells, _, _ in islice(_rows(text, mark), _SAMPLE_ROWS))
        except csv.Error:
            continue
        size, times = sizes.most_common(1)[0] if sizes else (0, 0)
        if size > 1 and times > most:
            best, most = mark, times
    return best


def _rows(text: str, mark: str) -> Iterator[Row]:
    """The rows that are not empty."""
    csv.field_size_limit(min(sys.maxsize, 10_000_000))
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield cells, before + 1, reader.line_num
        before = reader.line_num


def _titled(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """What stands over the table, a cell in a row that has others, and the table."""
    above = next((at for at, (cells, _, _) in enumerate(rows) if len(list(filter(str.strip, cells))) > 1), 0)
    if not 0 < above <= _MOST_TITLES or not _are_names(rows[above:]):
        return [], rows
    return [on_one_line(" ".join(cells)) for cells, _, _ in rows[:above]], rows[above:]


def _are_names(rows: Sequence[Row]) -> bool:
    """Whether the first row names columns: all of them, each once, and none like a value."""
    if len(rows) <= 1:
        return False
    names = [cell.strip() for cell in rows[0][0]]
    given = [name for name in names if name]
    return (
        len(given) >= len(names) - 1
        and len({*given}) == len(given)
        and all(len(name) <= _LONGEST_NAME and not _VALUE.match(name) for name in given)
    )


def _fields(names: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (names[at] if at < len(names) else "", value) for at, cell in enumerate(cells) if (value := on_one_line(cell))
    ]
