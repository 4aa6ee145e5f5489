"""What every clock must keep."""

import asyncio
from abc import ABC, abstractmethod

from acore.interfaces import Clock


class ClockContract(ABC):
    """Subclass it as Test..., give it clock() and pass_time(), and every promise of Clock is checked."""

    @abstractmethod
    def clock(self) -> Clock:
        """A new clock."""

    @abstractmethod
    async def pass_time(self, clock: Clock, seconds: float) -> None:
        """Let so much time go by on the clock."""

    async def test_the_time_of_day_has_a_zone(self) -> None:
        assert self.clock().now().tzinfo is not None

    async def test_the_stopwatch_never_runs_backwards(self) -> None:
        clock = self.clock()
        readings = [clock.monotonic()]
        for _ in range(5):
            await self.pass_time(clock, 0.001)
            readings.append(clock.monotonic())
        assert readings == sorted(readings)
        assert readings[-1] - readings[0] >= 0.004

    async def test_a_sleeper_wakes_when_its_time_has_come(self) -> None:
        clock = self.clock()
        began = clock.monotonic()
        sleeper = asyncio.create_task(clock.sleep(0.01))
        await self.pass_time(clock, 0.02)
        await sleeper
        assert clock.monotonic() - began >= 0.01

    async def test_no_time_gives_way_to_others_once(self) -> None:
        clock = self.clock()
        other = asyncio.create_task(asyncio.sleep(0))
        for seconds in (0, -1):
            await clock.sleep(seconds)
        assert other.done()

    async def test_cancelling_ends_a_wait(self) -> None:
        sleeper = asyncio.create_task(self.clock().sleep(1000))
        await asyncio.sleep(0)
        sleeper.cancel()
        await asyncio.gather(sleeper, return_exceptions=True)
        assert sleeper.cancelled()
