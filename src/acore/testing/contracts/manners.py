"""What every store of manners must keep."""

from abc import ABC, abstractmethod

from acore.domain.calls import CallManner
from acore.interfaces import MannerStore


class MannersContract(ABC):
    """Subclass it as Test..., give it store(), and every promise of MannerStore is checked."""

    @abstractmethod
    def store(self) -> MannerStore:
        """A new, empty store, not yet open."""

    async def test_nobody_has_set_one_at_first(self) -> None:
        async with self.store() as store:
            await store.ping()
            assert await store.of("9") is None
            assert not await store.forget("9")

    async def test_a_manner_is_kept_for_its_guild_alone(self) -> None:
        async with self.store() as store:
            await store.keep("9", CallManner("deep", 0.25))
            await store.keep("8", CallManner(volume=2.0))
            assert await store.of("9") == CallManner("deep", 0.25)
            assert await store.of("8") == CallManner(None, 2.0)
            assert await store.of("7") is None

    async def test_a_later_manner_takes_the_place_of_the_earlier_one(self) -> None:
        async with self.store() as store:
            await store.keep("9", CallManner("deep"))
            await store.keep("9", CallManner("high", 0.5))
            assert await store.of("9") == CallManner("high", 0.5)

    async def test_what_is_forgotten_is_gone_there_and_nowhere_else(self) -> None:
        async with self.store() as store:
            for guild in ("9", "8"):
                await store.keep(guild, CallManner("deep"))
            assert await store.forget("9")
            assert not await store.forget("9")
            assert await store.of("9") is None
            assert await store.of("8") == CallManner("deep")
