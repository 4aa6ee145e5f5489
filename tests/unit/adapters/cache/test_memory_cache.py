import asyncio

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from acore.adapters.cache.memory import MemoryCache
from acore.testing import CacheContract, ManualClock

KEYS = st.sampled_from([b"a", b"b", b"c", b"d", b"e"])


class TestMemoryCache(CacheContract):
    def cache(self, clock: ManualClock) -> MemoryCache:
        return MemoryCache(clock)


async def test_the_entry_used_longest_ago_leaves_first() -> None:
    cache = MemoryCache(ManualClock(), max_entries=2)
    await cache.put(b"a", b"1", 60)
    await cache.put(b"b", b"2", 60)
    assert await cache.get(b"a") == b"1"
    await cache.put(b"c", b"3", 60)
    assert [await cache.get(key) for key in (b"a", b"b", b"c")] == [b"1", None, b"3"]
    assert cache.stats.evictions == 1


async def test_writing_counts_as_using() -> None:
    cache = MemoryCache(ManualClock(), max_entries=2)
    for key, value in ((b"a", b"1"), (b"b", b"2"), (b"a", b"3"), (b"c", b"4")):
        await cache.put(key, value, 60)
    assert [await cache.get(key) for key in (b"a", b"b", b"c")] == [b"3", None, b"4"]


async def test_large_values_take_the_room_of_many_small_ones() -> None:
    cache = MemoryCache(ManualClock(), max_bytes=100)
    for key in (b"a", b"b", b"c"):
        await cache.put(key, b"." * 29, 60)
    await cache.put(b"d", b"." * 50, 60)
    assert [await cache.get(key) is not None for key in (b"a", b"b", b"c", b"d")] == [False, False, True, True]


async def test_a_value_that_does_not_fit_alone_is_not_kept_and_takes_nobodys_place() -> None:
    cache = MemoryCache(ManualClock(), max_bytes=100)
    await cache.put(b"a", b"1", 60)
    await cache.put(b"b", b"2", 60)
    await cache.put(b"b", b"." * 100, 60)
    assert (await cache.get(b"a"), await cache.get(b"b")) == (b"1", None)


@pytest.mark.parametrize("size", [1, 10, 1000])
async def test_a_million_bytes_through_it_leave_no_more_than_its_bound(size: int) -> None:
    cache = MemoryCache(ManualClock(), max_entries=50, max_bytes=20_000)
    for number in range(1000):
        await cache.put(str(number).encode(), b"." * size, 60)
    assert cache.stats.entries == min(50, 20_000 // (size + 3))
    assert cache._bytes == sum(len(key) + len(entry.value) for key, entry in cache._entries.items()) <= 20_000


class AsAList(RuleBasedStateMachine):
    """Whatever is done in whatever order, it holds what a list in the order of use would hold."""

    ENTRIES, BYTES = 3, 40

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.cache = MemoryCache(self.clock, max_entries=self.ENTRIES, max_bytes=self.BYTES)
        self.held: list[tuple[bytes, bytes, float]] = []
        self.evictions = 0

    @rule(key=KEYS, value=st.binary(max_size=45), ttl=st.integers(-1, 6))
    def put(self, key: bytes, value: bytes, ttl: int) -> None:
        self.runner.run(self.cache.put(key, value, ttl))
        self.held = [entry for entry in self.held if entry[0] != key]
        if ttl >= 0 and 1 + len(value) <= self.BYTES:
            self.held.append((key, value, self.clock.monotonic() + ttl))
        while len(self.held) > self.ENTRIES or self.size() > self.BYTES:
            del self.held[0]
            self.evictions += 1

    @rule(key=KEYS)
    def get(self, key: bytes) -> None:
        entry = next((entry for entry in self.held if entry[0] == key), None)
        expected = None
        if entry:
            self.held.remove(entry)
            if self.clock.monotonic() <= entry[2]:
                self.held.append(entry)
                expected = entry[1]
            else:
                self.evictions += 1
        assert self.runner.run(self.cache.get(key)) == expected

    @rule(seconds=st.integers(1, 5))
    def time_passes(self, seconds: int) -> None:
        self.runner.run(self.clock.advance(seconds))

    @rule()
    def clear(self) -> None:
        self.runner.run(self.cache.clear())
        self.held.clear()

    @invariant()
    def both_hold_the_same_in_the_same_order(self) -> None:
        assert [(key, entry.value) for key, entry in self.cache._entries.items()] == [entry[:2] for entry in self.held]
        assert (self.cache._bytes, self.cache.stats.evictions) == (self.size(), self.evictions)

    def size(self) -> int:
        return sum(len(key) + len(value) for key, value, _ in self.held)

    def teardown(self) -> None:
        self.runner.close()


TestAsAList = AsAList.TestCase
TestAsAList.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
