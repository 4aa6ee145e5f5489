import asyncio
from typing import Any, cast

import pytest

from acore.adapters.stt.sphinx_pool import WorkerPool
from acore.adapters.stt.sphinx_process import Worker
from acore.errors import EngineUnavailable


class FakeWorker:
    """A process that is none."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.ended = False
        self.killed = False
        self.stopped = False
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._asked = False

    async def answers(self) -> bool:
        assert not self._asked, "the answer to the question before is still to be read"
        self._asked = True
        await self.may_answer.wait()
        self._asked = False
        return not self.ended

    async def kill(self) -> None:
        self.ended = self.killed = True

    async def stop(self) -> None:
        self.ended = self.stopped = True


class Starts:
    """Starts workers, and may be slow or fail."""

    def __init__(self) -> None:
        self.workers: list[FakeWorker] = []
        self.fails = False
        self.may_go = asyncio.Event()
        self.may_go.set()

    async def __call__(self) -> Worker:
        await self.may_go.wait()
        if self.fails:
            raise EngineUnavailable("no processes left", engine="pocketsphinx")
        self.workers.append(FakeWorker(len(self.workers)))
        return cast("Worker", self.workers[-1])


def number(worker: Any) -> int:
    return int(worker.number)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def listen(pool: WorkerPool) -> int:
    """The number of the worker that listens."""
    async with pool.worker() as worker:
        return number(worker)


async def test_all_are_started_before_anybody_asks_and_used_in_turn() -> None:
    starts = Starts()
    pool = WorkerPool(starts, 2)
    await pool.warm()
    await settled()
    assert len(starts.workers) == 2
    async with pool.worker() as one, pool.worker() as other:
        assert {number(one), number(other)} == {0, 1}
    await pool.aclose()
    assert [worker.stopped for worker in starts.workers] == [True, True]


async def test_who_leaves_by_an_error_leaves_a_dead_one_and_a_spare_serves_at_once() -> None:
    starts = Starts()
    pool = WorkerPool(starts, 2)
    await pool.warm()
    await settled()
    starts.may_go.clear()
    with pytest.raises(LookupError):
        async with pool.worker() as worker:
            left = number(worker)
            raise LookupError
    async with pool.worker() as spare:
        assert number(spare) != left
    await settled()
    assert starts.workers[left].killed
    starts.may_go.set()
    await settled()
    assert len(starts.workers) == 3
    await pool.aclose()


async def test_who_comes_when_all_are_busy_waits_for_the_first_that_is_free() -> None:
    pool = WorkerPool(Starts(), 1)
    order: list[str] = []

    async def listen(name: str, stop: asyncio.Event) -> None:
        async with pool.worker():
            order.append(name)
            await stop.wait()

    stops = [asyncio.Event() for _ in range(3)]
    tasks = [asyncio.create_task(listen(str(n), stop)) for n, stop in enumerate(stops)]
    await settled()
    assert order == ["0"]
    tasks[1].cancel()
    await settled()
    stops[0].set()
    await settled()
    assert order == ["0", "2"]
    stops[2].set()
    await asyncio.gather(*tasks, return_exceptions=True)
    await pool.aclose()


async def test_who_is_cancelled_while_one_starts_leaves_it_to_the_next() -> None:
    starts = Starts()
    starts.may_go.clear()
    pool = WorkerPool(starts, 1)

    impatient = asyncio.create_task(listen(pool))
    await settled()
    impatient.cancel()
    patient = asyncio.create_task(listen(pool))
    await settled()
    starts.may_go.set()
    assert await patient == 0
    assert len(starts.workers) == 1
    await pool.aclose()


async def test_who_is_cancelled_while_one_is_asked_leaves_no_answer_to_the_next() -> None:
    starts = Starts()
    pool = WorkerPool(starts, 1)
    await pool.warm()
    (worker,) = starts.workers
    worker.may_answer.clear()

    impatient = asyncio.create_task(listen(pool))
    await settled()
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    patient = asyncio.create_task(listen(pool))
    await settled()
    worker.may_answer.set()
    assert await patient == 0
    assert not worker.killed
    await pool.aclose()


async def test_one_that_died_while_nobody_used_it_is_replaced() -> None:
    starts = Starts()
    pool = WorkerPool(starts, 1)
    await pool.warm()
    starts.workers[0].ended = True
    async with pool.worker() as worker:
        assert number(worker) == 1
    await pool.aclose()


async def test_where_none_can_be_started_that_is_said_and_it_is_tried_again() -> None:
    starts = Starts()
    starts.fails = True
    pool = WorkerPool(starts, 2)
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            await pool.warm()
    starts.fails = False
    async with pool.worker() as worker:
        assert number(worker) == 0
    await pool.aclose()


async def test_closing_stops_what_is_starting() -> None:
    starts = Starts()
    pool = WorkerPool(starts, 3)
    await pool.warm()
    starts.may_go.clear()
    before = asyncio.all_tasks()
    await pool.aclose()
    assert asyncio.all_tasks() <= before
    assert all(worker.stopped for worker in starts.workers)


@pytest.mark.parametrize("starts_yet", [True, False])
async def test_closing_ends_who_listens_and_who_waits_and_starts_nobody(*, starts_yet: bool) -> None:
    starts = Starts()
    pool = WorkerPool(starts, 1)
    before = asyncio.all_tasks()
    listening = asyncio.Event()

    async def listen_on() -> None:
        async with pool.worker() as worker:
            listening.set()
            while await worker.answers():
                await asyncio.sleep(0)
            raise EngineUnavailable("it is gone", engine="pocketsphinx")

    if not starts_yet:
        starts.may_go.clear()
    tasks = [asyncio.create_task(listen_on()) for _ in range(3)]
    await settled()
    assert listening.is_set() == starts_yet
    await pool.aclose()
    async with asyncio.timeout(5):
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(one) for one in ended] == [EngineUnavailable] * 3
    with pytest.raises(EngineUnavailable, match="closed"):
        async with pool.worker():
            pass
    await settled()
    assert len(starts.workers) == int(starts_yet)
    assert all(worker.ended for worker in starts.workers)
    assert asyncio.all_tasks() <= before
