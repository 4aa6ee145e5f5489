"""The bots that are compared: each in a process of its own, on a loopback Discord of its own.

The loopback Discords run in the process that measures, so that the bots' processor time is theirs alone.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from acore.adapters.clock.system import SystemClock
from acore.simulator.model import WorldEvent
from acore.simulator.rate_limits import Limits
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild
from benchmarks.bare import TOKEN
from benchmarks.processes import environment

_CONNECT_S, _REPLY_S, _STOP_S = 30, 30, 15
_BURST, _PAUSE_S = 50, 0.01
"""Less than the gateway keeps for a client that is slow, with time to catch up in between."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A bot that is connected."""

    simulator: Simulator
    guild: Guild
    process: psutil.Process

    @property
    def channel(self) -> Channel:
        """Where it is talked to."""
        return next(iter(self.guild.channels.values()))

    @property
    def family(self) -> list[psutil.Process]:
        """Its process, and the workers that it started."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of processor time so far, workers included."""
        return sum(sum(process.cpu_times()[:2]) for process in self.family)

    def rss(self) -> float:
        """Megabytes of its process in memory."""
        return float(self.process.memory_info().rss / 1e6)

    def rss_with_workers(self) -> float:
        """Megabytes of all its processes in memory; what they share is counted for each."""
        return float(sum(process.memory_info().rss for process in self.family) / 1e6)

    async def asked(self, text: str) -> float:
        """Seconds from a mention by a new member to the reply; raises RuntimeError where it does not say it back.

        A new member each time, because one member may ask acore six times in 20 seconds.
        """
        world = self.simulator.world
        member = world.add_member(self.guild, f"Member {len(self.guild.members)}")
        began = time.perf_counter()
        said = await world.say(member, self.channel, f"<@{world.bot.id}> {text}")
        told = await world.wait_for(_replies_to(said.id), _REPLY_S)
        taken = time.perf_counter() - began
        assert told.message
        if not told.message.content.endswith(text):
            raise RuntimeError(f"asked to say back {text!r}, the bot said {told.message.content!r}")
        return taken

    async def overhears(self, messages: int) -> None:
        """Members talk with each other; returns when all of it was sent."""
        world = self.simulator.world
        talker = world.add_member(self.guild, f"Member {len(self.guild.members)}")
        for number in range(messages):
            await world.say(talker, self.channel, f"Nothing for bots, number {number}.")
            if number % _BURST == 0:
                await asyncio.sleep(_PAUSE_S)


def _replies_to(message: str) -> Callable[[WorldEvent], bool]:
    return lambda event: event.kind == "message" and event.message is not None and event.message.reference == message


@asynccontextmanager
async def loopback(
    guilds: int = 1, channels: Sequence[str] = ("general",), limits: Limits | None = None
) -> AsyncIterator[Simulator]:
    """A Discord with so many guilds, and these channels in each."""
    simulator = Simulator(clock=SystemClock(), token=TOKEN, limits=limits)
    for number in range(guilds):
        simulator.world.add_guild(f"Guild {number}", channels=channels)
    async with simulator:
        yield simulator


@asynccontextmanager
async def bare_bot(folder: Path) -> AsyncIterator[Peer]:
    """The bare bot, once it is connected."""
    async with loopback() as simulator, running(simulator, folder, "benchmarks.bare", simulator.api_base_url) as bot:
        yield _peer(simulator, bot)


@asynccontextmanager
async def acore(folder: Path, **settings: str) -> AsyncIterator[Peer]:
    """`acore run discord` with its data in the folder, once it is connected; settings are variables."""
    async with loopback() as simulator, acore_on(simulator, folder, **settings) as bot:
        yield _peer(simulator, bot)


@asynccontextmanager
async def acore_on(simulator: Simulator, folder: Path, **settings: str) -> AsyncIterator[psutil.Process]:
    """`acore run discord` on that Discord."""
    given = {
        "ACORE_DATA_DIR": str(folder / "data"),
        "ACORE_WEB__PORT": "0",
        "ACORE_LOG__LEVEL": "warning",
        "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url,
        "DISCORD_TOKEN": TOKEN,
    }
    async with running(simulator, folder, "acore.cli", "run", "discord", **given, **settings) as bot:
        yield bot


@asynccontextmanager
async def running(simulator: Simulator, folder: Path, *command: str, **given: str) -> AsyncIterator[psutil.Process]:
    """A bot of that module and arguments in a process of its own, from its login until the block is left."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, cwd=folder, env=environment(**given), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(_CONNECT_S):
            await simulator.ready.wait()
        yield psutil.Process(process.pid)
    finally:
        await _stopped(process)


def _peer(simulator: Simulator, process: psutil.Process) -> Peer:
    (guild,) = simulator.world.guilds.values()
    return Peer(simulator, guild, process)


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """End it as a service manager does; raises RuntimeError where it takes too long, and kills it."""
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(_STOP_S):
            await process.wait()
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise RuntimeError(f"a bot did not end within {_STOP_S} s") from error
