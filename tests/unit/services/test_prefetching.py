import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.errors import EngineTimeout
from acore.services.prefetching import prefetch, timely, within


class Broken(Exception):
    pass


class Source:
    """Counts what it makes, and knows whether it was closed."""

    def __init__(self, items: list[int], *, fails: bool = False, hangs: bool = False, slow_close: bool = False) -> None:
        self.items, self.fails, self.hangs, self.slow_close = items, fails, hangs, slow_close
        self.made = 0
        self.closed = False

    async def stream(self) -> AsyncGenerator[int, None]:
        try:
            for item in self.items:
                await asyncio.sleep(0)
                self.made += 1
                yield item
            if self.fails:
                raise Broken("at the end")
            if self.hangs:
                await asyncio.Event().wait()
        finally:
            if self.slow_close:
                await asyncio.sleep(0)
            self.closed = True


async def settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def tasks() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks()} - {asyncio.current_task().get_name()}  # type: ignore[union-attr]


@settings(deadline=None)
@given(
    items=st.lists(st.integers(), max_size=30),
    ahead=st.integers(1, 8),
    pauses=st.lists(st.integers(0, 12), max_size=30),
    fails=st.booleans(),
    leaves_after=st.none() | st.integers(0, 30),
)
def test_items_come_in_order_and_no_more_are_made_than_may_wait(
    items: list[int], ahead: int, pauses: list[int], leaves_after: int | None, *, fails: bool
) -> None:
    async def run() -> None:
        source, taken = Source(items, fails=fails), []
        failed = False
        try:
            async with aclosing(prefetch(source.stream(), ahead)) as stream:
                async for item in stream:
                    taken.append(item)
                    for _ in range((pauses or [0])[len(taken) % len(pauses or [0])]):
                        await asyncio.sleep(0)
                    assert source.made - len(taken) <= ahead
                    if len(taken) == leaves_after:
                        break
        except Broken:
            failed = True
        left = leaves_after is not None and 0 < leaves_after <= len(items)
        assert taken == (items[:leaves_after] if left else items)
        assert failed == (fails and not left)
        assert source.closed or not source.made
        assert not tasks()

    asyncio.run(run())


async def test_it_works_ahead_as_far_as_it_may_and_then_waits() -> None:
    source = Source(list(range(9)))
    async with aclosing(prefetch(source.stream(), 3)) as stream:
        assert source.made == 0, "nothing is made before the first item is asked for"
        await anext(stream)
        await settled()
        assert source.made == 4, "one taken, three that wait"
        await anext(stream)
        await settled()
        assert source.made == 5


async def test_what_was_made_before_an_error_comes_before_it() -> None:
    source = Source([1, 2], fails=True)
    stream = prefetch(source.stream(), 9)
    assert await anext(stream) == 1
    await settled()
    assert source.closed
    assert await anext(stream) == 2
    with pytest.raises(Broken):
        await anext(stream)


async def test_an_error_that_nobody_comes_to_is_none() -> None:
    async with aclosing(prefetch(Source([1, 2], fails=True).stream(), 9)) as stream:
        await anext(stream)
        await settled()


@pytest.mark.parametrize("ahead", [1, 5])
async def test_cancelling_who_waits_closes_the_source_first(ahead: int) -> None:
    source = Source([1], hangs=True, slow_close=True)
    seen: list[bool] = []

    async def wait() -> None:
        try:
            async with aclosing(prefetch(source.stream(), ahead)) as stream:
                async for _ in stream:
                    pass
        finally:
            seen.append(source.closed)

    waiting = asyncio.create_task(wait())
    await settled()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert seen == [True]
    assert not tasks()


async def test_stages_in_a_row_are_all_closed() -> None:
    source = Source(list(range(99)))

    async def doubled(numbers: AsyncGenerator[int, None]) -> AsyncGenerator[int, None]:
        async with aclosing(numbers):
            async for number in numbers:
                yield number * 2

    async with aclosing(prefetch(doubled(prefetch(source.stream(), 2)), 2)) as stream:
        assert [await anext(stream) for _ in range(5)] == [0, 2, 4, 6, 8]
    assert source.closed
    assert not tasks()


async def test_an_error_of_the_closing_is_raised() -> None:
    async def source() -> AsyncGenerator[int, None]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            raise Broken("while it was closed")

    stream = prefetch(source(), 1)
    await anext(stream)
    await settled()
    with pytest.raises(Broken):
        await stream.aclose()


@pytest.mark.parametrize("ahead", [0, -1])
async def test_ahead_is_at_least_one(ahead: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        await anext(prefetch(Source([1]).stream(), ahead))


async def test_two_stages_work_at_the_same_time() -> None:
    order: list[str] = []

    async def first() -> AsyncIterator[int]:
        for number in range(3):
            order.append(f"made {number}")
            yield number
            await asyncio.sleep(0)

    async def generator() -> AsyncGenerator[int, None]:
        async for number in first():
            yield number

    async with aclosing(prefetch(generator(), 1)) as stream:
        async for number in stream:
            await settled()
            order.append(f"used {number}")
    assert order == ["made 0", "made 1", "used 0", "made 2", "used 1", "used 2"]


async def test_an_item_that_does_not_come_is_a_timeout_that_closes_the_source() -> None:
    source = Source([1], hangs=True)
    items = []
    with pytest.raises(EngineTimeout, match=r"from chat for 0\.01 s") as caught:
        async for item in within(source.stream(), 0.01, "chat"):
            items.append(item)
    assert (items, source.closed, caught.value.engine) == ([1], True, "chat")


async def test_a_stream_in_time_comes_whole() -> None:
    assert [item async for item in within(Source([1, 2]).stream(), 60, "chat")] == [1, 2]


async def test_work_that_takes_too_long_is_cancelled() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(EngineTimeout):
        await timely(work(), 0.01, "rvc")
    assert ended == [True]


class Hour:
    """A loop's clock that stands still until it is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loop = asyncio.get_running_loop()
        self.now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: self.now)

    async def forward(self, seconds: float) -> None:
        self.now += seconds
        await settled()


@pytest.fixture
async def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return Hour(monkeypatch)


class Door:
    """A stream whose items come when it is told so."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.items: asyncio.Queue[int] = asyncio.Queue()
        self.deaf = deaf
        """Gives an item instead of ending, the first time that it is cancelled."""

    async def stream(self) -> AsyncGenerator[int, None]:
        while True:
            try:
                yield await self.items.get()
            except asyncio.CancelledError:
                if not self.deaf:
                    raise
                self.deaf = False
                yield -1


async def test_each_item_has_all_of_its_time_and_no_more(hour: Hour) -> None:
    door = Door()
    async with aclosing(within(door.stream(), 10, "chat")) as stream:
        for used_for in (0.05, 25, 0.05):  # to make use of it takes as long as it takes
            waiting = asyncio.create_task(anext(stream))  # another task each time
            await settled()
            await hour.forward(9.9)
            door.items.put_nowait(1)
            assert await waiting == 1
            await hour.forward(used_for)
        waiting = asyncio.create_task(anext(stream))
        await settled()
        await hour.forward(9.9)
        assert not waiting.done()
        await hour.forward(0.2)
        with pytest.raises(EngineTimeout, match="from chat for 10 s"):
            await waiting
        assert waiting.cancelling() == 0


async def test_who_is_cancelled_while_it_is_late_stays_cancelled(hour: Hour) -> None:
    async with aclosing(within(Door().stream(), 10, "chat")) as stream:
        waiting = asyncio.create_task(anext(stream))
        await settled()
        asyncio.get_running_loop().call_at(hour.now + 10, waiting.cancel)
        await hour.forward(10)
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_what_comes_although_it_was_late_is_taken_and_the_next_one_has_its_time(hour: Hour) -> None:
    async with aclosing(within(Door(deaf=True).stream(), 10, "chat")) as stream:
        for comes in (True, False):
            waiting = asyncio.create_task(anext(stream))
            await settled()
            await hour.forward(9.9)
            assert not waiting.done()
            await hour.forward(0.2)
            assert waiting.cancelling() == 0
            if comes:
                assert await waiting == -1
            else:
                with pytest.raises(EngineTimeout):
                    await waiting


def timers() -> int:
    return sum(not timer.cancelled() for timer in asyncio.get_running_loop()._scheduled)  # type: ignore[attr-defined]


async def test_a_stream_has_one_timer_and_leaves_none() -> None:
    before = timers()
    async with aclosing(within(Source([1, 2, 3]).stream(), 60, "chat")) as stream:
        for _ in range(3):
            await anext(stream)
            assert timers() == before + 1
    assert timers() == before
