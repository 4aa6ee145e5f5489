"""What a call looks after while it lasts: its line, its health, and the numbers about it."""

import asyncio
from dataclasses import asdict
from typing import Protocol

from acore.discord.voice.wiring import Line
from acore.domain.calls import CallCounters
from acore.interfaces import Clock, MetricsSink

_LOOK_S = 0.5
_KEEP_ALIVE_S = 5.0
_MOST_DOWN_S = 60.0
"""How long discord.py may try to connect anew."""
_COUNTER = 0xFFFFFFFF


class Watched(Protocol):
    """A call, seen from here."""

    @property
    def line(self) -> Line | None:
        """The connection."""

    def counters(self) -> CallCounters:
        """As the contract says."""

    def look_after(self) -> None:
        """Do what is to be done twice a second."""

    def give_up(self, why: str) -> None:
        """Leave, for this reason."""


class Watching:
    """Looks twice a second; keeps the way through the network open; leaves where the line stays down for a minute."""

    def __init__(self, call: Watched, clock: Clock, metrics: MetricsSink) -> None:
        self._call = call
        self._clock = clock
        self._metrics = metrics
        self._counted = asdict(CallCounters())
        self._up_at = self._alive_at = clock.monotonic()
        self._alive = 0
        self._task: asyncio.Task[None] | None = None

    def now(self) -> float:
        """Seconds on the clock."""
        return self._clock.monotonic()

    def start(self) -> None:
        """Begin."""
        self._up_at = self.now()
        self._task = asyncio.create_task(self._watch(), name="call-watch")

    async def aclose(self) -> None:
        """End; twice is harmless."""
        if self._task is None:
            return
        task, self._task = self._task, None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self._count()

    async def _watch(self) -> None:
        while True:
            await self._clock.sleep(_LOOK_S)
            self._call.look_after()
            self._keep_alive()
            line = self._call.line
            if line is not None and line.is_connected():
                self._up_at = self.now()
            elif self.now() - self._up_at > _MOST_DOWN_S:
                self._call.give_up(f"The voice server could not be reached for {_MOST_DOWN_S:.0f} seconds.")
                return

    def _keep_alive(self) -> None:
        line = self._call.line
        if line is None or self.now() - self._alive_at < _KEEP_ALIVE_S:
            return
        self._alive_at = self.now()
        line.keep_alive(self._alive.to_bytes(8, "little"))
        self._alive = (self._alive + 1) & _COUNTER
        self._count()

    def _count(self) -> None:
        """Add what became of the packets since the last time to the numbers of the house."""
        counters = asdict(self._call.counters())
        for what, number in counters.items():
            if more := number - self._counted[what]:
                self._metrics.count("call.packets", more, what=what)
        self._counted = counters
