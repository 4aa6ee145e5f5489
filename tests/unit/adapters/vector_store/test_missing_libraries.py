import sys

import pytest

from acore.adapters.vector_store.pgvector import PgvectorSettings, PgvectorStore
from acore.adapters.vector_store.qdrant import QdrantSettings, QdrantVectorStore
from acore.errors import EngineRefused
from acore.interfaces import VectorStore
from acore.testing import engine_context


@pytest.mark.parametrize(
    ("store", "library", "home", "extra"),
    [
        (QdrantVectorStore(QdrantSettings(), engine_context()), "qdrant_client", "qdrant_collection", "qdrant"),
        (PgvectorStore(PgvectorSettings(), engine_context()), "asyncpg", "pgvector_tables", "postgres"),
    ],
)
async def test_a_library_that_is_not_installed_is_named_with_the_way_to_it(
    monkeypatch: pytest.MonkeyPatch, store: VectorStore, library: str, home: str, extra: str
) -> None:
    monkeypatch.delitem(sys.modules, f"acore.adapters.vector_store.{home}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EngineRefused, match=rf"pip install 'acore\[{extra}\]'"):
        await store.open()
    await store.aclose()
