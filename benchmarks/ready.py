"""Prints the seconds that one of the bots takes from its start to ready: `python -m benchmarks.ready WHICH URL`."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from discord.ext import commands

from acore.container import Container
from acore.discord.bot import Bot
from acore.discord.connecting import serve
from acore.settings import Settings
from benchmarks.bare import READY_S, TOKEN, bare


async def ready_bare(api_base_url: str) -> float:
    """Seconds that the bare bot takes."""
    async with bare(api_base_url) as bot:
        return await _until_ready(bot, asyncio.create_task(bot.start(TOKEN)))


async def ready_acore(api_base_url: str) -> float:
    """Seconds that acore's takes, its cogs and the first sync of its commands included."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"data_dir": Path(folder), "discord": {"token": TOKEN, "api_base_url": api_base_url}}
        container = Container(settings=Settings.model_validate(given))
        bot: Bot = container.discord.bot()
        if bot.options.ready_timeout_s != READY_S:
            raise RuntimeError(f"acore waits {bot.options.ready_timeout_s} s for guilds, the bare bot {READY_S} s")
        # The house has opened it before the bot starts, which asks it at once what it missed.
        async with container.database():
            return await _until_ready(bot, asyncio.create_task(serve(bot, TOKEN)))


async def _until_ready(bot: commands.AutoShardedBot, running: asyncio.Task[None]) -> float:
    ready = asyncio.Event()

    async def on_ready() -> None:
        ready.set()

    bot.add_listener(on_ready)
    began = time.perf_counter()
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    taken = time.perf_counter() - began
    waiting.cancel()
    await bot.close()
    await running
    if not ready.is_set():
        raise RuntimeError("the bot ended before it was ready")
    return taken


if __name__ == "__main__":
    _ready = {"bare": ready_bare, "acore": ready_acore}[sys.argv[1]]
    print(asyncio.run(_ready(sys.argv[2])))
