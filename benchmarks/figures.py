"""A figure: what was measured, against which floor, and whether it keeps its promise."""

import datetime as dt
import operator
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

RESULTS = Path(__file__).with_name("results.jsonl")
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "benchmarks.md"
_COMPARED = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of results.jsonl; the target is about the ratio, or about the value where there is no floor."""

    name: str
    value: float
    unit: str
    floor: float | None
    target: str

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


def cpu_of(*command: str) -> float:
    """Seconds of processor time that a command of Python takes, with all it starts."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True, timeout=120
    )
    return float(done.stdout)


def record(figures: Iterable[Figure]) -> None:
    """Write the figures, each in the place of its last measurement."""
    fresh = {figure.name: _row(figure) for figure in figures}
    kept = {}
    if RESULTS.exists():
        kept = {row["name"]: row for row in map(orjson.loads, RESULTS.read_bytes().splitlines())}
    rows = sorted((kept | fresh).values(), key=lambda row: str(row["name"]))
    RESULTS.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    PAGE.write_text(page(rows), "utf-8")


def page(rows: Sequence[Mapping[str, Any]]) -> str:
    """The page of the documentation that shows the rows of results.jsonl."""
    lines = [
        "# Measured figures",
        "",
        "`make bench` prints these figures and rewrites this page; `make bench ONLY=bot` measures one area. A floor",
        "is the bare thing, measured in the same run; a target is about the ratio to it, or about the value where",
        "there is no floor. Ratios carry over to other machines, durations do not.",
        "",
        "| figure | value | floor | ratio | target | holds | machine | date |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        floor = "" if row["floor"] is None else f"{row['floor']:.4g} {row['unit']}"
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}×"
        lines.append(
            f"| `{row['name']}` | {row['value']:.4g} {row['unit']} | {floor} | {ratio} | {row['target']} "
            f"| {'yes' if row['holds'] else '**no**'} | {row['machine']} | {row['date']} |"
        )
    return "\n".join(lines) + "\n"


def table(figures: Sequence[Figure]) -> str:
    """The figures for people."""
    lines = [f"{'figure':<28} {'value':>12} {'floor':>12} {'ratio':>8}  target"]
    for figure in figures:
        floor = "" if figure.floor is None else f"{figure.floor:.3f} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
        verdict = "" if figure.holds else "   DOES NOT HOLD"
        lines.append(
            f"{figure.name:<28} {figure.value:>9.3f} {figure.unit:<3} {floor:>12} {ratio:>8}  {figure.target}{verdict}"
        )
    return "\n".join(lines)


def _row(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "floor": figure.floor,
        "ratio": figure.ratio,
        "target": figure.target,
        "holds": figure.holds,
        "machine": _machine(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }


def _machine() -> str:
    cores = len(list(Path("/sys/devices/system/cpu").glob("cpu[0-9]*"))) or 1
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
