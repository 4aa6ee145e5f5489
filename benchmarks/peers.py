"""How long each bot takes from its start to ready, in a process of its own."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from discord.ext import commands

from acore.container import Container
from acore.discord.connecting import serve
from acore.settings import Settings
from benchmarks.bare import READY_S, TOKEN, bare


async def ready_bare(api_base_url: str) -> float:
    async with bare(api_base_url) as bot:
        return await _until_ready(bot, asyncio.create_task(bot.start(TOKEN)))


async def ready_acore(api_base_url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        given = {"data_dir": Path(folder), "discord": {"token": TOKEN, "api_base_url": api_base_url}}
        bot = Container(settings=Settings.model_validate(given)).bot()
        assert bot.options.ready_timeout_s == READY_S
        return await _until_ready(bot, asyncio.create_task(serve(bot, TOKEN)))


def _setting(ready: asyncio.Event) -> Callable[[], Coroutine[Any, Any, None]]:
    async def on_ready() -> None:
        ready.set()

    return on_ready


async def _until_ready(bot: commands.AutoShardedBot, running: asyncio.Task[None]) -> float:
    ready = asyncio.Event()
    bot.add_listener(_setting(ready), "on_ready")
    began = time.perf_counter()
    await asyncio.wait({running, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
    taken = time.perf_counter() - began
    await bot.close()
    await asyncio.wait([running])
    return taken


if __name__ == "__main__":
    _ready = {"ready-bare": ready_bare, "ready-acore": ready_acore}[sys.argv[1]]
    print(asyncio.run(_ready(sys.argv[2])))
