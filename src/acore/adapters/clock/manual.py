"""A clock that stands still until it is moved."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta

from acore.interfaces import Clock

_START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
"""A Monday noon."""
_SETTLING = 20
"""Rounds of the event loop that woken tasks get before time goes on."""


class ManualClock(Clock):
    """Moves by `advance` alone, so that a test decides what time it is and nothing waits."""

    def __init__(self, start: datetime = _START) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The start, and what was advanced since."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Seconds advanced so far."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was advanced that far; zero or less only gives way."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._order += 1
        heapq.heappush(self._sleepers, (self._elapsed + seconds, self._order, woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Move time on, waking sleepers in the order of their times; each runs before the next is woken."""
        until = self._elapsed + seconds
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, woken = heapq.heappop(self._sleepers)
            self._elapsed = max(self._elapsed, at)
            if not woken.done():
                woken.set_result(None)
                await self._settle()
        self._elapsed = until

    async def _settle(self) -> None:
        for _ in range(_SETTLING):
            await asyncio.sleep(0)
