"""The real bot connects to the loopback Discord, and parts from it."""

import asyncio
import gc
import socket
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from acore.adapters.clock.system import SystemClock
from acore.errors import SettingsError
from acore.simulator.server import Simulator


async def test_a_token_that_discord_refuses_says_what_to_set(town: Any, house: Any, serving: Any) -> None:
    bot = house(town.data_dir, town.simulator.api_base_url).bot
    with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
        await serving(bot, "wrong")
    assert bot.is_closed()


async def test_an_intent_that_discord_refuses_names_the_page_and_the_switch(
    town: Any, house: Any, serving: Any
) -> None:
    async with Simulator(town.world, clock=SystemClock(), allowed_intents=0) as strict:
        bot = house(town.data_dir, strict.api_base_url).bot
        with pytest.raises(SettingsError, match=r"4014.*developers/applications.*Message Content Intent"):
            await serving(bot, strict.token)
    assert bot.is_closed()


async def test_an_address_that_is_not_discord_is_no_reason_to_wait(town: Any, house: Any, serving: Any) -> None:
    bot = house(town.data_dir, town.simulator.api_base_url + "/nowhere").bot
    with pytest.raises(SettingsError, match=r"discord\.api_base_url"):
        await serving(bot, town.simulator.token)


async def test_without_a_network_it_keeps_trying_until_there_is_one(
    town: Any, house: Any, serving: Any, until_holds: Any
) -> None:
    port = _free_port()
    bot = house(town.data_dir, f"http://127.0.0.1:{port}/api/v10").bot
    with capture_logs() as logs:
        running = asyncio.create_task(serving(bot, "simulated"))
        await until_holds(lambda: sum(log["event"] == "discord_not_reached" for log in logs) >= 2)
        async with Simulator(town.world, clock=SystemClock(), port=port) as simulator:
            await until_holds(simulator.ready.is_set)
            await bot.close()
            await running


async def test_closing_while_it_waits_for_a_network_ends_it_at_once(
    town: Any, house: Any, serving: Any, until_holds: Any
) -> None:
    bot = house(town.data_dir, f"http://127.0.0.1:{_free_port()}/api/v10").bot
    with capture_logs() as logs:
        running = asyncio.create_task(serving(bot, "simulated"))
        await until_holds(lambda: any(log["event"] == "discord_not_reached" for log in logs))
    async with asyncio.timeout(5):
        await bot.close()
        await running


async def test_the_commands_are_told_once_and_again_when_the_file_is_gone(town: Any, until_holds: Any) -> None:
    async with town.house():
        await town.until("commands")
        await until_holds((town.data_dir / "discord-commands.json").exists)
    async with town.house():
        await town.mention("hello")
        await town.answer("hello")
    assert sum(event.kind == "commands" for event in town.seen) == 1
    _forget(town.data_dir)
    async with town.house():
        await town.until("commands")


async def test_a_connection_that_breaks_is_taken_up_again(town: Any) -> None:
    async with town.house():
        await town.mention("before")
        await town.answer("before")
        town.simulator.drop_connections()
        await town.mention("after")
        await town.answer("after")
    assert town.spoken() == ["before", "after"]


async def test_closing_in_the_middle_of_an_answer_leaves_a_word_about_it_and_is_quick(town: Any) -> None:
    async with town.house("word " * 200, pace_s=0.05) as house:
        await town.mention("tell me a lot")
        await town.until("edit")
        async with asyncio.timeout(5):
            await house.bot.close()
    assert "Cut off here. I am being stopped" in town.spoken()[0]
    assert house.llm.closed == 1
    assert [m.role for m in await house.remembered(town.general, town.ada)] == ["user", "assistant"]


async def test_cancelling_in_the_middle_of_an_answer_leaks_nothing(
    town: Any, house: Any, serving: Any, until_holds: Any
) -> None:
    built = house(town.data_dir, town.simulator.api_base_url, "word " * 200, pace_s=0.05)
    running = asyncio.create_task(serving(built.bot, town.simulator.token))
    await until_holds(built.bot.is_ready)
    before = asyncio.all_tasks()
    await town.mention("tell me a lot")
    await town.until("edit")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    gc.collect()
    assert "Cut off here" in town.spoken()[0]
    left = [task for task in asyncio.all_tasks() - before if not task.done()]
    assert not [task for task in left if "acore.discord" in str(task.get_stack()) or "discord.py" in task.get_name()]


def _forget(data_dir: Path) -> None:
    (data_dir / "discord-commands.json").unlink()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
