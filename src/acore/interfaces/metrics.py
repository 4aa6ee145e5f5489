"""Where numbers about the running house go."""

from abc import ABC, abstractmethod


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
