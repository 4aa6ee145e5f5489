"""A day in two guilds: whatever happens, every question is answered exactly once, and whole."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from . import people, trouble
from .town import Town, opened

_SETTLES_S = 90
_DAYS = int(os.environ.get("ACORE_DAYS", "1"))
"""How often the troubles of the day come again, on the same data."""


async def _a_restart(town: Town) -> None:
    await trouble.restart(town, crash=False)


async def _a_crash(town: Town) -> None:
    await trouble.restart(town, crash=True)


_TROUBLES: tuple[Callable[[Town], Awaitable[None]], ...] = (
    people.changes,
    trouble.refusals,
    trouble.refused_commands,
    trouble.gateway,
    _a_restart,
    trouble.maintenance,
    people.buttons,
    trouble.ban,
    _a_crash,
    trouble.moving_out_and_in,
)


async def test_every_question_of_a_day_in_two_guilds_is_answered_exactly_once_and_whole(tmp_path: Path) -> None:
    async with opened(tmp_path) as town:
        town.runner.start()
        await town.runner.ready()
        await people.until(town.world.commands, "the commands")
        parrot = asyncio.create_task(people.parrot(town, town.north))
        await people.morning(town)
        for scene in _TROUBLES * _DAYS:
            await scene(town)
        await town.ledger.settled(_SETTLES_S)
        parrot.cancel()
        with suppress(asyncio.CancelledError):
            await parrot
        assert await town.runner.terminate() == 0
        _judge(town)


def _judge(town: Town) -> None:
    faults, log = list(town.ledger.faults()), town.runner.log
    assert not faults, "\n".join([f"{len(faults)} of {len(town.ledger.questions)} questions:", *faults])
    assert town.simulator.refused_429 == town.planned_429
    assert [event["event"] for event in town.runner.events("error", "critical")] == []
    assert "Traceback" not in log
    assert "about marmalade" not in log
    assert "oranges" not in log
