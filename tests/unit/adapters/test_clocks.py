import asyncio

from acore.adapters.clock.system import SystemClock
from acore.interfaces import Clock
from acore.testing import ClockContract, ManualClock


class TestSystemClock(ClockContract):
    def clock(self) -> Clock:
        return SystemClock()

    async def pass_time(self, clock: Clock, seconds: float) -> None:
        await clock.sleep(seconds)


class TestManualClock(ClockContract):
    def clock(self) -> Clock:
        return ManualClock()

    async def pass_time(self, clock: Clock, seconds: float) -> None:
        assert isinstance(clock, ManualClock)
        await clock.advance(seconds)

    async def test_sleepers_wake_in_the_order_of_their_times(self) -> None:
        clock = ManualClock()
        woken: list[tuple[str, float]] = []

        async def sleeper(name: str, *naps: float) -> None:
            for nap in naps:
                await clock.sleep(nap)
                woken.append((name, clock.monotonic()))

        tasks = [asyncio.create_task(sleeper("slow", 3)), asyncio.create_task(sleeper("twice", 1, 1))]
        await clock.advance(2.5)
        assert woken == [("twice", 1.0), ("twice", 2.0)]
        await clock.advance(1)
        assert woken[-1] == ("slow", 3.0)
        assert clock.monotonic() == 3.5
        await asyncio.gather(*tasks)
