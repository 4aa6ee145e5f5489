"""Numbers kept in this process."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from acore.interfaces import MetricsSink

OVERFLOW = "overflow"
"""The series that takes what does not fit any more."""
_Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Series:
    """One name with one set of labels: how many, their sum, and the last samples."""

    count: int = 0
    total: float = 0
    least: float | None = None
    most: float | None = None
    samples: deque[float] = field(default_factory=lambda: deque(maxlen=500))


class MemoryMetrics(MetricsSink):
    """Counters and measurements in memory; at most `series` of each, the rest is counted as overflow."""

    def __init__(self, series: int = 1000) -> None:
        self._series = series
        self._counters: dict[_Key, float] = {}
        self._measured: dict[_Key, Series] = {}

    def count(self, name: str, value: float = 1, **labels: str) -> None:
        """Add to a counter."""
        key = self._place(self._counters, name, labels)
        self._counters[key] = self._counters.get(key, 0) + value

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Add a measurement."""
        key = self._place(self._measured, name, labels)
        series = self._measured.setdefault(key, Series())
        series.count += 1
        series.total += value
        series.least = value if series.least is None else min(series.least, value)
        series.most = value if series.most is None else max(series.most, value)
        series.samples.append(value)

    def counted(self, name: str, **labels: str) -> float:
        """The counter's total; 0 where nothing was counted."""
        return self._counters.get(_key(name, labels), 0)

    def measured(self, name: str, **labels: str) -> Series:
        """The measurements under a name; an empty series where there are none."""
        return self._measured.get(_key(name, labels), Series())

    def _place(self, table: Mapping[_Key, object], name: str, labels: Mapping[str, str]) -> _Key:
        key = _key(name, labels)
        return key if key in table or len(table) < self._series else _key(OVERFLOW, {})


def _key(name: str, labels: Mapping[str, str]) -> _Key:
    return name, tuple(sorted(labels.items()))
