"""One list of calls on every store: what one of them finds, all of them find."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from random import Random

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.adapters.vector_store.pgvector import PgvectorSettings, PgvectorStore
from acore.adapters.vector_store.qdrant import QdrantSettings, QdrantVectorStore
from acore.domain.chunking import chunks
from acore.domain.knowledge import Document, Hit, Query, Vector
from acore.domain.scope import Scope
from acore.interfaces import VectorStore
from acore.testing import MemoryVectorStore, engine_context
from acore.testing.contracts.vector_store import AUDIENCES, SCOPES, pieces, unit

CLEARLY = 1.05
"""By how much one score is above another where the order is no chance."""
NEARLY = 1e-4
ALL = 900


@dataclass(frozen=True)
class Stores:
    memory: VectorStore
    others: dict[str, VectorStore]

    @property
    def each(self) -> Sequence[VectorStore]:
        return (self.memory, *self.others.values())


@asynccontextmanager
async def stores(folder: Path, database: str) -> AsyncIterator[Stores]:
    connection = await asyncpg.connect(database)
    await connection.execute("DROP SCHEMA IF EXISTS acore CASCADE")
    await connection.close()
    context = engine_context(data_dir=folder)
    others: dict[str, VectorStore] = {
        "edge": EdgeVectorStore(EdgeSettings(), context),
        "qdrant": QdrantVectorStore(QdrantSettings(url=":memory:"), context),
        "pgvector": PgvectorStore(PgvectorSettings(url=database), context),
    }
    async with AsyncExitStack() as stack:
        for store in others.values():
            await stack.enter_async_context(store)
        yield Stores(MemoryVectorStore(), others)


def places(hits: Sequence[Hit]) -> list[str]:
    return [str(hit.chunk.id) for hit in hits]


def agree(expected: Sequence[Hit], found: Sequence[Hit], limit: int, who: str) -> None:
    """Both found the same; where one score is clearly above another, in that order; of fewer, the best."""
    scores = {str(hit.chunk.id): hit.score for hit in expected}
    by_id = {str(hit.chunk.id): hit.chunk for hit in expected}
    order = places(found)
    assert len(order) == len(set(order)) == min(limit, len(expected)), who
    assert set(order) <= scores.keys(), who
    assert all(hit.chunk == by_id[str(hit.chunk.id)] for hit in found), who
    for above, below in combinations(order, 2):
        assert not clearly(scores[below], scores[above]), who
    for left_out in scores.keys() - set(order):
        assert not any(clearly(scores[left_out], scores[taken]) for taken in order), who


def clearly(one: float, other: float) -> bool:
    return one > other + NEARLY and one > other * (CLEARLY if other > 0 else 1 / CLEARLY)


async def compare(house: Stores, scope: Scope, asked: Sequence[str], vectors: Sequence[Vector]) -> None:
    listed = await house.memory.documents(scope)
    for who, store in house.others.items():
        assert await store.documents(scope) == listed, who
        for limit in (ALL, 3):
            for text in asked:
                expected = await house.memory.search(Query(text, scope, ALL))
                agree(expected, await store.search(Query(text, scope, limit)), limit, f"{who}: {text}")
            for vector in vectors:
                near = await house.memory.nearest(vector, Query("", scope, ALL))
                agree(near, await store.nearest(vector, Query("", scope, limit)), limit, who)


WORDS = "apple pear Haus Häuser garden 東京タワー 高い 7 the opening running Кошки".split()
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TRIPLE = st.tuples(*[st.integers(-4, 4)] * 3).filter(any).map(lambda numbers: unit(*numbers))
PAIR = st.tuples(*[st.integers(-4, 4)] * 2).filter(any).map(lambda numbers: unit(*numbers))


@st.composite
def writes(draw: st.DrawFn) -> tuple[int, str, list[str], list[Vector] | None]:
    """To whom, which document, what it says, and where that is."""
    texts = draw(st.lists(TEXT, max_size=6))
    kind = draw(st.sampled_from((None, TRIPLE, TRIPLE, PAIR)))
    vectors = None if kind is None else draw(st.lists(kind, min_size=len(texts), max_size=len(texts)))
    return draw(st.integers(0, len(AUDIENCES) - 1)), draw(st.sampled_from("abc")), texts, vectors


Asked = tuple[list[str], Vector, Vector]
ASKED = st.tuples(st.lists(TEXT, min_size=1, max_size=3), TRIPLE, PAIR)


@settings(max_examples=25, deadline=None)
@given(st.lists(writes(), min_size=1, max_size=10), ASKED)
async def test_whatever_was_written_all_stores_give_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: str,
    calls: list[tuple[int, str, list[str], list[Vector] | None]],
    asked: Asked,
) -> None:
    async with stores(tmp_path_factory.mktemp("data"), postgres) as house:
        for n, (who, document, texts, vectors) in enumerate(calls):
            audience = AUDIENCES[who]
            written = pieces(document, *texts, audience=audience, fingerprint=f"f{n}")
            for store in house.each:
                await store.replace(document, written, guild=audience.guild, vectors=vectors)
        for scope in SCOPES:
            await compare(house, scope, asked[0], asked[1:])
        counts = {await store.count() for store in house.each}
        assert len(counts) == 1
        for document in "abc":
            for guild in (None, "g1", "g2"):
                assert len({await store.fingerprint(document, guild=guild) for store in house.each}) == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(writes(), min_size=1, max_size=12))
async def test_no_scope_sees_a_passage_that_is_not_for_it(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: str,
    calls: list[tuple[int, str, list[str], list[Vector] | None]],
) -> None:
    """By none of the ways there are: searching, looking near, reading, listing."""
    async with stores(tmp_path_factory.mktemp("data"), postgres) as house:
        kept = {}
        for who, document, texts, vectors in calls:
            audience = AUDIENCES[who]
            written = pieces(document, *texts, audience=audience)
            kept[audience.guild, document] = written
            for store in house.others.values():
                await store.replace(document, written, guild=audience.guild, vectors=vectors)
        for scope in SCOPES:
            for name, store in house.others.items():
                hits = [
                    *await store.search(Query(" ".join(WORDS), scope, ALL)),
                    *await store.nearest(unit(1, 1, 1), Query("", scope, ALL)),
                    *await store.nearest(unit(1, 1), Query("", scope, ALL)),
                ]
                assert all(hit.chunk.audience.admits(scope) for hit in hits), name
                assert all(listed.audience.admits(scope) for listed in await store.documents(scope)), name
                for written in kept.values():
                    for chunk in written:
                        read = await store.chunk(chunk.id, scope)
                        assert read == (chunk if chunk.audience.admits(scope) else None), name


QUESTIONS = (
    "How do I set my token?",
    "Wo stehen die Einstellungen?",
    "which documents can be added",
    "What does it cost?",
    "ollama model",
    "Can two bots share a data folder?",
)


async def test_the_help_pages_are_found_alike(tmp_path: Path, postgres: str) -> None:
    chance = Random(3)
    async with stores(tmp_path, postgres) as house:
        for page in files("acore.help").iterdir():
            if page.name.endswith(".md"):
                written = chunks(Document(f"acore:help/{page.name}", page.name, page.read_text("utf-8")))
                vectors = [unit(*(chance.gauss() for _ in range(48))) for _ in written]
                for store in house.each:
                    await store.replace(written[0].document, written, vectors=vectors)
        assert await house.memory.count() > 20
        near = [unit(*(chance.gauss() for _ in range(48))) for _ in range(5)]
        await compare(house, Scope("c", "u"), QUESTIONS, near)
