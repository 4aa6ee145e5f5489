import asyncio

import pytest

from acore.adapters.loading import Loaded
from acore.errors import EngineUnavailable

DOWN = EngineUnavailable("it is not here yet", engine="one")


class Shelf:
    """Loads numbers, when it may."""

    def __init__(self, *fails: EngineUnavailable) -> None:
        self.may = asyncio.Event()
        self.begun = 0
        self.fails = list(fails)
        self.loaded = Loaded(self.load)

    async def load(self) -> int:
        self.begun += 1
        number = self.begun
        await self.may.wait()
        if self.fails:
            raise self.fails.pop()
        return number


async def test_all_who_ask_get_what_is_loaded_once() -> None:
    shelf = Shelf()
    asking = [asyncio.create_task(shelf.loaded.get()) for _ in range(3)]
    await asyncio.sleep(0)
    shelf.may.set()
    assert await asyncio.gather(*asking, shelf.loaded.get()) == [1, 1, 1, 1]


async def test_who_leaves_while_it_is_loaded_costs_the_next_one_nothing() -> None:
    shelf = Shelf()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await shelf.loaded.get()
    shelf.may.set()
    assert (await shelf.loaded.get(), shelf.begun) == (1, 1)


async def test_what_fails_is_told_to_all_who_wait_and_tried_anew() -> None:
    shelf = Shelf(DOWN)
    shelf.may.set()
    told = await asyncio.gather(shelf.loaded.get(), shelf.loaded.get(), return_exceptions=True)
    assert list(told) == [DOWN, DOWN]
    assert await shelf.loaded.get() == 2


async def test_who_closes_gets_what_is_still_on_its_way() -> None:
    shelf = Shelf()
    assert await shelf.loaded.let_go() is None
    asking = asyncio.create_task(shelf.loaded.get())
    await asyncio.sleep(0)
    closing = asyncio.create_task(shelf.loaded.let_go())
    await asyncio.sleep(0)
    shelf.may.set()
    assert (await closing, await asking) == (1, 1)
    assert await shelf.loaded.let_go() is None
    shelf.fails = [DOWN]
    with pytest.raises(EngineUnavailable):
        await shelf.loaded.get()
    assert await shelf.loaded.let_go() is None
