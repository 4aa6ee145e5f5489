"""Looking up a channel's history when there are few channels, and when there are many."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore
from benchmarks.figures import Figure

_FEW, _MANY = 100, 100_000
_LOOKUPS = 2000
_MESSAGES = (Message("user", "How far is it?", author="Ada"), Message("assistant", "Ten miles."))


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with Database(Path(folder) / "few.db") as few, Database(Path(folder) / "many.db") as many:
            stores = {_FEW: SqlHistory(few, SystemClock()), _MANY: SqlHistory(many, SystemClock())}
            for count, (store, database) in {_FEW: (stores[_FEW], few), _MANY: (stores[_MANY], many)}.items():
                await _fill(store, database, count)
            cold = await _compared(stores, range(_FEW), range(_MANY))
            cached = {count: CachingHistory(store) for count, store in stores.items()}
            hot = await _compared(cached, range(_FEW), range(_MANY - _FEW, _MANY))
    return [
        Figure("history.lookup_hot", hot[1] * 1e6, "us", hot[0] * 1e6, "<=2"),
        Figure("history.lookup_cold", cold[1] * 1e6, "us", cold[0] * 1e6, "<=2"),
    ]


async def _fill(store: SqlHistory, database: Database, count: int) -> None:
    """Through the store's own statement, many channels in a transaction."""
    from sqlalchemy import insert  # noqa: PLC0415

    from acore.adapters.sql.metadata import messages  # noqa: PLC0415

    now = SystemClock().now()
    for start in range(0, count, 5000):
        rows = [
            {
                "guild": "g",
                "channel": str(n),
                "user": "u",
                "role": m.role,
                "author": m.author,
                "text": m.text,
                "created_at": now,
            }
            for n in range(start, min(start + 5000, count))
            for m in _MESSAGES
        ]
        async with database.writing() as connection:
            await connection.execute(insert(messages), rows)
    assert await store.recent(Scope("0", "u", "g"), 2)


async def _compared(stores: Mapping[int, HistoryStore], few: range, many: range) -> tuple[float, float]:
    """Median seconds of a look-up in each, the two taken in turn."""
    choose = random.Random(0)
    taken: dict[int, list[float]] = {_FEW: [], _MANY: []}
    channels = {_FEW: few, _MANY: many}
    for warm in (True, False):
        for _ in range(_LOOKUPS):
            for count, store in stores.items():
                scope = Scope(str(choose.choice(channels[count])), "u", "g")
                began = time.perf_counter()
                await store.recent(scope, 20)
                if not warm:
                    taken[count].append(time.perf_counter() - began)
    return statistics.median(taken[_FEW]), statistics.median(taken[_MANY])
