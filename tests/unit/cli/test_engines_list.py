import pytest

from acore.adapters import engines
from acore.cli import main
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


def test_the_licence_of_what_an_extra_brings_is_told_where_it_is_to_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["acore", "engines"])
    main.main()
    assert "GPL" not in capsys.readouterr().out
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    main.main()
    assert "espeak-ng" in capsys.readouterr().out.splitlines()[-1]
