"""A real discord.py bot and the simulator that it is pointed at."""

import asyncio
import contextlib
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

import pytest

from acore.adapters.clock.system import SystemClock
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild, User, World, WorldEvent

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.ext import commands

PATIENCE_S = 10
"""Far beyond what anything here takes; it ends a test that would hang."""


class Place:
    """A started simulator with a guild and a member, and the events since the test began."""

    def __init__(self, simulator: Simulator, guild: Guild, ada: User, events: AsyncIterator[WorldEvent]) -> None:
        self.simulator = simulator
        self.world: World = simulator.world
        self.guild = guild
        self.ada = ada
        self.general: Channel = next(iter(guild.channels.values()))
        self._events = events

    async def until(self, kind: str, fits: Callable[[WorldEvent], bool] = lambda _event: True) -> WorldEvent:
        """The next event of the kind that fits; those before it are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while (event := await anext(self._events)).kind != kind or not fits(event):
                pass
            return event

    async def answer(self) -> str:
        """What the bot says next."""
        event = await self.until("message", lambda e: e.user == self.world.bot)
        assert event.message
        return event.message.content


class Bot(commands.AutoShardedBot):
    """A discord.py bot that notes what it is told and runs what a test gives it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, messages=True, message_content=True))
        super().__init__(command_prefix="!", guild_ready_timeout=0.05, help_command=None, **options)
        self.seen: list[str] = []
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.errors: list[BaseException] = []
        self.listen("on_resumed")(self._note("resumed"))
        self.listen("on_ready")(self._note("ready"))

    def _note(self, what: str) -> Callable[..., Any]:
        async def note(*_args: object) -> None:
            self.told.put_nowait(what)

        return note

    async def told_of(self, what: str) -> None:
        """Wait until discord.py dispatched the event."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.told.get() != what:
                pass

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        del event_method, args, kwargs
        raise  # noqa: PLE0704  discord.py calls this inside its except block

    async def on_message(self, message: discord.Message, /) -> None:
        self.seen.append(message.content)


Connect = Callable[[Bot], contextlib.AbstractAsyncContextManager[Bot]]


@contextlib.asynccontextmanager
async def connected(bot: Bot, token: str = "simulated") -> AsyncGenerator[Bot]:
    """The bot, logged in and ready; leaving the block closes it."""
    async with bot:
        running = asyncio.create_task(bot.start(token))
        ready = asyncio.create_task(bot.told_of("ready"))
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running.done():
            await running
        try:
            yield bot
        finally:
            await bot.close()
            await running


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Place]:
    world = World(SystemClock())
    guild = world.add_guild("Test guild")
    ada = world.add_member(guild, "Ada")
    async with Simulator(world, clock=SystemClock()) as simulator, world.subscribe() as events:
        monkeypatch.setattr(discord.http.Route, "BASE", simulator.api_base_url)
        yield Place(simulator, guild, ada, events)
