"""How the bot speaks in the calls of each guild, and that it is kept."""

import pytest

from acore.domain.calls import CallManner
from acore.errors import EngineUnavailable
from acore.services import call_manners
from acore.services.call_manners import CallManners
from acore.testing import MemoryManners


class Broken(MemoryManners):
    """A store that can be broken."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.read = 0

    async def keep(self, guild: str, manner: CallManner) -> None:
        self._check()
        await super().keep(guild, manner)

    async def of(self, guild: str) -> CallManner | None:
        self._check()
        self.read += 1
        return await super().of(guild)

    def _check(self) -> None:
        if self.broken:
            raise EngineUnavailable("the disk is full", engine="sqlite")


@pytest.fixture
def store() -> Broken:
    return Broken()


async def test_what_was_set_holds_after_a_restart(store: Broken) -> None:
    assert await CallManners(store).change("9", voice="deep", volume=1.5) == CallManner("deep", 1.5)
    again = CallManners(store, 0.8)
    assert await again.load("9") == again.of("9") == CallManner("deep", 1.5)
    assert await again.load("8") == CallManner(volume=0.8)


async def test_a_part_is_changed_and_the_other_stays_though_it_was_not_loaded(store: Broken) -> None:
    await store.keep("9", CallManner("deep", 0.5))
    assert await CallManners(store).change("9", voice=None, volume=0.0) == CallManner("deep", 0.0)
    assert await store.of("9") == CallManner("deep", 0.0)


async def test_it_is_read_once(store: Broken) -> None:
    manners = CallManners(store)
    for _ in range(3):
        await manners.load("9")
    assert store.read == 1


async def test_where_it_can_not_be_read_the_settings_hold_until_it_can(store: Broken) -> None:
    await store.keep("9", CallManner("deep"))
    manners = CallManners(store, 0.8)
    store.broken = True
    assert await manners.load("9") == CallManner(volume=0.8)
    store.broken = False
    assert await manners.load("9") == CallManner("deep")


async def test_where_it_can_not_be_kept_it_holds_and_that_is_told(store: Broken) -> None:
    manners = CallManners(store)
    store.broken = True
    with pytest.raises(EngineUnavailable):
        await manners.change("9", voice="deep", volume=None)
    assert manners.of("9") == CallManner("deep")


async def test_what_is_forgotten_is_gone_from_the_store_too(store: Broken) -> None:
    manners = CallManners(store)
    await manners.change("9", voice="deep", volume=None)
    await manners.forget("9")
    assert manners.of("9") == CallManner()
    assert await store.of("9") is None


async def test_only_some_are_remembered_and_the_others_read_again(
    store: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_manners, "_REMEMBERED", 2)
    manners = CallManners(store)
    for guild in ("1", "2", "3"):
        await manners.change(guild, voice=guild, volume=None)
    assert len(manners._known) == 2
    assert await manners.load("1") == CallManner("1")
