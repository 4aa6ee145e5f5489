"""Sends the frames of everybody who speaks, 20 ms apart, off one schedule that does not drift."""

import asyncio
import math
from collections.abc import Callable

from acore.interfaces import Clock

FRAME_S = 0.02


class Pacer:
    """Ticks every 20 ms while there is somebody to tick for; late ticks are made up for, and never left out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ticking: dict[Callable[[int], bool], int] = {}
        """From which tick on."""
        self._start = clock.monotonic()
        self._tick = 0
        self._pace: asyncio.Task[None] | None = None

    @property
    def tick(self) -> int:
        """The number of the tick that comes next, or is now."""
        return self._tick

    def begin(self, each: Callable[[int], bool], at: float | None = None) -> None:
        """Call `each` with the number of every tick until it returns False, from a time of the clock on, or at once."""
        if self._pace is None or self._pace.done():
            passed = (self._clock.monotonic() - self._start) / FRAME_S
            self._tick = max(self._tick, math.ceil(passed))
            self._pace = asyncio.create_task(self._run(), name="simulator-pace")
        first = self._tick if at is None else math.ceil((at - self._start) / FRAME_S - 1e-6)
        self._ticking[each] = max(first, self._tick)

    def end(self, each: Callable[[int], bool]) -> None:
        """Call it no more."""
        self._ticking.pop(each, None)

    async def aclose(self) -> None:
        """Stop for everybody."""
        self._ticking.clear()
        pace, self._pace = self._pace, None
        if pace is not None:
            pace.cancel()
            await asyncio.gather(pace, return_exceptions=True)

    async def _run(self) -> None:
        while self._ticking:
            wait = self._start + self._tick * FRAME_S - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            now, self._tick = self._tick, self._tick + 1
            for each, first in tuple(self._ticking.items()):
                if first <= now and each in self._ticking and not each(now):
                    self._ticking.pop(each, None)
