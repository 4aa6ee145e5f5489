from pathlib import Path

import pytest

from acore.adapters.consent import sql
from acore.adapters.consent.sql import SqlConsent
from acore.adapters.sql.database import Database
from acore.errors import EngineUnavailable
from acore.testing import ConsentContract
from acore.testing.contracts.consent import agreed
from tests.integration.owning import InAFolder, Owning


class OwnSqlConsent(Owning, SqlConsent):
    """One with a database of its own."""


class TestSqlConsent(InAFolder, ConsentContract):
    def store(self) -> SqlConsent:
        return OwnSqlConsent(self.path)


async def test_another_process_knows_who_agreed(tmp_path: Path) -> None:
    async with OwnSqlConsent(tmp_path / "acore.db") as store:
        await store.grant(agreed("1"))
        await store.grant(agreed("2"))
        await store.revoke("9", "2")
    async with OwnSqlConsent(tmp_path / "acore.db") as store:
        assert await store.of("9") == (agreed("1"),)


async def test_it_never_grows_beyond_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "MOST", 3)
    async with OwnSqlConsent(tmp_path / "acore.db") as store:
        await store.grant(agreed("0", "8"))
        for number in range(5):
            await store.grant(agreed(str(number)))
        assert [one.user for one in await store.of("9")] == ["2", "3", "4"]
        assert [one.user for one in await store.of("8")] == ["0"]


async def test_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        await SqlConsent(Database(tmp_path / "acore.db")).grant(agreed("1"))
