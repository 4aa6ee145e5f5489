"""Tells many watchers what happens, without ever waiting for one of them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from acore.errors import InvalidInput
from acore.simulator.model import WorldEvent

_MOST_WATCHERS = 256


class _Watcher:
    """One subscriber's bounded queue; when it is full, it is emptied and says "ready": read anew."""

    def __init__(self, size: int) -> None:
        self._queue: asyncio.Queue[WorldEvent] = asyncio.Queue(size)

    def put(self, event: WorldEvent) -> None:
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            event = WorldEvent("ready")
        self._queue.put_nowait(event)

    def __aiter__(self) -> "_Watcher":
        return self

    async def __anext__(self) -> WorldEvent:
        return await self._queue.get()


class Feed:
    """Events to subscribers; each has room for `size` events and loses the oldest knowledge first."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._watchers: set[_Watcher] = set()

    def publish(self, event: WorldEvent) -> None:
        """Hand the event to everyone who watches now; never waits."""
        for watcher in self._watchers:
            watcher.put(event)

    @asynccontextmanager
    async def subscribe(self) -> AsyncGenerator[AsyncIterator[WorldEvent]]:
        """Watch from now on; leaving the block ends it. Raises InvalidInput beyond 256 watchers."""
        if len(self._watchers) >= _MOST_WATCHERS:
            raise InvalidInput(f"{_MOST_WATCHERS} watchers of the simulator are open; close one of them first.")
        watcher = _Watcher(self._size)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
