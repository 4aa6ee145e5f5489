"""What takes long to load and is loaded once, such as a model."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Loaded(Generic[T]):
    """Loads when somebody first asks, and again after a failure; whoever asks meanwhile waits for the same."""

    def __init__(self, load: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._load = load
        self._coming: asyncio.Task[T] | None = None

    async def get(self) -> T:
        """What there is; raises as the loading does. Cancelling who waits leaves it to go on for the next one."""
        if self._coming is None or (self._coming.done() and _failed(self._coming)):
            self._coming = asyncio.create_task(self._load(), name="loading")
            self._coming.add_done_callback(_failed)  # nobody may be left who would look at it
        return await asyncio.shield(self._coming)

    async def let_go(self) -> T | None:
        """What was loaded, for who closes it, once it is; None where nothing is. The next one who asks loads anew."""
        coming, self._coming = self._coming, None
        if coming is None:
            return None
        await asyncio.wait({coming})
        return None if _failed(coming) else coming.result()


def _failed(coming: asyncio.Task[T]) -> bool:
    return coming.cancelled() or coming.exception() is not None
