import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.vector_store import edge_process
from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.domain.knowledge import Query
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.testing import VectorStoreContract, engine_context
from acore.testing.contracts.vector_store import ALONE, pieces


class TestEdgeVectorStore(VectorStoreContract):
    @pytest.fixture(autouse=True)
    def _place(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "data"

    def store(self) -> EdgeVectorStore:
        return EdgeVectorStore(EdgeSettings(), engine_context(data_dir=self.folder))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EdgeVectorStore]:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as opened:
        yield opened


def worker_of(store: EdgeVectorStore) -> psutil.Process:
    assert store._worker
    return psutil.Process(store._worker._process.pid)


async def test_the_worker_starts_with_the_first_call_and_is_light(store: EdgeVectorStore) -> None:
    assert store._worker is None
    await store.count()
    modules = subprocess.run(
        [sys.executable, "-c", "import sys, acore.adapters.vector_store.edge_worker; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert not {"pydantic", "sqlalchemy", "discord", "numpy"} & set(modules)
    assert worker_of(store).is_running()


async def test_closing_ends_the_worker(tmp_path: Path) -> None:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        await store.count()
        worker = worker_of(store)
    assert not worker.is_running()


async def test_what_was_written_is_there_after_a_new_start(tmp_path: Path) -> None:
    for _ in range(2):
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
            await store.replace("a", pieces("a", "apple"))
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        assert await store.count() == 1
        assert await store.fingerprint("a") == "f1"


async def test_a_killed_worker_fails_its_calls_and_the_next_call_starts_another(store: EdgeVectorStore) -> None:
    await store.replace("a", pieces("a", "apple"))
    worker_of(store).suspend()
    waiting = asyncio.create_task(store.search(Query("apple", ALONE)))
    await asyncio.sleep(0)
    worker_of(store).send_signal(signal.SIGKILL)
    with pytest.raises(EngineUnavailable, match="ask again"):
        await waiting
    assert [hit.chunk.text for hit in await store.search(Query("apple", ALONE))] == ["apple"]


async def test_a_kill_in_the_middle_of_a_replacement_is_mended_by_doing_it_again(store: EdgeVectorStore) -> None:
    await store.replace("a", pieces("a", *(f"old apple {n}" for n in range(200))))
    new = pieces("a", *(f"new apple {n}" for n in range(3000)), fingerprint="f2")
    for _ in range(3):
        writing = asyncio.create_task(store.replace("a", new))
        while not (psutil.Process(worker_of(store).pid).io_counters().read_chars > 200_000 or writing.done()):
            await asyncio.sleep(0)
        worker_of(store).kill()
        await asyncio.gather(writing, return_exceptions=True)
        if not writing.exception():
            break
        assert await store.fingerprint("a") != "f2"
    await store.replace("a", new)
    assert await store.fingerprint("a") == "f2"
    assert await store.count() == 3000


async def test_a_cancelled_replacement_is_not_taken_for_a_whole_one(store: EdgeVectorStore) -> None:
    await store.replace("a", pieces("a", "old apple one", "old apple two"))
    new = pieces("a", *(f"new apple {n}" for n in range(3000)), fingerprint="f2")
    writing = asyncio.create_task(store.replace("a", new))
    while await store.count() < 100:
        assert not writing.done()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await store.fingerprint("a") is None
    await store.replace("a", new)
    assert await store.fingerprint("a") == "f2"
    assert await store.count() == 3000


async def test_a_search_does_not_wait_for_a_large_document(store: EdgeVectorStore) -> None:
    await store.replace("a", pieces("a", "apple"))
    writing = asyncio.create_task(store.replace("b", pieces("b", *(f"pear {n}" for n in range(5000)))))
    while await store.count() < 100:
        pass
    assert len(await store.search(Query("apple", ALONE))) == 1
    assert not writing.done()
    await writing


async def test_a_silent_worker_is_given_up_after_the_deadline_and_replaced(tmp_path: Path) -> None:
    store = EdgeVectorStore(EdgeSettings(timeout_s=2), engine_context(data_dir=tmp_path))
    async with store:
        await store.count()
        worker_of(store).suspend()
        with pytest.raises(EngineTimeout, match="within 2 s"):
            await store.count()
        assert await store.count() == 0


async def test_a_worker_that_says_what_is_no_answer_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        with monkeypatch.context() as patched:
            patched.setattr(edge_process, "WORKER", "this")
            with pytest.raises(EngineUnavailable, match="ask again"):
                await store.count()
        assert await store.count() == 0


async def test_modules_in_the_working_directory_are_not_the_workers(
    store: EdgeVectorStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "orjson.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert await store.count() == 0


async def test_half_a_surrogate_pair_can_be_asked(store: EdgeVectorStore) -> None:
    await store.replace("a", pieces("a", "apple"))
    assert len(await store.search(Query("apple \udcff", ALONE))) == 1


@pytest.mark.parametrize("limit", [-1, 0, 10**30])
async def test_any_limit_can_be_asked(store: EdgeVectorStore, limit: int) -> None:
    await store.replace("a", pieces("a", "apple"))
    assert len(await store.search(Query("apple", ALONE, limit))) == (limit > 0)


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        await store.count()
    with pytest.raises(EngineUnavailable, match="closed"):
        await store.count()


GUILDS = st.sampled_from([None, "g1", "g2", "g3"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(GUILDS, st.sampled_from("abc"), st.integers(0, 3)), max_size=12))
async def test_no_scope_sees_what_another_guild_keeps(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[str | None, str, int]]
) -> None:
    kept: dict[tuple[str | None, str], int] = {}
    place = tmp_path_factory.mktemp("data")
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=place)) as store:
        for guild, document, count in writes:
            texts = [f"apple {n} of {guild}" for n in range(count)]
            await store.replace(document, pieces(document, *texts, guild=guild), guild=guild)
            kept[guild, document] = count
        for guild in (None, "g1", "g2", "g3", "", "None"):
            found = await store.search(Query("apple", Scope("c", "u", guild), 100))
            assert {hit.chunk.audience.guild for hit in found} <= {None, guild}
            assert len(found) == sum(count for (owner, _), count in kept.items() if owner in {None, guild})


async def test_a_folder_that_another_acore_uses_is_named(store: EdgeVectorStore, tmp_path: Path) -> None:
    await store.count()
    async with EdgeVectorStore(EdgeSettings(timeout_s=1), engine_context(data_dir=tmp_path)) as second:
        with pytest.raises(EngineUnavailable, match="another program uses the index"):
            await second.count()


async def test_the_worker_that_a_killed_acore_left_is_waited_for(store: EdgeVectorStore, tmp_path: Path) -> None:
    await store.replace("a", pieces("a", "apple"))
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as second:
        counting = asyncio.create_task(second.count())
        while second._worker is None or not second._worker.answered:
            await asyncio.sleep(0)
        assert not counting.done()
        await store.aclose()
        assert await counting == 1


async def test_a_damaged_index_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "edge_config.json").write_text("{not json")
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        with pytest.raises(EngineRefused, match="delete that folder, and index your documents again"):
            await store.count()


async def test_a_damage_that_makes_the_engine_panic_is_refused_too(tmp_path: Path) -> None:
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        await store.replace("a", pieces("a", "apple"))
    for file in (tmp_path / "index").glob("segments/*/payload_index/*/*/status.dat"):
        os.truncate(file, 0)
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        for _ in range(2):
            with pytest.raises(EngineRefused, match="delete that folder"):
                await store.replace("a", pieces("a", "pear"))
                await store.count()


async def test_a_start_that_was_killed_leaves_no_half_index(tmp_path: Path) -> None:
    (tmp_path / "index.new" / "wal").mkdir(parents=True)
    (tmp_path / "index.new" / "wal" / "open-1").write_bytes(b"half")
    async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=tmp_path)) as store:
        assert await store.count() == 0
    assert not (tmp_path / "index.new").exists()


def test_the_worker_dies_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path\n"
        "from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore\n"
        "from acore.testing import engine_context\n"
        "async def main():\n"
        "    store = EdgeVectorStore(EdgeSettings(), engine_context(data_dir=Path(sys.argv[1])))\n"
        "    await store.count()\n"
        "    print(store._worker._process.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = psutil.Process(int(parent.stdout.readline()))
        os.kill(parent.pid, signal.SIGKILL)
        gone, alive = psutil.wait_procs([worker], timeout=10)
    assert worker in gone
    assert not alive


async def test_a_disk_without_room_for_the_index_is_told_as_that(store: EdgeVectorStore) -> None:
    """The engine maps its files, and the system stops who writes where there is no room."""
    await store.count()
    worker = worker_of(store)
    worker.suspend()
    asking = asyncio.create_task(store.count())
    await asyncio.sleep(0)
    worker.send_signal(signal.SIGBUS)
    with suppress(psutil.NoSuchProcess):  # the signal may have ended it before
        worker.resume()
    with pytest.raises(EngineUnavailable, match="can not be written; make room on the disk"):
        await asking
    assert await store.count() == 0
