from pathlib import Path

import pytest

from acore.adapters.vector_store import edge_index
from acore.adapters.vector_store.edge_folder import POSITION
from acore.adapters.vector_store.edge_index import Index
from acore.adapters.vector_store.rows import row_of
from acore.testing.contracts.vector_store import pieces


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_index, "FEW", 4)


def write(index: Index, name: str, *texts: str) -> None:
    rows = [row_of(chunk) for chunk in pieces(name, *texts)]
    index.begin(dict(rows[0]), None)
    if rows[1:]:
        index.write([dict(row) for row in rows[1:]])
    index.finish(name, "", [dict(rows[0])], len(rows))


def has_places(index: Index) -> bool:
    return POSITION in index._shard.info().payload_schema


def known(index: Index) -> dict[str, int]:
    return {row["first"]["document"]: row["chunks"] for row in index.documents(None)}


def test_the_places_of_few_chunks_are_found_without_an_index(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    write(index, "a", "one", "two", "three")
    write(index, "b", "four")
    assert not has_places(index)
    assert known(index) == {"a": 3, "b": 1}
    assert index.fingerprint("b", "") == row_of(pieces("b", "four")[0])["fingerprint"]
    write(index, "a", "one")
    assert (known(index), index.count()) == ({"a": 1, "b": 1}, 2)
    index.close()


def test_the_places_of_more_chunks_are_indexed_and_found_as_before(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    write(index, "a", "one", "two", "three")
    write(index, "b", "four", "five")
    assert has_places(index)
    assert known(index) == {"a": 3, "b": 2}
    write(index, "a", "one")
    assert (known(index), index.count()) == ({"a": 1, "b": 2}, 3)
    index.close()
    again = Index(tmp_path / "index")
    assert has_places(again)
    assert known(again) == {"a": 1, "b": 2}
    again.close()


def test_an_index_that_was_left_with_more_gets_it_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(tmp_path / "index")
    write(index, "a", "one", "two", "three")
    index.close()
    monkeypatch.setattr(edge_index, "FEW", 2)
    again = Index(tmp_path / "index")
    assert has_places(again)
    assert known(again) == {"a": 3}
    again.close()
