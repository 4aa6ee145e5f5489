import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from acore.adapters.embedder.caching import CachingEmbedder
from acore.adapters.embedder.kept import KeptVectors
from acore.adapters.embedder.vectors import unit
from acore.adapters.sql.database import Database
from acore.errors import EngineUnavailable
from acore.interfaces import Embedder
from acore.testing import EmbedderContract, MemoryMetrics, WordwiseEmbedder

TEXTS = ("apples", "pears", "plums", "cherries", "quinces")


def digest(number: int) -> bytes:
    return number.to_bytes(16, "little")


class Owning(CachingEmbedder):
    """Opens and closes its database, as the house does."""

    def __init__(self, path: Path, inner: Embedder | None = None, most: int = 100) -> None:
        self.database = Database(path)
        super().__init__(inner or WordwiseEmbedder(), KeptVectors(self.database, most), MemoryMetrics(), 500)

    async def open(self) -> None:
        await self.database.open()

    async def aclose(self) -> None:
        await self.database.aclose()


class TestCachingInTheDatabase(EmbedderContract):
    @pytest.fixture(autouse=True)
    def _path(self, tmp_path: Path) -> None:
        self.path = tmp_path / "acore.db"

    def embedder(self) -> Embedder:
        return Owning(self.path)


async def test_passages_outlive_the_process(tmp_path: Path) -> None:
    async with Owning(tmp_path / "acore.db") as embedder:
        before = await embedder.embed(TEXTS, "passage")
    inner = WordwiseEmbedder()
    async with Owning(tmp_path / "acore.db", inner) as embedder:
        assert await embedder.embed(TEXTS, "passage") == before
    assert inner.read == []


async def test_what_is_read_again_takes_the_place_of_what_was_kept(tmp_path: Path) -> None:
    async with Database(tmp_path / "acore.db") as database:
        kept = KeptVectors(database, 10)
        for vector in (unit((1, 2)), unit((1, 2, 3))):
            await kept.keep({digest(1): vector})
            assert await kept.find([digest(1)]) == {digest(1): vector}


async def test_those_that_were_used_longest_ago_leave_first(tmp_path: Path) -> None:
    async with Database(tmp_path / "acore.db") as database:
        kept = KeptVectors(database, most=3)
        vectors = {digest(n): unit((1.0, n)) for n in range(5)}
        for n in range(3):
            await kept.keep({digest(n): vectors[digest(n)]})
        await kept.keep({digest(3): vectors[digest(3)]}, used=[digest(0)])
        assert set(await kept.find(list(vectors))) == {digest(0), digest(2), digest(3)}
        await kept.keep({}, used=[digest(2)])
        await kept.keep({digest(4): vectors[digest(4)]})
        found = await kept.find(list(vectors))
        assert set(found) == {digest(2), digest(3), digest(4)}
        assert found[digest(4)] == vectors[digest(4)]


async def test_more_than_is_kept_at_once_leaves_the_latest(tmp_path: Path) -> None:
    async with Database(tmp_path / "acore.db") as database:
        kept = KeptVectors(database, most=10)
        await kept.keep({digest(n): unit((1.0, n)) for n in range(700)})
        assert set(await kept.find([digest(n) for n in range(700)])) == {digest(n) for n in range(690, 700)}


async def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path) -> None:
    async with Database(tmp_path / "acore.db") as database:
        await KeptVectors(database, most=0).keep({digest(1): unit((1.0,))})
        assert await KeptVectors(database, most=5).find([digest(1)]) == {}


async def test_two_who_read_the_same_at_once_keep_it_once(tmp_path: Path) -> None:
    async with Owning(tmp_path / "acore.db") as embedder:
        found = await asyncio.gather(*(embedder.embed(TEXTS, "passage") for _ in range(4)))
        assert all(one == found[0] for one in found)
    with closing(sqlite3.connect(tmp_path / "acore.db")) as raw:
        assert raw.execute("SELECT count(*), count(DISTINCT used) FROM embeddings").fetchone() == (5, 5)


async def test_a_damaged_vector_is_read_anew(tmp_path: Path) -> None:
    async with Owning(tmp_path / "acore.db") as embedder:
        whole = await embedder.embed(TEXTS, "passage")
    with closing(sqlite3.connect(tmp_path / "acore.db")) as raw, raw:
        raw.execute("UPDATE embeddings SET vector = x'010203'")
    async with Owning(tmp_path / "acore.db") as embedder:
        assert await embedder.embed(TEXTS, "passage") == whole


async def test_a_closed_database_is_told_of(tmp_path: Path) -> None:
    kept = KeptVectors(Database(tmp_path / "acore.db"), 10)
    with pytest.raises(EngineUnavailable, match="is not open"):
        await kept.find([digest(1)])


async def test_cancelling_while_it_is_written_leaves_whole_vectors(tmp_path: Path) -> None:
    async with Owning(tmp_path / "acore.db") as embedder:
        for waits in range(12):
            task = asyncio.create_task(embedder.embed([f"{waits} {text}" for text in TEXTS], "passage"))
            for _ in range(waits * 3):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert len(await embedder.embed(TEXTS, "passage")) == 5
    with closing(sqlite3.connect(tmp_path / "acore.db")) as raw:
        lengths = {length for (length,) in raw.execute("SELECT length(vector) FROM embeddings")}
    assert lengths == {4 * 257}


_WRITING = """
import asyncio, sys
from pathlib import Path
from tests.integration.embedder.test_kept_vectors import Owning
async def main():
    async with Owning(Path(sys.argv[1]), most=100_000) as embedder:
        n = 0
        while True:
            await embedder.embed([f"text {n + i}" for i in range(16)], "passage")
            n += 16
            print(n, flush=True)
asyncio.run(main())
"""


async def test_what_was_read_before_a_kill_is_known_after_it(tmp_path: Path) -> None:
    path = tmp_path / "acore.db"
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _WRITING, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        told = 0
        while told < 160:
            told = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    inner = WordwiseEmbedder()
    async with Owning(path, inner) as embedder:
        await embedder.embed([f"text {n}" for n in range(told)], "passage")
    assert inner.read == []
