"""What was acknowledged and is gone after kill -9 in the middle of 1,000 messages, over 20 rounds.

A process of its own writes through the history of the house, and tells each message on a pipe once `append`
returned and before it begins the next; it is killed after a number of messages that differs from round to round.
"""

import asyncio
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.adapters.history.caching import CachingHistory
from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.domain.chat import Message
from acore.domain.scope import Scope
from benchmarks.figures import Figure
from benchmarks.processes import environment

_ROUNDS, _MESSAGES = 20, 1000
_HERE = Scope("1", "ada")


def measure() -> list[Figure]:
    choose = random.Random(0)
    lost = sum(_round(choose.randrange(1, _MESSAGES)) for _ in range(_ROUNDS))
    return [Figure("durability.kill9", lost, "lost", None, "<=0")]


def _round(until: int) -> int:
    """How many messages of those that were told are not in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acore.db"
        command = [sys.executable, "-m", "benchmarks.durability", str(path)]
        with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            told = [writer.stdout.readline() for _ in range(until)]
            writer.kill()
            told += writer.stdout.read().splitlines(keepends=True)
        # The kill may cut the last line: what was not told whole was not acknowledged.
        acknowledged = {int(line) for line in told if line.endswith("\n")}
        if len(acknowledged) < until:
            raise RuntimeError(f"the writer ended by itself after {len(acknowledged)} of {until} messages")
        return len(acknowledged - asyncio.run(_kept(path)))


async def _kept(path: Path) -> set[int]:
    async with Database(path) as database:
        return {int(m.text) for m in await SqlHistory(database, SystemClock()).recent(_HERE, 10 * _MESSAGES)}


async def _write(path: Path) -> None:
    async with Database(path) as database:
        history = CachingHistory(SqlHistory(database, SystemClock()))
        for number in range(_MESSAGES):
            await history.append(_HERE, (Message("user", str(number)),))
            print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(_write(Path(sys.argv[1])))
