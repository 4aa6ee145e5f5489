"""Appends numbered messages until it is killed, and says each number once it was acknowledged."""

import asyncio
import sys
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.domain.chat import Message
from acore.domain.scope import Scope


async def main(path: Path) -> None:
    async with Database(path) as database:
        history = CachingHistory(SqlHistory(database, SystemClock()))
        for number in range(100_000):
            await history.append(Scope("1", "ada"), (Message("user", str(number)), Message("assistant", str(number))))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


asyncio.run(main(Path(sys.argv[1])))
