"""Looking up a channel's history when there are few channels, and when there are many.

Every channel holds the 20 messages that a reply is given. They were written in turn, so that those of one
channel lie far apart in the file, as on a real server.
"""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore
from benchmarks.figures import Figure

_FEW, _MANY = 100, 100_000
_IN_MEMORY = 100
_MESSAGES = 20
_TEXT = "How far is it from here to the harbour, and how long does the walk take?"
_INSERT = (
    "INSERT INTO messages (guild, channel, user, role, author, text, created_at) "
    "VALUES ('g', ?, 'u', 'user', 'Ada', ?, '2026-01-01 00:00:00.000000')"
)


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    cached = {count: await _walked(count) for count in (_FEW, _MANY)}
    hot = await _compared(cached, {count: range(count - _IN_MEMORY, count) for count in cached}, samples=200, block=200)
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            files = {n: await stack.enter_async_context(_filled(Path(folder) / f"{n}.db", n)) for n in (_FEW, _MANY)}
            cold = await _compared(files, {count: range(count) for count in files}, samples=4000, block=1)
    return [
        Figure("history.lookup_hot", hot[_MANY] * 1e6, "us", hot[_FEW] * 1e6, "<=2"),
        Figure("history.lookup_cold", cold[_MANY] * 1e6, "us", cold[_FEW] * 1e6, "<=2"),
    ]


async def _walked(channels: int) -> HistoryStore:
    """A cache that every channel went through; it answers for the last hundred by itself."""
    inner = MemoryHistory()
    cache = CachingHistory(inner, messages=_MESSAGES, channels=_IN_MEMORY)
    said = [Message("user", _TEXT, author="Ada")] * _MESSAGES
    for number in range(channels):
        await inner.append(_scope(number), said)
        await cache.recent(_scope(number), _MESSAGES)
    return cache


@asynccontextmanager
async def _filled(path: Path, channels: int) -> AsyncIterator[HistoryStore]:
    async with Database(path) as database:
        await asyncio.to_thread(_fill, path, channels)
        yield SqlHistory(database, SystemClock())


def _fill(path: Path, channels: int) -> None:
    """Past the store, which writes for safety and not for bulk."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA cache_size = -500000")
        connection.executemany(_INSERT, _rows(channels))


def _rows(channels: int) -> Iterator[tuple[str, str]]:
    return ((str(channel), _TEXT) for _ in range(_MESSAGES) for channel in range(channels))


def _scope(number: int) -> Scope:
    return Scope(str(number), "u", "g")


async def _compared(
    stores: Mapping[int, HistoryStore], channels: Mapping[int, range], *, samples: int, block: int
) -> dict[int, float]:
    """Median seconds of a look-up in each store, a block of look-ups in one and then in the other."""
    choose = random.Random(0)
    taken: dict[int, list[float]] = {count: [] for count in stores}
    for _ in range(samples):
        for count, store in stores.items():
            scopes = [_scope(choose.choice(channels[count])) for _ in range(block)]
            began = time.perf_counter()
            for scope in scopes:
                found = await store.recent(scope, _MESSAGES)
            taken[count].append((time.perf_counter() - began) / block)
            assert len(found) == _MESSAGES
    return {count: statistics.median(column) for count, column in taken.items()}
