"""The bot on the loopback Discord, against the barest bot on the same: time, processor, memory.

The loopback Discord runs in this process and both bots in their own, so that only theirs is counted.
acore runs as `acore run discord` with the engine `scripted`, history in SQLite and retrieval from the
index; it is asked by a new member each time, because one member may ask six times in 20 seconds.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from acore.adapters.clock.system import SystemClock
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild
from benchmarks.bare import TOKEN
from benchmarks.figures import Figure

_REPLIES, _IGNORED, _READY_ROUNDS = 300, 3000, 5
_WARM = 30
_QUESTION = "How do I add a Discord token?"


@dataclass
class Peer:
    """A bot in its process, on a loopback Discord of its own."""

    simulator: Simulator
    guild: Guild
    process: psutil.Process
    taken: list[float] = field(default_factory=list)

    @property
    def channel(self) -> Channel:
        """Where it is asked."""
        return next(iter(self.guild.channels.values()))

    def cpu(self) -> float:
        """Seconds of processor time so far, children included."""
        return sum(sum(process.cpu_times()[:2]) for process in self._all())

    def rss(self, *, children: bool) -> float:
        """Megabytes in memory."""
        return sum(process.memory_info().rss for process in (self._all() if children else [self.process])) / 1e6

    async def asked(self, number: int) -> float:
        """Seconds from a mention to the reply."""
        world = self.simulator.world
        member = world.add_member(self.guild, f"Member {number}")
        began = time.perf_counter()
        said = await world.say(member, self.channel, f"<@{world.bot.id}> {_QUESTION}")
        await world.wait_for(
            lambda event: event.kind == "message" and event.message is not None and event.message.reference == said.id,
            30,
        )
        return time.perf_counter() - began

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    ready = await _ready()
    async with _simulator(1) as (one, guild), _simulator(1) as (two, other):
        with (
            tempfile.TemporaryDirectory() as folder,
            _started(_BARE, one) as bare,
            _started(_ACORE, two, folder) as acore,
        ):
            peers = [Peer(one, guild, bare), Peer(two, other, acore)]
            for peer in peers:
                async with asyncio.timeout(30):
                    await peer.simulator.ready.wait()
            await asyncio.sleep(5)
            idle = [peer.rss(children=True) for peer in peers]
            replies = await _replies(peers)
            ignored = await _ignored(peers)
            busy = [peer.rss(children=True) for peer in peers]
    p50 = [statistics.median(peer.taken) * 1000 for peer in peers]
    return [
        Figure("bot.reply_p50", p50[1], "ms", p50[0], "<=5"),
        Figure("bot.reply_cpu", replies[1] * 1000, "ms", replies[0] * 1000, "<=5"),
        Figure("bot.ignored_cpu", ignored[1] * 1e6, "us", ignored[0] * 1e6, "<=3"),
        Figure("bot.ready", ready[1], "s", ready[0], "<=1.15"),
        Figure("bot.idle_rss", idle[1], "MB", idle[0], "<=2.2"),
        Figure("bot.rss_with_index", busy[1], "MB", busy[0], "<=4"),
    ]


class _simulator:  # noqa: N801  used as a function
    """A loopback Discord with some guilds."""

    def __init__(self, guilds: int) -> None:
        self._guilds = guilds

    async def __aenter__(self) -> tuple[Simulator, Guild]:
        self._simulator = Simulator(clock=SystemClock(), token=TOKEN)
        guilds = [self._simulator.world.add_guild(f"Guild {n}") for n in range(self._guilds)]
        await self._simulator.start()
        return self._simulator, guilds[0]

    async def __aexit__(self, *_: object) -> None:
        await self._simulator.aclose()


_BARE = ("benchmarks.bare",)
_ACORE = ("acore.cli", "run", "discord")


@contextmanager
def _started(command: tuple[str, ...], simulator: Simulator, folder: str | None = None) -> Iterator[psutil.Process]:
    given = dict(os.environ)
    if folder is None:
        command = (*command, simulator.api_base_url)
    else:
        given |= {
            "ACORE_DATA_DIR": folder, "ACORE_WEB__PORT": "0", "ACORE_LLM__USE": "scripted", "DISCORD_TOKEN": TOKEN,
            "ACORE_LLM__ENGINES__SCRIPTED__REPLIES": '["Set it in .env, and start again."]',
            "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url, "ACORE_LOG__LEVEL": "warning",
        }  # fmt: skip
    with subprocess.Popen([sys.executable, "-m", *command], env=given, stdout=subprocess.DEVNULL) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(15)


async def _replies(peers: list[Peer]) -> list[float]:
    """Processor seconds a reply; the bots are asked in turn."""
    for number in range(_WARM):
        for peer in peers:
            await peer.asked(number)
    before = [peer.cpu() for peer in peers]
    for number in range(_REPLIES):
        for peer in peers:
            peer.taken.append(await peer.asked(_WARM + number))
    await asyncio.sleep(0.5)
    return [(peer.cpu() - was) / _REPLIES for peer, was in zip(peers, before, strict=True)]


async def _ignored(peers: list[Peer]) -> list[float]:
    """Processor seconds a message that is for somebody else; the last one is for the bot, and ends the count."""
    used = []
    for peer in peers:
        world = peer.simulator.world
        member = world.add_member(peer.guild, "Talker")
        before = peer.cpu()
        for number in range(_IGNORED):
            await world.say(member, peer.channel, f"Nothing for bots, number {number}.")
            if number % 50 == 0:
                await asyncio.sleep(0.01)
        await peer.asked(10_000)
        used.append((peer.cpu() - before) / _IGNORED)
    return used


async def _ready() -> tuple[float, float]:
    """Seconds from the start to ready with ten guilds."""
    taken: dict[str, list[float]] = {"ready-bare": [], "ready-acore": []}
    async with _simulator(10) as (simulator, _guild):
        for _ in range(_READY_ROUNDS):
            for mode, column in taken.items():
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "benchmarks.peers", mode, simulator.api_base_url, stdout=subprocess.PIPE
                )
                told, _ = await asyncio.wait_for(process.communicate(), 60)
                column.append(float(told.splitlines()[-1]))
    return statistics.median(taken["ready-bare"]), statistics.median(taken["ready-acore"])
