import pytest

from acore.adapters.manners import memory
from acore.adapters.manners.memory import MemoryManners
from acore.domain.calls import CallManner
from acore.testing import MannersContract


class TestMemoryManners(MannersContract):
    def store(self) -> MemoryManners:
        return MemoryManners()


async def test_it_never_grows_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 2)
    store = MemoryManners()
    for guild in ("1", "2", "1", "3"):
        await store.keep(guild, CallManner("deep"))
    assert [guild for guild in "123" if await store.of(guild)] == ["1", "3"]
