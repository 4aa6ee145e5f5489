"""What every cache must keep."""

import asyncio
from abc import ABC, abstractmethod

from acore.adapters.clock.manual import ManualClock
from acore.interfaces import Cache

_BYTES = bytes(range(256))


class CacheContract(ABC):
    """Subclass it as Test..., give it cache(), and every promise of Cache is checked."""

    @abstractmethod
    def cache(self, clock: ManualClock) -> Cache:
        """A new, empty cache on this clock, not yet open, with room for a hundred small entries."""

    async def test_a_value_comes_back_byte_for_byte(self) -> None:
        async with self.cache(ManualClock()) as cache:
            for key, value in (
                (b"a", _BYTES),
                (b"b", b""),
                (_BYTES, b"odd key"),
                (b"", b"no key"),
                (b"c", _BYTES * 40),
            ):
                await cache.put(key, value, 60)
                assert await cache.get(key) == value

    async def test_what_was_never_put_is_not_there(self) -> None:
        async with self.cache(ManualClock()) as cache:
            await cache.put(b"key", b"value", 60)
            assert [await cache.get(key) for key in (b"ke", b"key2", b"KEY", b"", b"value")] == [None] * 5

    async def test_a_second_value_takes_the_place_and_the_time_of_the_first(self) -> None:
        clock = ManualClock()
        async with self.cache(clock) as cache:
            await cache.put(b"longer", b"1", 10)
            await cache.put(b"longer", b"2", 30)
            await cache.put(b"shorter", b"1", 30)
            await cache.put(b"shorter", b"2", 10)
            await clock.advance(20)
            assert (await cache.get(b"longer"), await cache.get(b"shorter")) == (b"2", None)

    async def test_a_value_is_there_for_its_time_and_no_longer(self) -> None:
        clock = ManualClock()
        async with self.cache(clock) as cache:
            await cache.put(b"short", b"1", 10)
            await cache.put(b"long", b"2", 100)
            await clock.advance(9)
            assert await cache.get(b"short") == b"1"
            await clock.advance(2)
            assert (await cache.get(b"short"), await cache.get(b"long")) == (None, b"2")

    async def test_looking_at_a_value_does_not_lengthen_its_time(self) -> None:
        clock = ManualClock()
        async with self.cache(clock) as cache:
            await cache.put(b"key", b"value", 10)
            for _ in range(3):
                await clock.advance(3)
                assert await cache.get(b"key") == b"value"
            await clock.advance(3)
            assert await cache.get(b"key") is None

    async def test_clearing_forgets_everything_and_it_serves_on(self) -> None:
        async with self.cache(ManualClock()) as cache:
            await cache.put(b"a", b"1", 60)
            await cache.put(b"b", b"2", 60)
            await cache.clear()
            assert (await cache.get(b"a"), await cache.get(b"b"), cache.stats.entries) == (None, None, 0)
            await cache.put(b"a", b"3", 60)
            assert await cache.get(b"a") == b"3"

    async def test_it_counts_hits_and_misses(self) -> None:
        async with self.cache(ManualClock()) as cache:
            assert (cache.stats.hits, cache.stats.misses, cache.stats.hit_rate) == (0, 0, 0)
            await cache.put(b"a", b"1", 60)
            for key in (b"a", b"a", b"a", b"b"):
                await cache.get(key)
            assert (cache.stats.hits, cache.stats.misses, cache.stats.hit_rate) == (3, 1, 75)
            assert cache.stats.entries == 1

    async def test_what_has_become_too_old_is_counted_as_a_miss(self) -> None:
        clock = ManualClock()
        async with self.cache(clock) as cache:
            await cache.put(b"a", b"1", 10)
            await clock.advance(11)
            await cache.get(b"a")
            assert (cache.stats.hits, cache.stats.misses, cache.stats.entries) == (0, 1, 0)

    async def test_many_use_it_at_once(self) -> None:
        async with self.cache(ManualClock()) as cache:

            async def use(number: int) -> bytes | None:
                key = str(number).encode()
                await cache.put(key, key * 3, 60)
                return await cache.get(key)

            found = await asyncio.gather(*(use(number) for number in range(100)))
            assert found == [str(number).encode() * 3 for number in range(100)]
            assert cache.stats.hits == 100

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.cache(ManualClock()) as cache:
            await cache.ping()
            await cache.aclose()
        await self.cache(ManualClock()).aclose()
