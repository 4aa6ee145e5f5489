import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from acore.adapters.history.caching import CachingHistory
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.errors import EngineUnavailable
from acore.testing import HistoryContract, MemoryHistory

CHANNELS = st.sampled_from(["1", "2", "3"])


class TestMemoryHistory(HistoryContract):
    def store(self) -> MemoryHistory:
        return MemoryHistory()


class TestCachingHistory(HistoryContract):
    def store(self) -> CachingHistory:
        return CachingHistory(MemoryHistory(), messages=3, channels=1)


class Counting(MemoryHistory):
    """Counts reads, and does as told before a write."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.failing = False

    async def recent(self, scope: Scope, limit: int, without: str | None = None) -> tuple[Message, ...]:
        self.reads += 1
        found = await super().recent(scope, limit, without)
        await asyncio.sleep(0)
        return found

    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        await asyncio.sleep(0)
        if self.failing:
            raise EngineUnavailable("full", engine="test")
        await super().append(scope, messages, turn)


def said(text: str) -> tuple[Message, ...]:
    return (Message("user", text),)


async def test_a_channel_in_memory_is_not_read_again() -> None:
    store = Counting()
    history = CachingHistory(store)
    for text in ("a", "b", "c"):
        await history.append(Scope("1", "u"), said(text))
        await history.recent(Scope("1", "u"), 5)
    assert store.reads == 1


async def test_the_least_recent_channel_leaves_first() -> None:
    store = Counting()
    history = CachingHistory(store, channels=2)
    for channel in ("1", "2", "1", "3"):
        await history.recent(Scope(channel, "u"), 5)
    assert store.reads == 3
    await history.recent(Scope("1", "u"), 5)
    assert store.reads == 3
    await history.recent(Scope("2", "u"), 5)
    assert store.reads == 4


async def test_a_channel_that_is_written_to_counts_as_recent() -> None:
    store = Counting()
    history = CachingHistory(store, channels=2)
    await history.recent(Scope("1", "u"), 5)
    await history.recent(Scope("2", "u"), 5)
    await history.append(Scope("1", "u"), said("a"))
    await history.recent(Scope("3", "u"), 5)
    assert await history.recent(Scope("1", "u"), 5) == said("a")
    assert store.reads == 3


async def test_more_than_it_keeps_is_asked_of_the_store() -> None:
    history = CachingHistory(Counting(), messages=2)
    for text in ("a", "b", "c"):
        await history.append(Scope("1", "u"), said(text))
    assert [m.text for m in await history.recent(Scope("1", "u"), 3)] == ["a", "b", "c"]


async def test_a_failed_write_leaves_memory_as_the_store_is() -> None:
    store = Counting()
    history = CachingHistory(store)
    await history.append(Scope("1", "u"), said("kept"))
    await history.recent(Scope("1", "u"), 5)
    store.failing = True
    with pytest.raises(EngineUnavailable):
        await history.append(Scope("1", "u"), said("lost"))
    assert await history.recent(Scope("1", "u"), 5) == said("kept")


async def test_a_read_that_a_write_overtakes_is_not_remembered() -> None:
    history = CachingHistory(Counting())
    scope = Scope("1", "u")
    await asyncio.gather(history.recent(scope, 5), history.append(scope, said("a")), history.recent(scope, 5))
    assert await history.recent(scope, 5) == said("a")


class SameAsTheStore(RuleBasedStateMachine):
    """Whatever is done in whatever order, the cache says what the store says."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.store = Counting()
        self.history = CachingHistory(self.store, messages=3, channels=2)
        self.number = 0

    @rule(
        channels=st.lists(CHANNELS, min_size=1, max_size=4),
        cancelled=st.sets(st.integers(0, 7)),
        steps=st.integers(0, 4),
    )
    def at_once(self, channels: list[str], cancelled: set[int], steps: int) -> None:
        self.runner.run(self._at_once(channels, cancelled, steps))

    async def _at_once(self, channels: list[str], cancelled: set[int], steps: int) -> None:
        tasks: list[asyncio.Task[object]] = []
        for channel in channels:
            self.number += 1
            tasks.append(asyncio.create_task(self.history.append(Scope(channel, "u"), said(str(self.number)))))
            tasks.append(asyncio.create_task(self.history.recent(Scope(channel, "u"), 3)))
        for _ in range(steps):
            await asyncio.sleep(0)
        for number in cancelled:
            if number < len(tasks):
                tasks[number].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @rule(channel=CHANNELS)
    def clear(self, channel: str) -> None:
        self.runner.run(self.history.clear(Scope(channel, "u")))

    @rule()
    def fail_or_mend(self) -> None:
        self.store.failing = not self.store.failing

    @invariant()
    def both_say_the_same(self) -> None:
        for channel in ("1", "2", "3"):
            scope = Scope(channel, "u")
            assert self.runner.run(self.history.recent(scope, 3)) == self.runner.run(self.store.recent(scope, 3))

    @invariant()
    def it_stays_small(self) -> None:
        assert len(self.history._kept) <= 2
        assert not self.history._writes
        assert not self.history._learning

    def teardown(self) -> None:
        self.runner.close()


TestSameAsTheStore = SameAsTheStore.TestCase
TestSameAsTheStore.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
