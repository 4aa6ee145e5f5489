"""A world without a network, and what it sends to the bot."""

from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.model import Dispatch
from acore.simulator.world import Channel, Guild, User, World


class Sent(list[Dispatch]):
    """The events for the bot, in order."""

    def last(self, name: str) -> dict[str, Any]:
        """The data of the latest event of that name."""
        return dict(next(event.data for event in reversed(self) if event.name == name))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    return World(clock)


@pytest.fixture
def guild(world: World) -> Guild:
    return world.add_guild("Test guild")


@pytest.fixture
def general(guild: Guild) -> Channel:
    return next(iter(guild.channels.values()))


@pytest.fixture
def ada(world: World, guild: Guild) -> User:
    return world.add_member(guild, "Ada")


@pytest.fixture
def sent(world: World) -> Sent:
    events = Sent()
    world.attach(events.append)
    return events
