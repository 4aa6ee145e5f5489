"""How the stages of a stream work together: each ahead of the next one, and none for ever."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from typing import Generic, TypeVar

from acore.errors import EngineTimeout
from acore.services.deadlines import Deadline, Late

T = TypeVar("T")


async def prefetch(source: AsyncGenerator[T, None], ahead: int) -> AsyncGenerator[T, None]:
    """The items of the source in their order, of which at most `ahead` are made before they are asked for.

    The source runs in a task of its own from the first item on, and waits while nobody takes what it made. An error of
    it is raised where it stands among the items. Closing this, or cancelling who waits for it, stops and closes the
    source before it returns. Raises ValueError for `ahead` below 1.
    """
    if ahead < 1:
        raise ValueError(f"at least one item is made ahead, not {ahead}")
    line = _Line[T](ahead)
    task = asyncio.create_task(line.fill(source), name="prefetch")
    task.add_done_callback(line.end)
    try:
        while True:
            while line.items:
                yield line.take()
            if task.done():
                break
            await line.filled()
        task.result()
    finally:
        await _stopped(task)


async def within(source: AsyncGenerator[T, None], seconds: float, stage: str) -> AsyncGenerator[T, None]:
    """The items of the source; raises EngineTimeout where one takes longer. The source is closed with it."""
    deadline, loop = Deadline(), asyncio.get_running_loop()
    try:
        async with aclosing(source):
            while True:
                try:
                    item = await deadline.of(anext(source), loop.time() + seconds)
                except StopAsyncIteration:
                    return
                except Late as error:
                    raise _nothing_from(stage, seconds) from error
                yield item
    finally:
        deadline.close()


async def timely(work: Awaitable[T], seconds: float, stage: str) -> T:
    """What the work gives; raises EngineTimeout where it takes longer, and the work is cancelled."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError as error:
        raise _nothing_from(stage, seconds) from error


def _nothing_from(stage: str, seconds: float) -> EngineTimeout:
    told = f"Nothing came from {stage} for {seconds:g} s; try again, or choose another engine for it."
    return EngineTimeout(told, engine=stage)


class _Line(Generic[T]):
    """The items that were made and not taken: one side fills it, one side takes."""

    def __init__(self, ahead: int) -> None:
        self._ahead = ahead
        self.items: deque[T] = deque()
        self._waiting: asyncio.Future[None] | None = None
        """Who takes, while there is nothing; or who fills, while there is no room: never both."""

    async def fill(self, source: AsyncGenerator[T, None]) -> None:
        """Take from the source as long as there is room, and close it."""
        made = 0
        async with aclosing(source):
            async for item in source:
                self.items.append(item)
                made += 1
                if self._wake() and made <= self._ahead:
                    await asyncio.sleep(0)  # who waits for the first ones does not wait until there are many
                while len(self.items) >= self._ahead:
                    await self._wait()

    def end(self, _task: object) -> None:
        """Tell who takes that nothing comes any more."""
        self._wake()

    def take(self) -> T:
        """The next item."""
        item = self.items.popleft()
        self._wake()
        return item

    async def filled(self) -> None:
        """Return when there may be an item, or nothing comes any more."""
        await self._wait()

    async def _wait(self) -> None:
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        try:
            await waiting
        finally:
            if self._waiting is waiting:  # one that was woken late finds the other side waiting already
                self._waiting = None

    def _wake(self) -> bool:
        """Whether somebody waited."""
        if self._waiting is None or self._waiting.done():
            return False
        self._waiting.set_result(None)
        return True


async def _stopped(task: asyncio.Task[None]) -> None:
    """End the task, with its source closed; an error of the closing is raised, one that nobody came to is not."""
    if task.done():
        if not task.cancelled():
            task.exception()
        return
    task.cancel()
    await asyncio.wait((task,))
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error
