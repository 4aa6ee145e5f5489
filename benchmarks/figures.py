"""A figure: what was measured, against which floor, and whether it keeps its promise."""

import datetime as dt
import operator
import os
import platform
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

RESULTS = Path(__file__).with_name("results.jsonl")
_COMPARED = {"<=": operator.le, ">=": operator.ge}
_TARGET = re.compile(r"(<=|>=)(\d+(?:\.\d+)?)")

Row = Mapping[str, Any]
"""A line of results.jsonl."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement; the target is about the ratio, or about the value where there is no floor.

    Raises ValueError for a target that is not like ``<=0.75`` or ``>=5``, and for a floor that measured nothing.
    """

    name: str
    value: float
    unit: str
    floor: float | None
    target: str

    def __post_init__(self) -> None:
        if not _TARGET.fullmatch(self.target):
            raise ValueError(f"{self.name}: the target {self.target!r} is not like <=0.75 or >=5")
        if self.floor is not None and self.floor <= 0:
            raise ValueError(f"{self.name}: the floor is {self.floor}; measure more of it")

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of its floor."""
        return None if self.floor is None else self.value / self.floor

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        measured = self.value if self.ratio is None else self.ratio
        return bool(_COMPARED[self.target[:2]](measured, float(self.target[2:])))


def median_of(runs: int, *measures: Callable[[], float]) -> tuple[float, ...]:
    """The medians of several measures, taken in turn so that a change of the machine meets all alike."""
    taken = [[measure() for measure in measures] for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*taken, strict=True))


def rows_of(figures: Iterable[Figure]) -> list[Row]:
    """The figures as lines of results.jsonl, measured here and today."""
    where, today = machine(), dt.datetime.now(dt.UTC).date().isoformat()
    return [
        {
            "name": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "floor": figure.floor,
            "ratio": figure.ratio,
            "target": figure.target,
            "holds": figure.holds,
            "machine": where,
            "date": today,
        }
        for figure in figures
    ]


def merged(before: Iterable[Row], area: str, fresh: Iterable[Row]) -> list[Row]:
    """Everything that is known, by name, once the figures of one file were measured anew.

    Figures of that file which it measures no more are gone. Raises ValueError for a name that does not begin with
    the file's stem.
    """
    rows = {row["name"]: row for row in before if not _belongs(row, area)}
    for row in fresh:
        if not _belongs(row, area):
            raise ValueError(f"{row['name']}: a figure of {area}.py begins with {area!r} and a dot")
        rows[row["name"]] = row
    return [rows[name] for name in sorted(rows)]


def _belongs(row: Row, area: str) -> bool:
    return str(row["name"]).startswith(f"{area}.")


def known() -> list[Row]:
    """What results.jsonl holds; nothing where there is none yet."""
    return [orjson.loads(line) for line in RESULTS.read_bytes().splitlines()] if RESULTS.exists() else []


def write(rows: Iterable[Row]) -> None:
    """Replace results.jsonl, whole or not at all."""
    draft = RESULTS.with_suffix(".new")
    draft.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    draft.replace(RESULTS)


def table(figures: Sequence[Figure]) -> str:
    """The figures for people."""
    lines = [f"{'figure':<28} {'value':>14} {'floor':>14} {'ratio':>7}  target"]
    for figure in figures:
        value, floor = (f"{n:.3f} {figure.unit}" if n is not None else "" for n in (figure.value, figure.floor))
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
        verdict = "" if figure.holds else "   DOES NOT HOLD"
        lines.append(f"{figure.name:<28} {value:>14} {floor:>14} {ratio:>7}  {figure.target}{verdict}")
    return "\n".join(lines)


def machine() -> str:
    """What it was measured on, in short: never the machine's name."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*:\s*(.+)$", info.read_text("utf-8"), re.MULTILINE) if info.exists() else None
    processor = model[1].strip() if model else platform.processor() or platform.machine()
    python = f"Python {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {processor}, {os.cpu_count()} cores, {python}"
