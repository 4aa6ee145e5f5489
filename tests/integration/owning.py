"""A store that opens and closes its database by itself, as the house does for all of them."""

from pathlib import Path

import pytest

from acore.adapters.sql.database import Database
from acore.interfaces.engine import Engine


class Owning(Engine):
    """Stands before a store on a database among the bases of a class."""

    def __init__(self, path: Path) -> None:
        self._owned = Database(path)
        super().__init__(self._owned)  # type: ignore[call-arg]  # the store behind it takes one

    async def open(self) -> None:
        await self._owned.open()

    async def aclose(self) -> None:
        await self._owned.aclose()


class InAFolder:
    """Gives a test of a contract a path for its database."""

    path: Path

    @pytest.fixture(autouse=True)
    def _path(self, tmp_path: Path) -> None:
        self.path = tmp_path / "acore.db"
