import pytest

from acore.adapters import engines
from acore.cli.engines import _rows
from acore.settings import Settings


def test_an_engine_whose_library_is_not_installed_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    needs = {row.name: (row.ready, row.needs) for row in _rows(Settings()) if row.slot == "vector_store"}
    assert needs == {
        "edge": (True, None),
        "pgvector": (False, "asyncpg, not installed: pip install 'acore[postgres]'"),
        "qdrant": (False, "qdrant_client, not installed: pip install 'acore[qdrant]'"),
    }
