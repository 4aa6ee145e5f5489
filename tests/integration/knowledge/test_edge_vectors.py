import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil
import pytest

from acore.adapters.clock.manual import ManualClock
from acore.adapters.vector_store import edge_building, edge_folder
from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.domain.knowledge import Audience, Query, Vector
from acore.errors import EngineUnavailable
from acore.testing import MemoryVectorStore, engine_context
from acore.testing.contracts.vector_store import ALONE, ANN, pieces, unit

SIZE = 512
MANY = 1600
"""Vectors of that size for which the graph is built."""
CHANCE = Random(7)
VECTORS = [unit(*(CHANCE.gauss() for _ in range(SIZE))) for _ in range(MANY + 300)]
TEXTS = [f"apple {n}" for n in range(MANY)]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EdgeVectorStore]:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as opened:
        yield opened


async def filled(store: EdgeVectorStore) -> EdgeVectorStore:
    await store.replace("a", pieces("a", *TEXTS), vectors=VECTORS[:MANY])
    return store


async def nearest(store: EdgeVectorStore, vector: Vector, limit: int = 1) -> list[str]:
    return [hit.chunk.text for hit in await store.nearest(vector, Query("", ALONE, limit))]


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def builders() -> list[psutil.Process]:
    """The processes that build a graph for us."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "acore.adapters.vector_store.edge_build" in child.cmdline():
                found.append(child)
    return found


async def built_by_hand(store: EdgeVectorStore) -> asyncio.Task[bool]:
    """A build that is under way, its copy made."""
    building = asyncio.create_task(store.build())
    while not builders():
        await asyncio.sleep(0)
    async with store._building.writing:
        return building


async def test_the_graph_is_built_when_it_is_quiet(tmp_path: Path) -> None:
    clock = ManualClock()
    async with EdgeVectorStore(EdgeSettings(quiet_s=5), engine_context(data_dir=tmp_path, clock=clock)) as store:
        await filled(store)
        await clock.advance(3)
        await store.replace("b", pieces("b", "pear"))
        assert await store._ask("wants_graph")
        await clock.advance(3)
        assert not builders()
        await clock.advance(5)
        assert store._building._settling
        await store._building._settling
        assert not await store._ask("wants_graph")
        assert [await nearest(store, VECTORS[n]) for n in range(0, MANY, 400)] == [
            [TEXTS[n]] for n in range(0, MANY, 400)
        ]
        assert await store.count() == MANY + 1
        assert names(tmp_path) == ["index"]


async def test_few_vectors_get_no_graph(tmp_path: Path) -> None:
    clock = ManualClock()
    async with EdgeVectorStore(EdgeSettings(quiet_s=5), engine_context(data_dir=tmp_path, clock=clock)) as store:
        await store.replace("a", pieces("a", *TEXTS[:50]), vectors=VECTORS[:50])
        assert not await store._ask("wants_graph")
        await clock.advance(6)
        assert store._building._settling
        await store._building._settling
        assert await nearest(store, VECTORS[3]) == ["apple 3"]


async def test_what_an_earlier_process_left_gets_its_graph_after_the_first_question(tmp_path: Path) -> None:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        await filled(store)
    clock = ManualClock()
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path, clock=clock)) as store:
        assert await nearest(store, VECTORS[3]) == ["apple 3"]
        await clock.advance(6)
        assert store._building._settling
        await store._building._settling
        assert not await store._ask("wants_graph")


async def test_searches_and_writes_go_on_while_the_graph_is_built(store: EdgeVectorStore) -> None:
    await filled(store)
    await store.replace("gone", pieces("gone", "plum"), vectors=VECTORS[:1])
    building = await built_by_hand(store)
    await store.replace("b", pieces("b", "pear", "quince"), vectors=VECTORS[MANY : MANY + 2])
    await store.replace("a", pieces("a", *TEXTS[:1500], fingerprint="f2"), vectors=VECTORS[100:1600])
    await store.replace("gone", ())
    assert await nearest(store, VECTORS[MANY]) == ["pear"]
    assert not building.done()
    assert await building
    assert await store.count() == 1502
    assert await nearest(store, VECTORS[MANY + 1]) == ["quince"]
    assert await nearest(store, VECTORS[1000]) == ["apple 900"]
    assert await store.fingerprint("a") == "f2"
    assert await store.fingerprint("gone") is None
    assert [hit.chunk.text for hit in await store.search(Query("pear", ALONE))] == ["pear"]


async def test_a_graph_for_what_is_no_longer_there_is_not_taken(
    store: EdgeVectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(store)
    building = await built_by_hand(store)
    await store.replace("b", pieces("b", "pear"), vectors=[unit(1, 0)])
    assert not await building
    assert await nearest(store, unit(1, 0)) == ["pear"]
    monkeypatch.setattr(edge_building, "_MOST_CHANGED", 10)
    building = await built_by_hand(store)
    await store.replace("c", pieces("c", *TEXTS[:11]))
    assert not await building
    assert await store.count() == MANY + 12


async def test_a_builder_that_dies_leaves_the_index_as_it_was(store: EdgeVectorStore, tmp_path: Path) -> None:
    await filled(store)
    building = await built_by_hand(store)
    (builder,) = builders()
    builder.kill()
    with pytest.raises(EngineUnavailable, match="can not be built"):
        await building
    assert await nearest(store, VECTORS[7]) == ["apple 7"]
    assert names(tmp_path) == ["index"]


async def test_closing_ends_the_builder(tmp_path: Path) -> None:
    clock = ManualClock()
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path, clock=clock)) as store:
        await filled(store)
        await clock.advance(6)
        while not builders():
            await asyncio.sleep(0)
        (builder,) = builders()
    assert not builder.is_running()
    assert names(tmp_path) == ["index"]


async def test_a_failure_to_build_is_not_the_failure_of_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge_building, "_BUILDER", "this")
    clock = ManualClock()
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path, clock=clock)) as store:
        await filled(store)
        await clock.advance(6)
        assert store._building._settling
        await store._building._settling
        assert await nearest(store, VECTORS[7]) == ["apple 7"]


async def test_a_worker_that_is_killed_while_it_takes_the_graph_leaves_a_whole_index(tmp_path: Path) -> None:
    for rounds in (0, 100, 1000, 3000, 10_000, 30_000):
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
            if not await store.count():
                await filled(store)
            building = await built_by_hand(store)
            while builders():
                await asyncio.sleep(0)
            for _ in range(rounds):
                await asyncio.sleep(0)
            assert store._worker
            store._worker.kill()
            with suppress(EngineUnavailable):
                await building
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
            assert await store.count() == MANY
            assert await nearest(store, VECTORS[11]) == ["apple 11"]
            assert await store.fingerprint("a") == "f1"


async def test_a_kill_after_vectors_of_another_length_loses_no_chunk(tmp_path: Path) -> None:
    memory = MemoryVectorStore()
    for round_, size in enumerate((3, 2, 3, 5)):
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
            for n in range(3):
                chunks = pieces(f"d{round_}{n}", *(f"apple {round_} {n} {m}" for m in range(40)))
                vectors = [unit(*(CHANCE.gauss() for _ in range(size))) for _ in chunks]
                for each in (store, memory):
                    await each.replace(chunks[0].document, chunks, vectors=vectors)
            assert store._worker
            store._worker.kill()
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
            assert await store.count() == await memory.count()
            asked = unit(*(CHANCE.gauss() for _ in range(size)))
            assert await nearest(store, asked, 500) == [
                hit.chunk.text for hit in await memory.nearest(asked, Query("", ALONE, 500))
            ]


def test_a_kill_while_a_copy_takes_its_place_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    edge_folder.ensure(folder)
    (folder / "mark").touch()
    shutil.copytree(folder, tmp_path / "index.built-1")
    folder.rename(tmp_path / "index.old")
    edge_folder.ensure(folder)
    assert (folder / "mark").exists()
    (tmp_path / "index.old").mkdir()
    edge_folder.tidy(folder)
    assert names(tmp_path) == ["index"]


def test_a_copy_keeps_every_byte_and_takes_no_more_room(tmp_path: Path) -> None:
    block = 2**20
    source = tmp_path / "index" / "deep"
    source.mkdir(parents=True)
    with (source / "file").open("wb") as file:
        file.write(b"begin")
        file.seek(3 * block + 17)
        file.write(b"end")
        file.truncate(9 * block + 5)
    (source / "empty").touch()
    edge_folder.copy(tmp_path / "index", tmp_path / "draft")
    copied = tmp_path / "draft" / "deep" / "file"
    assert copied.read_bytes() == (source / "file").read_bytes()
    assert copied.stat().st_blocks <= 5 * block // 512
    assert (tmp_path / "draft" / "deep" / "empty").stat().st_size == 0


async def test_no_graph_leads_past_who_may_find_a_chunk(store: EdgeVectorStore) -> None:
    """Few chunks among many of others, and far from what is asked: all of them are found, and none besides."""
    theirs = pieces("a", *TEXTS, guild="g2")
    await store.replace("a", theirs, guild="g2", vectors=VECTORS[:MANY])
    mine = pieces("b", *(f"pear {n}" for n in range(8)), audience=Audience(guild="g1", owner="ann"))
    far = [[-number for number in vector] for vector in VECTORS[:8]]
    await store.replace("b", mine, guild="g1", vectors=far)
    assert await store.build()
    found = await store.nearest(VECTORS[0], Query("", ANN, 50))
    assert sorted(hit.chunk.text for hit in found) == [f"pear {n}" for n in range(8)]
    assert await store.nearest(VECTORS[0], Query("", ALONE, 50)) == ()
    assert await store.chunk(theirs[0].id, ANN) is None
