import asyncio
import warnings
from typing import Any

import pytest

from acore.adapters.metrics.memory import MemoryMetrics
from acore.domain.calls import CallCounters
from acore.testing import ManualClock

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from acore.discord.voice.watching import Watching


class FakeLine:
    def __init__(self) -> None:
        self.up = True
        self.kept_alive: list[bytes] = []

    def is_connected(self) -> bool:
        return self.up

    def keep_alive(self, packet: bytes) -> None:
        self.kept_alive.append(packet)


class FakeCall:
    def __init__(self) -> None:
        self.there = FakeLine()
        self.line: Any = self.there
        self.looks = 0
        self.heard = 0
        self.given_up: list[str] = []

    def counters(self) -> CallCounters:
        return CallCounters(received=2 * self.heard, heard=self.heard)

    def look_after(self) -> None:
        self.looks += 1

    def give_up(self, why: str) -> None:
        self.given_up.append(why)


class Watched:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.call = FakeCall()
        self.metrics = MemoryMetrics()
        self.watching = Watching(self.call, self.clock, self.metrics)


@pytest.fixture
async def watched() -> Any:
    watched = Watched()
    watched.watching.start()
    yield watched
    await watched.watching.aclose()


async def test_it_looks_twice_a_second(watched: Watched) -> None:
    await watched.clock.advance(3)
    assert watched.call.looks == 6
    assert watched.watching.now() == 3


async def test_the_way_back_is_kept_open_every_five_seconds(watched: Watched) -> None:
    await watched.clock.advance(16)
    assert watched.call.there.kept_alive == [number.to_bytes(8, "little") for number in range(3)]


async def test_a_line_that_is_down_for_a_minute_is_given_up_once(watched: Watched) -> None:
    watched.call.there.up = False
    await watched.clock.advance(55)
    watched.call.there.up = True
    await watched.clock.advance(1)
    watched.call.there.up = False
    await watched.clock.advance(59)
    assert watched.call.given_up == []
    await watched.clock.advance(30)
    assert watched.call.given_up == ["The voice server could not be reached for 60 seconds."]


async def test_what_became_of_the_packets_is_counted_once(watched: Watched) -> None:
    watched.call.heard = 7
    await watched.clock.advance(6)
    watched.call.heard = 10
    await watched.watching.aclose()
    await watched.watching.aclose()
    assert watched.metrics.counted("call.packets", what="heard") == 10
    assert watched.metrics.counted("call.packets", what="received") == 20
    assert watched.metrics.counted("call.packets", what="late") == 0


async def test_closing_what_never_began_is_harmless() -> None:
    await Watched().watching.aclose()
    assert len(asyncio.all_tasks()) == 1
