"""One tick every 20 ms, whoever else ticks, and whatever the machine does meanwhile."""

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.voice.pacing import Pacer


class Ticks:
    """Notes the numbers and times of so many ticks."""

    def __init__(self, clock: ManualClock, count: int) -> None:
        self.numbers: list[int] = []
        self.times: list[float] = []
        self._clock = clock
        self._count = count

    def __call__(self, number: int) -> bool:
        self.numbers.append(number)
        self.times.append(self._clock.monotonic())
        return len(self.numbers) < self._count


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


async def test_ticks_are_20_ms_apart_and_end(clock: ManualClock) -> None:
    pacer, ticks = Pacer(clock), Ticks(clock, 5)
    pacer.begin(ticks)
    await clock.advance(1)
    assert ticks.times == pytest.approx([0.0, 0.02, 0.04, 0.06, 0.08])
    assert ticks.numbers == [0, 1, 2, 3, 4]


async def test_late_ticks_are_made_up_for(clock: ManualClock) -> None:
    class Late(ManualClock):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds + 0.05)

    late = Late()
    pacer, ticks = Pacer(late), Ticks(late, 10)
    pacer.begin(ticks)
    await late.advance(1)
    assert ticks.numbers == [*range(10)]
    assert all(at - 0.02 * number <= 0.051 for number, at in zip(ticks.numbers, ticks.times, strict=True))


async def test_a_time_may_be_given_and_others_go_on(clock: ManualClock) -> None:
    pacer, first, second, third = Pacer(clock), Ticks(clock, 20), Ticks(clock, 3), Ticks(clock, 3)
    pacer.begin(first)
    pacer.begin(second, at=0.1)
    await clock.advance(0.05)
    pacer.begin(third, at=0.01)
    await clock.advance(1)
    assert second.times == pytest.approx([0.1, 0.12, 0.14])
    assert third.times == pytest.approx([0.06, 0.08, 0.1])
    assert len(first.numbers) == 20


async def test_numbers_go_on_with_time_behind_a_pause(clock: ManualClock) -> None:
    pacer, first, second = Pacer(clock), Ticks(clock, 1), Ticks(clock, 1)
    pacer.begin(first)
    await clock.advance(10)
    pacer.begin(second)
    await clock.advance(1)
    assert second.numbers == [500]


async def test_who_ends_ticks_no_more(clock: ManualClock) -> None:
    pacer, first, second = Pacer(clock), Ticks(clock, 100), Ticks(clock, 100)
    pacer.begin(first)
    pacer.begin(second)
    await clock.advance(0.1)
    pacer.end(first)
    await clock.advance(0.1)
    assert len(first.numbers) < len(second.numbers)
    await pacer.aclose()
    ticked = len(second.numbers)
    await clock.advance(1)
    assert len(second.numbers) == ticked
