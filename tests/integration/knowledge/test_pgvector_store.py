import asyncio
from collections.abc import AsyncIterator
from random import Random

import asyncpg
import pytest

from acore.adapters.vector_store.pgvector import PgvectorSettings, PgvectorStore
from acore.domain.knowledge import Audience, Query
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.testing import VectorStoreContract, engine_context
from acore.testing.contracts.vector_store import ALONE, pieces, unit


class TestPgvectorStore(VectorStoreContract):
    @pytest.fixture(autouse=True)
    def _place(self, database: str) -> None:
        self.url = database

    def store(self) -> PgvectorStore:
        return PgvectorStore(PgvectorSettings(url=self.url), engine_context())


@pytest.fixture
async def store(database: str) -> AsyncIterator[PgvectorStore]:
    async with PgvectorStore(PgvectorSettings(url=database), engine_context()) as opened:
        yield opened


async def test_what_was_written_is_there_for_the_next_process(database: str) -> None:
    for _ in range(2):
        async with PgvectorStore(PgvectorSettings(url=database), engine_context()) as store:
            await store.replace("a", pieces("a", "apple"), vectors=[unit(1, 0)])
    async with PgvectorStore(PgvectorSettings(url=database), engine_context()) as store:
        assert await store.fingerprint("a") == "f1"
        assert [hit.chunk.text for hit in await store.nearest(unit(1, 0), Query("", ALONE))] == ["apple"]


async def test_acore_starts_without_the_database_and_says_what_to_do(database: str) -> None:
    nowhere = PgvectorSettings(url=database.replace("/data", "/nowhere"))
    async with PgvectorStore(nowhere, engine_context()) as store:
        with pytest.raises(EngineUnavailable, match=r"there is no database at .* acore use vector_store/edge"):
            await store.search(Query("apple", ALONE))
        with pytest.raises(EngineUnavailable):
            await store.ping()


async def test_a_database_that_is_not_there_is_named(database: str) -> None:
    missing = PgvectorSettings(url=database.replace("/postgres?", "/missing?"))
    async with PgvectorStore(missing, engine_context()) as store:
        with pytest.raises(EngineRefused, match="createdb"):
            await store.count()


async def test_what_cancelling_interrupts_is_as_it_was(store: PgvectorStore) -> None:
    await store.replace("a", pieces("a", "apple one", "apple two"))
    writing = asyncio.create_task(
        store.replace("a", pieces("a", *(f"pear {n}" for n in range(2000)), fingerprint="f2"))
    )
    other = await asyncpg.connect(store._settings.url)
    while not await other.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"):
        assert not writing.done()
    await other.close()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await store.fingerprint("a") == "f1"
    assert len(await store.search(Query("apple", ALONE))) == 2
    assert await store.count() == 2


async def test_a_document_that_another_holds_is_not_waited_for_without_end(database: str) -> None:
    async with PgvectorStore(PgvectorSettings(url=database, timeout_s=1), engine_context()) as store:
        await store.replace("a", pieces("a", "apple"))
        other = await asyncpg.connect(database)
        await other.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", "\na")
        with pytest.raises(EngineTimeout, match="within 1 s"):
            async with asyncio.timeout(30):
                await store.replace("a", pieces("a", "pear", fingerprint="f2"))
        await other.close()
        assert await store.fingerprint("a") == "f1"
        await store.replace("a", pieces("a", "pear", fingerprint="f2"))
        assert await store.fingerprint("a") == "f2"


async def test_one_document_is_written_by_two_at_once(database: str) -> None:
    async with (
        PgvectorStore(PgvectorSettings(url=database), engine_context()) as one,
        PgvectorStore(PgvectorSettings(url=database), engine_context()) as two,
    ):
        await asyncio.gather(
            *(each.replace("a", pieces("a", *(f"apple {n}" for n in range(60)))) for each in (one, two, one, two))
        )
        assert await one.count() == 60


async def test_vectors_of_another_length_from_another_process_are_noticed(database: str) -> None:
    async with (
        PgvectorStore(PgvectorSettings(url=database), engine_context()) as one,
        PgvectorStore(PgvectorSettings(url=database), engine_context()) as two,
    ):
        await one.replace("a", pieces("a", "apple"), vectors=[unit(1, 0)])
        await two.replace("b", pieces("b", "pear"), vectors=[unit(1, 0, 0)])
        with pytest.raises(EngineUnavailable, match="ask again"):
            await one.replace("c", pieces("c", "plum"), vectors=[unit(1, 0)])
        assert [hit.chunk.text for hit in await one.nearest(unit(1, 0, 0), Query("", ALONE))] == ["pear"]


async def test_tables_that_were_dropped_are_made_again(store: PgvectorStore) -> None:
    await store.replace("a", pieces("a", "apple"))
    other = await asyncpg.connect(store._settings.url)
    await other.execute("DROP SCHEMA acore CASCADE")
    await other.close()
    with pytest.raises(EngineUnavailable, match="ask again"):
        await store.count()
    assert await store.count() == 0


async def test_a_connection_that_the_server_ends_is_made_anew(store: PgvectorStore) -> None:
    await store.replace("a", pieces("a", "apple"))
    other = await asyncpg.connect(store._settings.url)
    await other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'acore'")
    await other.close()
    failures = 0
    while failures < 5:
        try:
            assert await store.count() == 1
            break
        except EngineUnavailable:
            failures += 1
    assert failures < 5


async def test_a_database_that_does_not_answer_is_given_up_after_the_deadline(database: str) -> None:
    async with PgvectorStore(PgvectorSettings(url=database, timeout_s=0.5), engine_context()) as store:
        await store.count()
        other = await asyncpg.connect(database)
        async with other.transaction():
            await other.execute("LOCK TABLE acore.chunks IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(EngineTimeout, match=r"within 0\.5 s"):
                await store.count()
        await other.close()
        assert await store.count() == 0


async def test_filters_leave_a_search_in_the_graph_short_of_nothing(store: PgvectorStore) -> None:
    """The graph alone gives 100 candidates, of which a filter may leave none."""
    chance = Random(5)
    many = [unit(1, *(chance.gauss(0, 0.1) for _ in range(7))) for _ in range(2000)]
    await store.replace("a", pieces("a", *(f"apple {n}" for n in range(2000)), guild="g2"), guild="g2", vectors=many)
    mine = pieces("b", *(f"pear {n}" for n in range(8)), audience=Audience(owner="cy"))
    await store.replace("b", mine, vectors=[unit(-1, *(chance.gauss() for _ in range(7))) for _ in mine])
    tables = store._tables
    asked = Query("", Scope("1", "cy"), 8)
    assert len(await store.nearest(unit(1, *[0] * 7), asked)) == 8
    async with tables._asking() as connection:
        assert await connection.fetchval("SHOW hnsw.iterative_scan") == "strict_order"
        async with connection.transaction():
            await connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            plan = await connection.fetch(
                "EXPLAIN SELECT row FROM acore.chunks WHERE embedding IS NOT NULL ORDER BY embedding <=> $1 LIMIT 5",
                list(unit(1, *[0] * 7)),
            )
    assert any("chunks_embedding_idx" in line[0] for line in plan)


async def test_a_server_with_few_documents_finds_them_behind_those_of_others(database: str) -> None:
    """By the graph, at whose end they stand: the database would stop on the way."""
    planner = {"enable_seqscan": "off", "enable_bitmapscan": "off", "enable_sort": "off", "hnsw.max_scan_tuples": "50"}
    owner = await asyncpg.connect(database)
    random = Random(6)
    others = [unit(1, random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2)) for _ in range(1500)]
    try:
        async with PgvectorStore(PgvectorSettings(url=database), engine_context()) as store:
            big, small = (Audience(guild=name) for name in ("big", "small"))
            words = (f"pear {n}" for n in range(len(others)))
            await store.replace("a", pieces("a", *words, audience=big), guild="big", vectors=others)
            await store.replace("b", pieces("b", "apple", audience=small), guild="small", vectors=[unit(-1, 0, 0)])
        for key, value in planner.items():
            await owner.execute(f"ALTER ROLE acore SET {key} = {value}")
        async with PgvectorStore(PgvectorSettings(url=database), engine_context()) as store:
            found = await store.nearest(unit(1, 0, 0), Query("", Scope("c", "u", guild="small")))
        assert [hit.chunk.text for hit in found] == ["apple"]
    finally:
        for key in planner:
            await owner.execute(f"ALTER ROLE acore RESET {key}")
        await owner.close()
