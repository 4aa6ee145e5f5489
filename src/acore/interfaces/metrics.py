"""Where numbers about the running house go."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

Read = Callable[[], Mapping[str, Any]]
"""Numbers that a part of the house keeps itself, as they are now."""


class MetricsSink(ABC):
    """Takes numbers. It never raises, never blocks, and never grows without bound.

    Names are dotted words (``chat.replies``); labels have few values: never a user, never a text.
    """

    @abstractmethod
    def count(self, name: str, value: float = 1, **labels: str) -> None:
        """Add to a total that only grows."""

    @abstractmethod
    def observe(self, name: str, value: float, **labels: str) -> None:
        """Record one measurement, such as a duration in milliseconds."""

    @abstractmethod
    def watch(self, path: str, read: Read) -> None:
        """Have `read` called where the summary comes to this dotted path; the last one given for a path holds."""

    @abstractmethod
    def get_summary(self) -> dict[str, Any]:
        """How the house is, as nested numbers: ``response_times``, ``cache_stats``, ``events``, ``batch_logging``.

        ``response_times`` has ``count``, ``p50``, ``p95`` and ``p99`` in milliseconds, None where nothing was
        measured. A source that fails is left out.
        """

    def log_event(self, kind: str, about: Mapping[str, Any]) -> None:
        """Note that something happened: its ``name``, and its ``latency_ms`` where it has one; never whose it was."""
        name = str(about.get("name", ""))
        self.count(f"event.{kind}", 1, what=name)
        if isinstance(latency := about.get("latency_ms"), int | float):
            self.observe(f"event.{kind}_ms", float(latency), what=name)
