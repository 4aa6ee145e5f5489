"""Two hours in a voice channel: what the bot holds at the end of it that it did not hold at the beginning.

acore runs in a process of its own on the loopback Discord, end to end encrypted, in real time: four people, of whom two
agreed to be heard, ask and interrupt, one speaks without having agreed, one comes and goes; now and then the bot is
moved, or its connection breaks. BENCH_SECONDS makes it shorter. What is sampled goes to stderr, a line of JSON each.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from acore.simulator.model import Channel, SimMessage, User
from acore.simulator.server import Simulator
from acore.simulator.voice.caller import Caller
from acore.simulator.voice.server import VoiceServer
from acore.testing.loopback_voice import Studio
from benchmarks.bare import TOKEN
from benchmarks.figures import Figure
from benchmarks.peers import loopback, running
from benchmarks.processes import workplace
from benchmarks.soak_figures import Sample, figures_of
from benchmarks.soak_service import EVERY_S

_SECONDS = float(os.environ.get("BENCH_SECONDS", "7200"))
_EVERY_S, _ROUND_S = 10.0, 25.0
_PATIENCE_S, _SILENT_S, _LOOK_S = 20.0, 1.5, 0.02
_STOPS_AFTER_S, _VISIT_S, _RECOVERS_S = 3.0, 2.0, 3.0
_ROUNDS_TO_CHANGE = 12
_NAMES = ("Ann", "Bob", "Cem", "Dan")
_QUESTIONS = (
    "what can you do",
    "tell me about the weather",
    "who wrote the book about the sea",
    "where is the station",
)
_ASIDE, _STOP = "we should talk about something else some time soon", "stop"
_REPLIES = tuple(
    f"The {what} {opens} at {hour}. You can walk there from the {by}, which takes a quarter of an hour."
    for what, opens, hour, by in (
        ("harbour", "opens", "nine in the morning", "market"), ("library", "closes", "half past two", "river"),
        ("lighthouse", "opens", "six in the evening", "old bridge"), ("museum", "closes", "ten to eight", "station"),
        ("garden", "opens", "half past eight", "town hall"), ("castle", "closes", "six in the evening", "post office"),
        ("theatre", "opens", "ten to seven", "fountain"),
    )
)  # fmt: skip
"""Seven, while every fourth is interrupted: each is soon said to its end, and the cache of speech grows no more."""


def measure() -> list[Figure]:
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    with workplace() as folder:
        _script(folder)
        async with _house(folder) as house:
            await house.gather()
            sampling = asyncio.create_task(house.sample())
            try:
                await house.converse(time.monotonic() + _SECONDS)
                await asyncio.sleep(_EVERY_S + EVERY_S)  # it is quiet, and counted once more
            finally:
                sampling.cancel()
            return figures_of(house.samples, rounds=house.rounds, answered=house.answered)


def _script(folder: Path) -> None:
    """Tell the engine what to say, more often than it will be asked; JSON's lists are TOML's as well."""
    replies = [*_REPLIES] * (2 + int(_SECONDS / _ROUND_S / len(_REPLIES)) * 2)
    told = ("[llm.engines.scripted]", f"replies = {json.dumps(replies)}")
    (folder / "settings.local.toml").write_text("\n".join(told), "utf-8")


@dataclass(slots=True)
class House:
    """The bot's process, and the people around it."""

    simulator: Simulator
    voice: VoiceServer
    bot: psutil.Process
    census: Path
    said: dict[str, list[bytes]]
    places: tuple[Channel, Channel]
    people: dict[str, Caller]
    samples: list[Sample] = field(default_factory=list)
    rounds: int = 0
    answered: int = 0
    sent: int = 0
    arrived: int = 0
    _moved: int = 0
    _began: float = field(default_factory=time.monotonic)

    @property
    def here(self) -> Channel:
        """Where they all are."""
        return self.places[self._moved % 2]

    async def gather(self) -> None:
        """All come, the bot is called, and two agree to be heard."""
        ann, bob, dan = (self.people[name] for name in ("Ann", "Bob", "Dan"))
        for caller in self.people.values():
            caller.join(self.here)
        await self.voice.settled(self.here)
        await self.simulator.world.invoke(ann.user, self.here, "voice join")
        await self.voice.settled(self.here, among=[self.simulator.world.bot])
        await _until(self._asking)
        for caller in (ann, bob):
            await self._agree(caller.user, self._asking()[0])
        dan.leave()
        await self.voice.settled(self.here)

    async def sample(self) -> None:
        """Look at the process every ten seconds."""
        while True:
            await asyncio.sleep(_EVERY_S)
            lines = self.census.read_bytes().splitlines() if self.census.exists() else []
            if not lines:
                continue
            sample = self._sampled(json.loads(lines[-1]))
            self.samples.append(sample)
            _tell(**sample.told())

    async def converse(self, end: float) -> None:
        """Round after round, one every 25 seconds."""
        while (began := time.monotonic()) < end:
            self.rounds += 1
            well = await _goes_well(self._round(self.rounds), self.rounds)
            if self.rounds % _ROUNDS_TO_CHANGE == 0:
                well &= await _goes_well(self._change(self.rounds // _ROUNDS_TO_CHANGE), self.rounds)
            self.answered += well
            await asyncio.sleep(max(0.0, began + _ROUND_S - time.monotonic()))

    async def _round(self, number: int) -> None:
        """One asks and is answered, while others do what they do; raises TimeoutError without an answer."""
        ann, bob, cem, dan = (self.people[name] for name in _NAMES)
        asker, other = (ann, bob) if number % 2 else (bob, ann)
        beside = [asyncio.create_task(cem.speak(self.said[_ASIDE]))] if number % 3 == 0 else []
        await self._speak(asker, _QUESTIONS[number % len(_QUESTIONS)])
        await _until(lambda: asker.frames)
        if number % 5 == 1:
            beside.append(asyncio.create_task(self._visit(dan)))
        if number % 4 == 2:
            await asyncio.sleep(_STOPS_AFTER_S)
            await self._speak(other, _STOP)
        await asyncio.gather(*beside)
        await self._silence(ann)
        self._heard_by(ann)

    async def _visit(self, dan: Caller) -> None:
        """Come in the middle of what is said, and go again."""
        dan.join(self.here)
        await asyncio.sleep(_VISIT_S)
        dan.leave()

    async def _change(self, number: int) -> None:
        """What voice servers and moderators do, one after the other."""
        world = self.simulator.world
        (guild,) = world.guilds.values()
        _tell(change=number % 5)
        match number % 5:
            case 0:
                self.voice.drop()
            case 1:
                self._moved += 1
                world.move_in_call(world.bot, self.here)
                for name in ("Ann", "Bob", "Cem"):
                    self.people[name].join(self.here)
            case 2:
                await self.voice.change_server(guild)
            case 3:
                await self.voice.close(4015)
            case 4:
                await self.voice.close(4006)
        await asyncio.sleep(_RECOVERS_S)
        await self.voice.settled(self.here, among=[world.bot])

    async def _speak(self, who: Caller, text: str) -> None:
        """Say it; what there was no key for was not sent."""
        held_back = who.held_back
        await who.speak(self.said[text])
        self.sent += len(self.said[text]) - (who.held_back - held_back)

    async def _silence(self, listener: Caller) -> None:
        """Wait until the bot has said nothing for a while."""
        known, silent = -1, 0
        async with asyncio.timeout(4 * _PATIENCE_S):
            while silent < _SILENT_S * 2:
                await asyncio.sleep(0.5)
                silent = 0 if (now := len(listener.heard)) != known else silent + 1
                known = now

    def _heard_by(self, listener: Caller) -> None:
        """Count what came of the bot, and forget it."""
        self.arrived += len(listener.frames)
        for caller in self.people.values():
            caller.heard.clear()

    def _sampled(self, census: dict[str, Any]) -> Sample:
        workers = self.bot.children(recursive=True)
        with self.bot.oneshot():
            return Sample(
                at_s=time.monotonic() - self._began,
                rss_mb=self.bot.memory_info().rss / 1e6,
                workers_mb=sum(worker.memory_info().rss for worker in workers) / 1e6,
                cpu_s=sum(sum(process.cpu_times()[:2]) for process in (self.bot, *workers)),
                threads=self.bot.num_threads(),
                files=self.bot.num_fds(),
                tasks=census["tasks"],
                packets=census["packets"],
                turns=census["turns"],
                sent=self.sent,
                arrived=self.arrived,
                unreadable=sum(caller.unreadable for caller in self.people.values()),
            )

    async def _agree(self, user: User, asking: SimMessage) -> None:
        (button,) = [
            part["custom_id"]
            for row in asking.components
            for part in row["components"]
            if "listen:" in part["custom_id"]
        ]
        await self.simulator.world.press(user, asking, button)
        await _until(
            lambda: [m for m in self._messages(user) if m.ephemeral_to == user.id and "I listen to you" in m.content]
        )

    def _messages(self, user: User | None = None) -> list[SimMessage]:
        return list(self.simulator.world.messages(self.here.id, seen_by=user.id if user else None))

    def _asking(self) -> list[SimMessage]:
        """What the bot asks everybody about being heard."""
        bot = self.simulator.world.bot
        return [m for m in self._messages() if m.author == bot and m.ephemeral_to is None and m.components]


@asynccontextmanager
async def _house(folder: Path) -> AsyncIterator[House]:
    said = await _said()
    async with loopback() as simulator:
        world = simulator.world
        (guild,) = world.guilds.values()
        places = (world.add_voice_channel(guild, "Hall"), world.add_voice_channel(guild, "Kitchen"))
        voice = await simulator.voice()
        trusted, census = folder / "loopback.pem", folder / "census.jsonl"
        trusted.write_text(voice.certificate.pem, "ascii")
        people = {name: voice.caller(world.add_member(guild, name)) for name in _NAMES}
        given = {
            "ACORE_DATA_DIR": str(folder / "data"),
            "ACORE_WEB__PORT": "0",
            "ACORE_LOG__LEVEL": "warning",
            "ACORE_LLM__USE": "scripted",
            "ACORE_VOICE__ANSWERS": "always",
            "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url,
            "DISCORD_TOKEN": TOKEN,
            "SSL_CERT_FILE": str(trusted),
        }
        async with running(simulator, folder, "benchmarks.soak_service", str(census), **given) as bot:
            yield House(simulator, voice, bot, census, said, places, people)


async def _said() -> dict[str, list[bytes]]:
    """All that people will say, as packets."""
    studio = Studio()
    try:
        texts = (*_QUESTIONS, _ASIDE, _STOP)
        return {text: await studio.packets(await studio.spoken(text)) for text in texts}
    finally:
        await studio.aclose()


async def _goes_well(what: Awaitable[None], number: int) -> bool:
    """Whether it came to its end in time."""
    try:
        await what
    except TimeoutError:
        _tell(failed=number)
        return False
    return True


async def _until(holds: Callable[[], object]) -> None:
    """Wait for it; raises TimeoutError where it takes too long."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            if holds():
                return
            await asyncio.sleep(_LOOK_S)


def _tell(**what: object) -> None:
    print(json.dumps(what), file=sys.stderr, flush=True)
