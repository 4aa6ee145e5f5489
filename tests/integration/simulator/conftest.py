"""A real discord.py bot and the simulator that it is pointed at."""

import asyncio
import contextlib
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
import pytest
import yarl

from acore.adapters.clock.system import SystemClock
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild, User, World, WorldEvent

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.ext import commands

PATIENCE_S = 10
"""Far beyond what anything here takes; it ends a test that would hang."""


IDENTIFY = {"token": "simulated", "intents": 1 << 9 | 1 << 15, "properties": {}}


class Client:
    """A gateway client that says exactly what a test wants."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def receive(self) -> Mapping[str, Any]:
        payload: Mapping[str, Any] = await self.socket.receive_json(timeout=PATIENCE_S)
        return payload

    async def log_in(self, **options: Any) -> Mapping[str, Any]:
        """IDENTIFY, and the READY that answers it."""
        await self.send(2, IDENTIFY | options)
        ready = await self.receive()
        assert ready["t"] == "READY"
        return ready

    async def close_code(self) -> int | None:
        while not self.socket.closed:
            await self.socket.receive(timeout=PATIENCE_S)
        return self.socket.close_code


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

    @contextlib.asynccontextmanager
    async def at_gateway(self) -> AsyncGenerator[Client]:
        """A raw client that has got its HELLO."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(self.simulator.gateway_url + "?v=10") as socket,
        ):
            client = Client(socket)
            hello = await client.receive()
            assert (hello["op"], hello["d"]) == (10, {"heartbeat_interval": 41250})
            yield client


class Bot(commands.AutoShardedBot):
    """A discord.py bot that notes what it is told and runs what a test gives it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, messages=True, message_content=True))
        super().__init__(command_prefix="!", guild_ready_timeout=0.05, help_command=None, **options)
        self.seen: list[str] = []
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self._heard = asyncio.Event()

    async def told_of(self, what: str) -> None:
        """Wait until discord.py dispatched the event."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.told.get() != what:
                pass

    async def has_seen(self, count: int) -> list[str]:
        """Wait for so many messages, and return all there are."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.seen) < count:
                self._heard.clear()
                await self._heard.wait()
        return self.seen

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Shards of the real Discord have to wait five seconds for each other; these do not."""

    async def on_ready(self) -> None:
        self.told.put_nowait("ready")

    async def on_resumed(self) -> None:
        self.told.put_nowait("resumed")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.told.put_nowait(f"joined {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.told.put_nowait(f"left {guild.name}")

    async def on_message_edit(self, _before: discord.Message, after: discord.Message) -> None:
        self.told.put_nowait(f"edited {after.content}")

    async def on_message_delete(self, message: discord.Message) -> None:
        self.told.put_nowait(f"deleted {message.content}")

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        del event_method, args, kwargs
        raise  # noqa: PLE0704  discord.py calls this inside its except block

    async def on_message(self, message: discord.Message, /) -> None:
        self.seen.append(message.content)
        self._heard.set()


BotT = TypeVar("BotT", bound=Bot)


@contextlib.asynccontextmanager
async def connected(bot: BotT, token: str = "simulated") -> AsyncGenerator[BotT]:
    """The bot, logged in and ready; leaving the block closes it."""
    async with bot:
        running = asyncio.create_task(bot.start(token))
        ready = asyncio.create_task(bot.told_of("ready"))
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            await (running if running.done() else ready)
            yield bot
        finally:
            await bot.close()
            for task in (running, ready):
                task.cancel()
            await asyncio.gather(running, ready, return_exceptions=True)


def point_at(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send discord.py to the simulator.

    It asks REST for the gateway's address only at the first login of automatic shards; to log in anew
    after an invalid session it takes the built-in one.
    """
    monkeypatch.setattr(discord.http.Route, "BASE", simulator.api_base_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(simulator.gateway_url))


@contextlib.asynccontextmanager
async def opened(monkeypatch: pytest.MonkeyPatch, **options: Any) -> AsyncGenerator[Place]:
    """A started simulator with these options, discord.py pointed at it, and a guild and a member in it."""
    options.setdefault("clock", SystemClock())
    world = World(SystemClock())
    guild = world.add_guild("Test guild")
    ada = world.add_member(guild, "Ada")
    async with Simulator(world, **options) as simulator, world.subscribe() as events:
        point_at(simulator, monkeypatch)
        yield Place(simulator, guild, ada, events)


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Place]:
    async with opened(monkeypatch) as place:
        yield place


@pytest.fixture
async def client(place: Place) -> AsyncGenerator[Client]:
    async with place.at_gateway() as client:
        yield client
