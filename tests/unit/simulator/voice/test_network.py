"""What a bad network does to packets, on a clock that a test moves."""

from random import Random

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.voice.network import Conditions, Network

COUNT = 400


class Line:
    """A network of these conditions, and the numbers that came through with their times."""

    def __init__(self, conditions: Conditions, seed: int = 1) -> None:
        self.clock = ManualClock()
        self.network = Network(self.clock, Random(seed))
        self.network.conditions = conditions
        self.came: list[tuple[int, float]] = []

    async def send(self, count: int = COUNT) -> list[int]:
        """Send as many, 20 ms apart; returns the numbers that came."""
        for number in range(count):
            self.network.carry(lambda number=number: self.came.append((number, self.clock.monotonic())))  # type: ignore[misc]
            await self.clock.advance(0.02)
        await self.clock.advance(2)
        await self.network.aclose()
        return [number for number, _ in self.came]

    @property
    def waits(self) -> list[float]:
        return [at - 0.02 * number for number, at in self.came]


async def test_a_good_network_delivers_at_once_and_in_order() -> None:
    line = Line(Conditions())
    assert await line.send(50) == [*range(50)]
    assert max(line.waits) == pytest.approx(0, abs=1e-9)


async def test_what_is_lost_is_counted() -> None:
    line = Line(Conditions(loss=0.25))
    came = await line.send()
    assert len(came) + line.network.lost == COUNT
    assert 60 < line.network.lost < 140
    assert came == sorted(came)


async def test_what_is_sent_twice_comes_twice() -> None:
    line = Line(Conditions(duplicates=0.25))
    came = await line.send()
    assert len(came) == COUNT + line.network.duplicated
    assert {*came} == {*range(COUNT)}
    assert came == sorted(came)


async def test_jitter_keeps_the_order() -> None:
    line = Line(Conditions(delay_s=0.05, jitter_s=0.06))
    assert await line.send() == [*range(COUNT)]
    assert min(line.waits) >= 0.05 - 1e-9
    assert max(line.waits) <= 0.11 + 1e-9
    assert max(line.waits) - min(line.waits) > 0.04


async def test_what_is_reordered_comes_behind_the_next_one() -> None:
    line = Line(Conditions(reorder=0.1))
    came = await line.send()
    assert sorted(came) == [*range(COUNT)]
    assert came != sorted(came)
    assert line.network.reordered > 20
    assert max(line.waits) == pytest.approx(0.03)


async def test_the_same_seed_is_the_same_network() -> None:
    conditions = Conditions(loss=0.1, duplicates=0.1, reorder=0.1, jitter_s=0.05)
    first, second, other = Line(conditions), Line(conditions), Line(conditions, seed=2)
    assert await first.send() == await second.send() != await other.send()


async def test_what_is_under_way_at_the_end_is_lost() -> None:
    line = Line(Conditions(delay_s=1))
    line.network.carry(lambda: line.came.append((0, 0.0)))
    await line.network.aclose()
    await line.clock.advance(2)
    assert line.came == []


async def test_a_network_holds_only_so_much() -> None:
    line = Line(Conditions(delay_s=1))
    for _ in range(5_010):
        line.network.carry(lambda: line.came.append((0, 0.0)))
    assert line.network.lost == 10
    await line.network.aclose()
