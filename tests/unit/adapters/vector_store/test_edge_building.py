import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.vector_store import edge_building
from acore.adapters.vector_store.edge_building import Building
from acore.errors import EngineUnavailable
from acore.testing import ManualClock


class Worker:
    """Takes the copy when it is told to, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.adopting = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.failure = failure

    async def __call__(self, work: str, **_: object) -> Any:
        self.asked.append(work)
        if work == "adopt":
            self.adopting.set()
            await self.goes_on.wait()
            if self.failure:
                raise self.failure
        return True


@pytest.fixture(autouse=True)
def _builder(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def building(_folder: Path, draft: Path) -> AsyncIterator[asyncio.StreamReader]:
        draft.mkdir()  # noqa: ASYNC240  a double
        said = asyncio.StreamReader()
        said.feed_data(b'{"done": "copied"}\n{"done": "built"}\n')
        yield said

    monkeypatch.setattr(edge_building, "_builder", building)


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob("index.built-*"))


async def test_what_is_left_of_a_copy_that_was_taken_is_removed(tmp_path: Path) -> None:
    worker = Worker()
    worker.goes_on.set()
    assert await Building(tmp_path / "index", worker, ManualClock(), 5).build()
    assert worker.asked == ["flush", "adopt"]
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("failure", [None, EngineUnavailable("it hangs", engine="edge")])
async def test_a_copy_that_may_be_the_index_by_now_is_left_alone(tmp_path: Path, failure: Exception | None) -> None:
    worker = Worker(failure)
    building = Building(tmp_path / "index", worker, ManualClock(), 5)
    work = asyncio.create_task(building.build())
    await worker.adopting.wait()
    if failure:
        worker.goes_on.set()
    else:
        work.cancel()
    with suppress(asyncio.CancelledError, EngineUnavailable):
        await work
    assert len(drafts(tmp_path)) == 1
    worker.goes_on.set()
    worker.failure = None
    assert await building.build()
    assert len(drafts(tmp_path)) == 1


async def test_a_copy_that_nobody_was_told_of_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker()
    building = Building(tmp_path / "index", worker, ManualClock(), 5)
    monkeypatch.setattr(edge_building, "_MOST_CHANGED", -1)
    assert not await building.build()
    assert worker.asked == ["flush"]
    assert drafts(tmp_path) == []
