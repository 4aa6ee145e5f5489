"""acore on Discord as `acore run discord` serves it, which tells every few seconds what it holds.

`python -m benchmarks.soak_service FILE` appends to that file: tasks of asyncio, by what they do, calls, and what became
of the packets in them.
"""

import asyncio
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import orjson

from acore.app import Application
from acore.settings import load_settings

EVERY_S = 5.0


async def _serve(file: Path) -> None:
    settings = load_settings()
    assert settings.discord.token is not None
    async with Application(settings) as app:
        await app.serve()
        telling = asyncio.create_task(_tell(app, file), name="census")
        try:
            await app.connect(settings.discord.token)
        finally:
            telling.cancel()


async def _tell(app: Application, file: Path) -> None:
    registry = app.container.discord.registry()
    while True:
        await asyncio.sleep(EVERY_S)
        guilds = app.container.discord.bot().guilds
        sessions = [session for guild in guilds if (session := registry.of(str(guild.id)))]
        reports = [session.report() for session in sessions]
        packets, turns = Counter[str](), Counter[str]()
        for report in reports:
            packets.update(asdict(report.counters))
            turns.update(asdict(report.statistics))
        tasks = Counter(getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
        told = {"tasks": tasks, "calls": len(sessions), "packets": packets, "turns": turns}
        with file.open("ab") as sink:
            sink.write(orjson.dumps(told) + b"\n")


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
