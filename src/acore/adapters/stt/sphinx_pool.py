"""The processes that listen: each serves one stream, and one that may be in disorder is replaced."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from acore.adapters.stt.sphinx_process import ENGINE, Worker
from acore.errors import EngineError, EngineUnavailable

_log = structlog.get_logger(__name__)
_Starting = asyncio.Task[Worker]


class WorkerPool:
    """A fixed number of places, each with a worker that is there, that starts, or that starts when it is wanted.

    `warm` starts them before anybody asks. Who waits is served in the order of asking.
    """

    def __init__(self, start: Callable[[], Awaitable[Worker]], places: int) -> None:
        self._start = start
        self._free: asyncio.Queue[_Starting | None] = asyncio.Queue()
        for _ in range(places):
            self._free.put_nowait(None)
        self._starting: set[_Starting] = set()
        self._there: set[Worker] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    async def warm(self) -> None:
        """Start the first and wait for it, and the others behind it; raises EngineError where that can not be."""
        async with self.worker():
            pass
        for _ in range(self._free.qsize()):
            self._free.put_nowait(self._free.get_nowait() or self._begin())

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """One for a stream. Whoever leaves by an error or is cancelled leaves a dead one behind, and a new one starts.

        Raises EngineError where none can be started, and where the pool is closed.
        """
        place = self._answering(await self._free.get())
        try:
            worker = await asyncio.shield(place)
        except EngineError:
            self._free.put_nowait(None)
            raise
        except BaseException:  # cancelled: somebody else gets it, once it has answered
            self._free.put_nowait(place)
            if place.cancelled():  # by the closing: whoever waits was not cancelled
                raise _closed() from None
            raise
        try:
            yield worker
        except BaseException:
            self._give_up(worker)
            self._free.put_nowait(None if self._closed else self._begin())
            raise
        self._free.put_nowait(place)

    async def aclose(self) -> None:
        """End all of them, also those that serve a stream: that and whoever waits for one gets EngineUnavailable."""
        self._closed = True
        self._free.put_nowait(None)  # the first who waits wakes the next one
        for starting in tuple(self._starting):
            starting.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._there))
        await asyncio.gather(*self._leaving)
        self._there.clear()

    def _answering(self, place: _Starting | None) -> _Starting:
        """Have the worker answer, or another one, to the end: what is left unread would be the answer to the next."""
        answering = asyncio.ensure_future(self._answered(place))
        self._starting.add(answering)
        answering.add_done_callback(self._over)
        return answering

    async def _answered(self, place: _Starting | None) -> Worker:
        while not await (worker := await asyncio.shield(place or self._begin())).answers():
            self._give_up(worker)
            place = None
        return worker

    def _begin(self) -> _Starting:
        if self._closed:
            raise _closed()
        starting = asyncio.ensure_future(self._started())
        self._starting.add(starting)
        starting.add_done_callback(self._begun)
        return starting

    async def _started(self) -> Worker:
        worker = await self._start()
        self._there.add(worker)
        return worker

    def _over(self, answering: _Starting) -> None:
        self._starting.discard(answering)
        if not answering.cancelled():
            answering.exception()  # whoever waits for it is told; where nobody does, nobody needs to know

    def _begun(self, starting: _Starting) -> None:
        self._starting.discard(starting)
        if not starting.cancelled() and (error := starting.exception()) is not None:
            _log.info("sphinx_worker_did_not_start", reason=str(error))  # raised to whoever wants it, with its reason

    def _give_up(self, worker: Worker) -> None:
        self._there.discard(worker)
        leaving = asyncio.create_task(worker.kill(), name="sphinx-kill")
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


def _closed() -> EngineUnavailable:
    return EngineUnavailable("pocketsphinx is closed: acore is stopping.", engine=ENGINE)
