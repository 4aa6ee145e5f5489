"""Deadlines of many awaitables in a row, with one timer: to set one for each costs more than most of them."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Late(Exception):
    """What was awaited did not come in time."""


class Deadline:
    """Awaits one after the other, each until a moment of the event loop's clock; to be closed at the end."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Task[Any] | None = None
        self._due = 0.0
        self._passed = False
        self._timer: asyncio.TimerHandle | None = None

    async def of(self, work: Awaitable[T], due: float) -> T:
        """What the work gives; raises Late where it takes longer than until `due`, and the work is cancelled.

        `due` is never sooner than that of the work before.
        """
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        cancels = task.cancelling()
        self._waiting, self._due = task, due
        if self._timer is None:
            self._timer = self._loop.call_at(due, self._look)
        try:
            return await work
        except asyncio.CancelledError as error:
            if self._passed and task.cancelling() == cancels + 1:
                raise Late from error
            raise  # somebody else has cancelled it as well
        finally:
            self._waiting = None
            if self._passed:
                task.uncancel()
                self._passed = False

    def _look(self) -> None:
        """Cancel what is late; the timer is older than most of what it is for, and then goes on."""
        self._timer = None
        if self._waiting is None:
            return
        if self._due <= self._loop.time():
            self._passed = True
            self._waiting.cancel()
        else:
            self._timer = self._loop.call_at(self._due, self._look)

    def close(self) -> None:
        """No more is awaited."""
        if self._timer is not None:
            self._timer.cancel()
