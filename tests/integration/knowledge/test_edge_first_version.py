from pathlib import Path

import pytest
import qdrant_edge as qdrant

from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.domain.knowledge import Query
from acore.domain.scope import Scope
from acore.domain.terms import terms
from acore.testing import engine_context
from acore.testing.contracts.vector_store import ALONE, ANN, pieces, unit


@pytest.fixture
def old_folder(tmp_path: Path) -> Path:
    """An index as the first version wrote it."""
    folder = tmp_path / "index"
    folder.mkdir()
    sparse = qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)
    shard = qdrant.EdgeShard.create(str(folder), qdrant.EdgeConfig(sparse_vectors={"text": sparse}))
    for key in ("document", "guild"):
        shard.update(qdrant.UpdateOperation.create_field_index(key, qdrant.PayloadSchemaType.Keyword))
    for guild in (None, "g1", "g2"):
        (chunk,) = pieces("a", f"apple of {guild}", guild=guild)
        row = {"document": "a", "guild": guild or "", "position": 0, "fingerprint": "f1", "text": chunk.text}
        row |= {"title": "A", "uri": "a#L1"}
        words = qdrant.Bm25(
            qdrant.Bm25Config(
                tokenizer=qdrant.TokenizerType.Whitespace,
                stemmer=qdrant.DisabledStemmer(),
                stopwords=qdrant.StopwordsSet(custom=set()),
                lowercase=False,
                avg_len=120.0,
            )
        ).embed_document(" ".join(terms(f"A apple of {guild}")))
        shard.update(qdrant.UpdateOperation.upsert_points([qdrant.Point(str(chunk.id), {"text": words}, row)]))
    shard.close()
    return tmp_path


async def test_an_index_of_the_first_version_still_serves(old_folder: Path) -> None:
    for _ in range(2):
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=old_folder)) as store:
            found = [hit.chunk.text for hit in await store.search(Query("apple", ANN))]
            assert sorted(found) == ["apple of None", "apple of g1"]
            assert [one.audience.guild for one in await store.documents()] == [None, "g1", "g2"]
            assert [one.chunks for one in await store.documents(ALONE)] == [1]
            (old,) = pieces("a", "apple of g2", guild="g2")
            assert await store.chunk(old.id, ANN) is None
            assert await store.chunk(old.id, Scope("c", "u", "g2")) is not None
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=old_folder)) as store:
        await store.replace("a", pieces("a", "pear", guild="g1"), guild="g1", vectors=[unit(1, 0)])
        assert [hit.chunk.text for hit in await store.nearest(unit(1, 0), Query("", ANN))] == ["pear"]
        assert await store.count() == 3
