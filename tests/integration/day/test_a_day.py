"""A day in two guilds: whatever happens, every question is answered exactly once, and whole."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from .town import Town, opened

_SETTLES_S = 40


async def test_a_day_in_two_guilds(tmp_path: Path) -> None:
    async with opened(tmp_path) as town:
        town.runner.start()
        await town.runner.ready()
        await until(town.world.commands)
        await morning(town)
        await a_restart(town)
        await a_crash(town)
        await town.ledger.settled(_SETTLES_S)
        code = await town.runner.terminate()
        judge(town, code)


async def morning(town: Town) -> None:
    for quarter in (town.north, town.south):
        for channel in quarter.channels[:2]:
            await town.mention(quarter, channel)
            await town.mention(quarter, channel, "long")
            await town.commands(quarter.somebody(), channel, "ask", "long")
            await town.commands(quarter.somebody(), channel, "chat", "code")
    await town.ledger.settled(_SETTLES_S)


async def a_restart(town: Town) -> None:
    hall, market = town.north.channels[0], town.south.channels[0]
    asked = [await town.mention(town.north, hall, "slow"), await town.mention(town.south, market, "slow")]
    await until(lambda: all(one.label in town.model.at_work for one in asked))
    await asyncio.sleep(1.5)
    assert await town.runner.terminate() == 0
    await town.mention(town.north, hall)
    await town.mention(town.south, market, "long")
    town.runner.start()
    await town.runner.ready()


async def a_crash(town: Town) -> None:
    kitchen, garden = town.north.channels[1], town.south.channels[1]
    asked = [
        await town.mention(town.north, kitchen, "slow"),
        await town.mention(town.south, garden, "slow"),
        await town.commands(town.south.somebody(), garden, "ask", "slow"),
    ]
    await until(lambda: all(one.label in town.model.at_work for one in asked))
    await asyncio.sleep(1.5)
    await town.runner.kill()
    await town.mention(town.north, kitchen)
    town.runner.start()
    await town.runner.ready()


def judge(town: Town, code: int) -> None:
    assert code == 0
    assert list(town.ledger.faults()) == []
    assert town.simulator.refused_429 == 0
    assert "Traceback" not in town.runner.log
    assert "marmalade one" not in town.runner.log


async def until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Return when it holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
