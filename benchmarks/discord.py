"""The bot under Discord's limits and faults: acknowledgements, refusals, lost and doubled answers.

acore runs as `acore run discord` on a loopback Discord that takes as many requests as Discord does. Its engine is
`scripted`: long answers, word by word. The figures that count something stand for the whole run, without a floor.
"""

import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from acore.simulator.rate_limits import Limits
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild, SimMessage, User
from benchmarks.figures import Figure
from benchmarks.ledger import Ledger, points
from benchmarks.peers import acore_on, loopback, running
from benchmarks.processes import workplace

_SETTLE_S, _QUIET_S = 180, 5

_PENDING, _ACKS, _ACK_EVERY_S, _ACK_S = 50, 600, 0.05, 3
_ASKS = 6
"""Of so many commands one is a question, which makes the bot write one more answer."""

# Seconds of the long run; a shorter one tells less.
_STREAM_S = float(os.environ.get("BENCH_SECONDS", "600"))
_QUESTION_EVERY_S = 0.5
_BURST_EVERY_S = 60
_DROPS, _HANDSHAKE_DROPS = 1000, 25
_ANSWER_BEGINS_S = 60


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    return [*await _acknowledged(), *await _dropped(), await _streamed()]


@dataclass(frozen=True, slots=True)
class Town:
    """A loopback Discord with acore on it, and the record of what acore says."""

    simulator: Simulator
    ledger: Ledger
    places: Sequence[tuple[Guild, Channel]]

    def newcomer(self, guild: Guild) -> User:
        """A member who has not asked anything yet: nobody is held up by a cooldown."""
        return self.simulator.world.add_member(guild, f"Member {len(guild.members)}")

    async def asks(self, place: tuple[Guild, Channel]) -> str:
        """A new member mentions the bot; returns the id of the message."""
        return (await self.says(place)).id

    async def says(self, place: tuple[Guild, Channel], reply_to: str | None = None) -> SimMessage:
        """A new member mentions the bot."""
        world, (guild, channel) = self.simulator.world, place
        text = f"<@{world.bot.id}> What is there to say, and why?"
        return await world.say(self.newcomer(guild), channel, text, reply_to=reply_to)

    async def commands(self, place: tuple[Guild, Channel], name: str) -> str:
        """A new member runs /help, /ask or /chat; returns the id of the interaction."""
        options = {"help": {}, "ask": {"question": "What is it?"}, "chat": {"message": "Tell me."}}[name]
        return await self.simulator.world.invoke(self.newcomer(place[0]), place[1], name, options)


@asynccontextmanager
async def _town(guilds: int, channels: int, pace_s: float, replies: Sequence[str]) -> AsyncIterator[Town]:
    """Acore on so many guilds, each with so many channels, and Discord's limits."""
    names = [f"channel-{number}" for number in range(channels)]
    with workplace() as folder:
        _script(folder, pace_s, replies)
        async with loopback(guilds, names, Limits()) as simulator:
            town = _founded(simulator)
            async with acore_on(simulator, folder, ACORE_LLM__USE="scripted"):
                yield town


def _script(folder: Path, pace_s: float, replies: Sequence[str]) -> None:
    """Tell the engine what to say; JSON's strings and lists are TOML's as well."""
    lines = ("[llm.engines.scripted]", f"pace_s = {pace_s}", f"replies = {json.dumps(replies)}")
    (folder / "settings.local.toml").write_text("\n".join(lines), "utf-8")


def _founded(simulator: Simulator) -> Town:
    guilds = simulator.world.guilds.values()
    places = [(guild, channel) for guild in guilds for channel in guild.channels.values()]
    return Town(simulator, Ledger(simulator.world), places)


async def _acknowledged() -> list[Figure]:
    """Commands, while answers are being written in twenty-five channels; the bare bot writes none."""
    with workplace() as folder:
        async with loopback(1, ["general"], Limits()) as simulator:
            town = _founded(simulator)
            async with running(simulator, folder, "benchmarks.bare_commands", simulator.api_base_url):
                floor = await _acks(town)
    async with _town(1, 25, 0.1, [points(90)]) as town:
        asked = [await town.asks(place) for place in [*town.places, *town.places]]
        for question in asked:
            await town.ledger.begun(question, _ANSWER_BEGINS_S)
        edits = town.ledger.edits
        taken = await _acks(town)
        if (pending := town.ledger.writing()) < _PENDING or town.ledger.edits == edits:
            raise RuntimeError(f"at the end only {pending} answers were being written")
    bare, ours = (statistics.quantiles(column, n=100)[-1] * 1e3 for column in (floor, taken))
    return [
        Figure("discord.slash_ack_p99", ours, "ms", None, "<=50"),
        Figure("discord.slash_ack_over_bare", ours, "ms", bare, "<=5"),
    ]


async def _acks(town: Town) -> list[float]:
    """Seconds from each command to its acknowledgement."""
    began: dict[str, float] = {}
    taken: dict[str, float] = {}
    done = asyncio.Event()

    async def listen() -> None:
        async with town.simulator.world.subscribe() as events:
            async for event in events:
                asked = event.message.interaction_id if event.message else None
                if asked in began and asked not in taken:
                    taken[asked] = time.perf_counter() - began[asked]
                    if len(taken) == _ACKS:
                        done.set()

    listening = asyncio.create_task(listen())
    try:
        for number in range(_ACKS):
            now = time.perf_counter()
            name = "help" if number % _ASKS else "ask"
            began[await town.commands(town.places[number % len(town.places)], name)] = now
            await asyncio.sleep(_ACK_EVERY_S)
        async with asyncio.timeout(_ACK_S):
            await done.wait()
    finally:
        listening.cancel()
    return list(taken.values())


async def _dropped() -> list[Figure]:
    """Every socket is dropped as soon as the bot has answered over it, in the moments after a new question."""
    choose = random.Random(0)
    asked = []
    async with _town(2, 25, 0.02, [points(4)]) as town:
        for number in range(_DROPS):
            asked.append(await town.asks(town.places[number % len(town.places)]))
            await asyncio.sleep(choose.uniform(0, 0.01))
            town.simulator.drop_connections()
            if number % _HANDSHAKE_DROPS == 0:
                await asyncio.sleep(choose.uniform(0, 0.01))
                town.simulator.drop_connections()
            await town.ledger.begun(asked[-1], _ANSWER_BEGINS_S)
        await town.ledger.settled(asked, _SETTLE_S)
        await asyncio.sleep(_QUIET_S)
        outcomes = [town.ledger.outcome(question) for question in asked]
    return [
        Figure("discord.dropped_sockets_lost", outcomes.count("lost"), "lost", None, "<=0"),
        Figure("discord.dropped_sockets_doubled", outcomes.count("doubled"), "doubled", None, "<=0"),
    ]


async def _streamed() -> Figure:
    """Long answers in many channels of three guilds, by mention, reply and command."""
    choose = random.Random(0)
    replies = [points(choose.choice((4, 20, 60, 100, 130))) for _ in range(200)]
    async with _town(3, 8, 0.05, replies) as town:
        asked = await _busy(town, choose)
        await town.ledger.settled(asked, _SETTLE_S)
        failed = [question for question in asked if town.ledger.outcome(question) != "once"]
        if failed or town.ledger.edits < _STREAM_S:
            raise RuntimeError(f"{len(failed)} of {len(asked)} questions without one answer, {town.ledger.edits} edits")
        return Figure("discord.refused_429", town.simulator.refused_429, "refused", None, "<=0")


async def _busy(town: Town, choose: random.Random) -> list[str]:
    """Ask for as long as the run lasts; returns the questions that still stand."""
    asked: list[str] = []
    began = time.monotonic()
    burst_at = began + _BURST_EVERY_S / 2
    async with asyncio.TaskGroup() as thoughts:
        while (now := time.monotonic()) < began + _STREAM_S:
            if now >= burst_at:
                burst_at += _BURST_EVERY_S
                asked += [await town.asks(place) for place in town.places]
            place = choose.choice(town.places)
            what = choose.choice(("mention", "mention", "mention", "chat", "ask", "second thought"))
            if what == "second thought":
                message = await town.says(place)
                if edited := choose.random() < 0.5:
                    asked.append(message.id)
                thoughts.create_task(_reconsider(town, message, edited=edited))
            else:
                asked.append(await (town.asks(place) if what == "mention" else town.commands(place, what)))
            await asyncio.sleep(choose.uniform(0, 2 * _QUESTION_EVERY_S))
    return asked


async def _reconsider(town: Town, message: SimMessage, *, edited: bool) -> None:
    """The member edits the question while it is being answered, or deletes it."""
    await town.ledger.begun(message.id, _ANSWER_BEGINS_S)
    world = town.simulator.world
    if edited:
        await world.edit(message.author, message, f"{message.content} Now.")
    else:
        await world.delete(message.author, message)
