"""The pytest plugin of acore: fixtures for those who test a bot or an engine."""

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from acore.simulator.server import Simulator


@pytest.fixture
async def discord_simulator() -> AsyncGenerator["Simulator"]:
    """A started loopback Discord: the guild "Test guild", the channel "general", the member "Ada".

    Set ``discord.api_base_url`` to its `api_base_url`; act in it through its `world`. Needs
    pytest-asyncio in its auto mode. The imports are in here because pytest loads this module in
    every run.
    """
    from acore.adapters.clock.system import SystemClock  # noqa: PLC0415
    from acore.simulator.server import Simulator  # noqa: PLC0415

    async with Simulator(clock=SystemClock()) as simulator:
        guild = simulator.world.add_guild("Test guild")
        simulator.world.add_member(guild, "Ada")
        yield simulator
