"""Changes of the keys of a call: announced, then executed once everybody is ready or has had the time to be."""

import asyncio
from collections.abc import Callable, Iterable

from acore.interfaces import Clock
from acore.simulator.voice.ops import Op
from acore.simulator.voice.seats import Seat

FIRST = 0
"""The transition to a new group, which is executed at once and not announced."""
_PATIENCE_S = 2.0
_MOST = 0xFFFF


class Transitions:
    """Those of one call that are under way."""

    def __init__(self, clock: Clock, executed: Callable[[], None]) -> None:
        self._clock = clock
        self._executed = executed
        self._latest = FIRST
        self._waiting: dict[int, tuple[list[Seat], set[str]]] = {}
        self._timers: dict[int, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> bool:
        """Whether somebody is not ready for one yet."""
        return bool(self._waiting)

    def next_id(self) -> int:
        """The number of a new one, which is never that of the first."""
        self._latest = self._latest % _MOST + 1
        return self._latest

    def begin(self, number: int, seats: Iterable[Seat]) -> None:
        """Wait until these are ready for it, and two seconds at most; then have them execute it."""
        taking_part = [*seats]
        if number == FIRST or not taking_part:
            return
        self._waiting[number] = (taking_part, {seat.user_id for seat in taking_part})
        self._timers[number] = asyncio.create_task(self._expire(number), name="simulator-transition")

    def ready(self, user_id: str, number: int) -> None:
        """Note that one is ready."""
        if number in self._waiting:
            self._waiting[number][1].discard(user_id)
            self._check(number)

    def forget(self, user_id: str) -> None:
        """Wait for that one no longer."""
        for number in tuple(self._waiting):
            taking_part, missing = self._waiting[number]
            taking_part[:] = [seat for seat in taking_part if seat.user_id != user_id]
            missing.discard(user_id)
            self._check(number)

    async def aclose(self) -> None:
        """Execute none of them."""
        timers = tuple(self._timers.values())
        self._waiting.clear()
        self._timers.clear()
        for timer in timers:
            timer.cancel()
        await asyncio.gather(*timers, return_exceptions=True)

    def _check(self, number: int) -> None:
        if not self._waiting[number][1]:
            self._execute(number)
            self._timers.pop(number).cancel()

    def _execute(self, number: int) -> None:
        for seat in self._waiting.pop(number)[0]:
            seat.send(Op.EXECUTE_TRANSITION, {"transition_id": number})
        self._executed()

    async def _expire(self, number: int) -> None:
        await self._clock.sleep(_PATIENCE_S)
        self._timers.pop(number, None)
        self._execute(number)
