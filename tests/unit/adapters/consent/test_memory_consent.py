import pytest

from acore.adapters.consent import memory
from acore.adapters.consent.memory import MemoryConsent
from acore.testing import ConsentContract
from acore.testing.contracts.consent import agreed


class TestMemoryConsent(ConsentContract):
    def store(self) -> MemoryConsent:
        return MemoryConsent()


async def test_it_never_grows_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    store = MemoryConsent()
    for number in range(5):
        await store.grant(agreed(str(number)))
    assert [one.user for one in await store.of("9")] == ["2", "3", "4"]
