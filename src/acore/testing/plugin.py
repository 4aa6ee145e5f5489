"""The pytest plugin of acore: fixtures for those who test a bot or an engine."""

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest

try:
    from pytest_asyncio import fixture as async_fixture
except ImportError:  # another plugin runs asynchronous tests, or none does
    async_fixture = pytest.fixture  # type: ignore[assignment]

if TYPE_CHECKING:
    from acore.simulator.server import Simulator
    from acore.testing.loopback import LoopbackDiscord

_MARKER = "loopback_discord"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{_MARKER}(limits=False, bot_name='acore', **options): how the fixture of this name is; with limits=True it "
        "keeps Discord's limits on requests, and options are those of acore.simulator.server.Simulator",
    )


@pytest.fixture
def loopback_discord(request: pytest.FixtureRequest) -> "LoopbackDiscord":
    """A Discord on this machine, for the test of any discord.py bot: ``async with loopback_discord.running(bot):``.

    Nothing runs before the test opens it, in its own event loop: so any plugin that runs asynchronous
    tests will do. The imports are in here because pytest loads this module in every run.
    """
    from acore.testing.loopback import LoopbackDiscord  # noqa: PLC0415

    marker = request.node.get_closest_marker(_MARKER)
    try:
        return LoopbackDiscord(**(marker.kwargs if marker else {}))
    except TypeError as error:
        raise pytest.UsageError(f"@pytest.mark.{_MARKER} of {request.node.nodeid}: {error}") from error


@async_fixture
async def discord_simulator(loopback_discord: "LoopbackDiscord") -> AsyncGenerator["Simulator"]:
    """The simulator of `loopback_discord`, started, with discord.py pointed at it.

    Another library is pointed at its `api_base_url` by hand. Needs pytest-asyncio, in any mode.
    """
    async with loopback_discord:
        yield loopback_discord.simulator
