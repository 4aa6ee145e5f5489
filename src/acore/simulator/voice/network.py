"""The network between a client and the voice server, as bad as a test wants it, in one direction."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from acore.interfaces import Clock

Wire = Callable[[bytes, tuple[str, int]], None]
"""Sends a datagram to an address; never waits."""
_MOST_UNDER_WAY = 5_000
"""Packets that a network holds; what comes on top is lost, as in any queue."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Chances from 0 to 1, and seconds. Jitter keeps the order of packets; what is reordered comes `late_s` later."""

    loss: float = 0.0
    duplicates: float = 0.0
    reorder: float = 0.0
    delay_s: float = 0.0
    jitter_s: float = 0.0
    late_s: float = 0.03


class Network:
    """Carries packets; what happens to each is drawn from `random`, so the same seed is the same network."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self.conditions = Conditions()
        """Set them at any time; they hold for the packets from then on."""
        self.lost = self.duplicated = self.reordered = 0
        self._clock = clock
        self._random = random
        self._under_way: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._latest = 0.0
        self._carrier: asyncio.Task[None] | None = None

    def carry(self, deliver: Callable[[], None]) -> None:
        """Deliver a packet when it arrives, which may be never, at once, or twice."""
        conditions, random = self.conditions, self._random
        if random.random() < conditions.loss:
            self.lost += 1
            return
        wait = conditions.delay_s + random.random() * conditions.jitter_s
        arrival = self._clock.monotonic() + wait
        if random.random() < conditions.reorder:
            self.reordered += 1
            arrival = max(arrival, self._latest) + conditions.late_s
        else:
            arrival = self._latest = max(arrival, self._latest)
        self._send(arrival, deliver)
        if random.random() < conditions.duplicates:
            self.duplicated += 1
            self._send(arrival, deliver)

    async def aclose(self) -> None:
        """Lose what is under way."""
        self._under_way.clear()
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            carrier.cancel()
            await asyncio.gather(carrier, return_exceptions=True)

    def _send(self, arrival: float, deliver: Callable[[], None]) -> None:
        if arrival <= self._clock.monotonic() and not self._under_way:
            deliver()
            return
        if len(self._under_way) >= _MOST_UNDER_WAY:
            self.lost += 1
            return
        self._order += 1
        heapq.heappush(self._under_way, (arrival, self._order, deliver))
        if self._carrier is None or self._carrier.done():
            self._carrier = asyncio.create_task(self._carry(), name="simulator-network")

    async def _carry(self) -> None:
        while self._under_way:
            wait = self._under_way[0][0] - self._clock.monotonic()
            if wait <= 0:
                heapq.heappop(self._under_way)[2]()
                continue
            await self._clock.sleep(wait)
