"""What every store of agreements must keep."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta, timezone

from acore.domain.consent import Agreement
from acore.interfaces import ConsentStore

_NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def agreed(user: str, guild: str = "9", *, at: datetime = _NOON, version: str = "v1") -> Agreement:
    """A member who lets the bot hear them."""
    return Agreement(guild, user, at, version)


class ConsentContract(ABC):
    """Subclass it as Test..., give it store(), and every promise of ConsentStore is checked."""

    @abstractmethod
    def store(self) -> ConsentStore:
        """A new, empty store, not yet open."""

    async def test_nobody_has_agreed_at_first(self) -> None:
        async with self.store() as store:
            await store.ping()
            assert await store.of("9") == ()
            assert not await store.revoke("9", "1")
            assert await store.forget("9") == 0

    async def test_an_agreement_is_kept_with_its_time_and_version_for_its_guild_alone(self) -> None:
        async with self.store() as store:
            elsewhere = agreed("1", "8", version="v2")
            for one in (agreed("1"), elsewhere, agreed("2")):
                await store.grant(one)
            assert await store.of("9") == (agreed("1"), agreed("2"))
            assert await store.of("8") == (elsewhere,)

    async def test_the_time_is_the_same_in_every_zone(self) -> None:
        async with self.store() as store:
            in_karachi = _NOON.astimezone(timezone(timedelta(hours=5)))
            await store.grant(agreed("1", at=in_karachi))
            (kept,) = await store.of("9")
            assert kept.at == in_karachi

    async def test_a_later_agreement_takes_the_place_of_the_earlier_one(self) -> None:
        async with self.store() as store:
            for one in (agreed("1"), agreed("2"), agreed("1", version="v2")):
                await store.grant(one)
            assert await store.of("9") == (agreed("2"), agreed("1", version="v2"))

    async def test_what_is_revoked_is_gone_there_and_nowhere_else(self) -> None:
        async with self.store() as store:
            for one in (agreed("1"), agreed("2"), agreed("1", "8")):
                await store.grant(one)
            assert await store.revoke("9", "1")
            assert not await store.revoke("9", "1")
            assert await store.of("9") == (agreed("2"),)
            assert await store.of("8") == (agreed("1", "8"),)

    async def test_it_knows_where_anybody_has_agreed(self) -> None:
        async with self.store() as store:
            assert await store.guilds() == ()
            for one in (agreed("1"), agreed("2"), agreed("1", "8"), agreed("1", "7")):
                await store.grant(one)
            assert sorted(await store.guilds()) == ["7", "8", "9"]
            await store.forget("9")
            await store.revoke("8", "1")
            assert await store.guilds() == ("7",)

    async def test_a_guild_is_forgotten_whole_and_the_others_are_not(self) -> None:
        async with self.store() as store:
            for one in (agreed("1"), agreed("2"), agreed("1", "8")):
                await store.grant(one)
            assert await store.forget("9") == 2
            assert await store.of("9") == ()
            assert await store.of("8") == (agreed("1", "8"),)
