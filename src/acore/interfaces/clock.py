"""Time, injected, so that tests own it."""

from abc import ABC, abstractmethod
from datetime import datetime


class Clock(ABC):
    """The time of day, a steady stopwatch, and waiting."""

    @abstractmethod
    def now(self) -> datetime:
        """The time of day, with the zone of the machine."""

    @abstractmethod
    def monotonic(self) -> float:
        """Seconds on a stopwatch that never runs backwards; only differences mean something."""

    @abstractmethod
    async def sleep(self, seconds: float) -> None:
        """Wait; zero or less gives way to other tasks once. Cancelling ends the wait."""
