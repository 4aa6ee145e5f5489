"""Numbers kept in this process."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import structlog

from acore.interfaces import MetricsSink
from acore.interfaces.metrics import Read

_log = structlog.get_logger(__name__)
_EVENT = "event."

OVERFLOW = "overflow"
"""The series that takes what does not fit any more."""
_Key = tuple[str, frozenset[tuple[str, str]]]


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
        self._watched: dict[str, Read] = {}

    def count(self, name: str, value: float = 1, **labels: str) -> None:
        """Add to a counter."""
        try:
            self._counters[_key(name, labels)] += value
        except KeyError:
            key = self._place(self._counters, name, labels)
            self._counters[key] = self._counters.get(key, 0) + value

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Add a measurement."""
        if (series := self._measured.get(_key(name, labels))) is None:
            series = self._measured.setdefault(self._place(self._measured, name, labels), Series())
        series.count += 1
        series.total += value
        series.least = value if series.least is None or value < series.least else series.least
        series.most = value if series.most is None or value > series.most else series.most
        series.samples.append(value)

    def counted(self, name: str, **labels: str) -> float:
        """The counter's total; 0 where nothing was counted."""
        return self._counters.get(_key(name, labels), 0)

    def measured(self, name: str, **labels: str) -> Series:
        """The measurements under a name; an empty series where there are none."""
        return self._measured.get(_key(name, labels), Series())

    def watch(self, path: str, read: Read) -> None:
        """Keep the source under its path."""
        self._watched[path] = read

    def get_summary(self) -> dict[str, Any]:
        """Percentiles of the last samples, totals of the events, and what the sources say now."""
        events = {
            f"{name.removeprefix(_EVENT)}.{dict(labels).get('what', '')}": total
            for (name, labels), total in self._counters.items()
            if name.startswith(_EVENT)
        }
        summary: dict[str, Any] = {
            "response_times": self._times("chat.reply_ms"),
            "cache_stats": {},
            "events": events,
            # Numbers are taken as they come: none ever waits to be written.
            "batch_logging": {"pending_events": 0},
        }
        for path, read in self._watched.items():
            _put(summary, path, read)
        return summary

    def _times(self, name: str) -> dict[str, float | None]:
        found = [series for (measured, _), series in self._measured.items() if measured == name]
        samples = sorted(sample for series in found for sample in series.samples)
        count = sum(series.count for series in found)
        return {"count": count, **{f"p{share}": _percentile(samples, share / 100) for share in (50, 95, 99)}}

    def _place(self, table: Mapping[_Key, object], name: str, labels: Mapping[str, str]) -> _Key:
        key = _key(name, labels)
        return key if key in table or len(table) < self._series else _key(OVERFLOW, {})


def _percentile(samples: Sequence[float], share: float) -> float | None:
    """The nearest rank: the least sample that so large a share of them does not exceed."""
    return samples[max(0, ceil(share * len(samples)) - 1)] if samples else None


def _put(summary: dict[str, Any], path: str, read: Read) -> None:
    *above, last = path.split(".")
    place = summary
    for step in above:
        place = place.setdefault(step, {})
    try:
        place[last] = dict(read())
    except Exception:  # noqa: BLE001  the summary tells how the house is, also where a part of it is not well
        _log.warning("metrics_source_failed", path=path, exc_info=True)


def _key(name: str, labels: Mapping[str, str]) -> _Key:
    return name, frozenset(labels.items())
