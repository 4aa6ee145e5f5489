"""A loopback Discord for the tests of any discord.py bot: start the bot, write to it, wait for its answer."""

import asyncio
import warnings
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import pytest
from yarl import URL

from acore.adapters.clock.system import SystemClock
from acore.simulator.model import SimMessage, User, WorldEvent
from acore.simulator.options import Value, spellings
from acore.simulator.places import Channel
from acore.simulator.rate_limits import Limits
from acore.simulator.server import Simulator
from acore.simulator.world import World
from acore.testing.loopback_report import BotErrors, told

if TYPE_CHECKING:  # libraries of an extra
    from acore.simulator.voice.server import VoiceServer
    from acore.testing.loopback_voice import Speaker, Studio

_READY_S = 30.0
_CLOSE_S = 10.0
_COMMANDS_S = 5.0
_LAST_GUILD_S = 0.1
"""Guilds of the loopback Discord come at once; discord.py waits two seconds for another one."""
_MOST_EVENTS = 10_000

Fits = Callable[[SimMessage], bool]


class Client(Protocol):
    """What is asked of a bot: every ``discord.Client``, and so every ``commands.Bot``, has it."""

    async def start(self, token: str) -> None:
        """Log in and stay connected."""

    async def wait_until_ready(self) -> None:
        """Return once the bot is ready."""

    async def close(self) -> None:
        """Disconnect."""

    def is_closed(self) -> bool:
        """Whether it was closed."""


class LoopbackDiscord:
    """The guild "Test guild" with the channel "general" and the member "Ada", for one test.

    It is open within ``async with loopback_discord:`` or ``async with loopback_discord.running(bot):``;
    while it is, discord.py is pointed at it. What was said stays when it is opened again.
    `limits` are Discord's own limits on requests where it is True; `options` are those of `Simulator`.
    """

    def __init__(self, *, limits: bool | Limits = False, bot_name: str = "acore", **options: Any) -> None:  # noqa: ANN401  the simulator checks them
        clock = SystemClock()
        self.world = World(clock, bot_name=bot_name)
        """Everything that there is and that people can do: threads, files, other members, context menus."""
        self.guild = self.world.add_guild("Test guild")
        self.channel: Channel = next(iter(self.guild.channels.values()))
        self.member: User = self.world.add_member(self.guild, "Ada")
        asked = limits if isinstance(limits, Limits) else Limits() if limits else None
        self.simulator = Simulator(self.world, clock=clock, limits=asked, **options)
        """The server: its `faults`, `refused_429`, dropped connections, maintenance."""
        self._opened = 0
        self._stack = AsyncExitStack()
        self._events: deque[WorldEvent] = deque(maxlen=_MOST_EVENTS)
        self._news = asyncio.Event()
        self._errors = BotErrors()
        self._bots: set[asyncio.Task[None]] = set()
        self._studio: Studio | None = None

    async def __aenter__(self) -> Self:
        self._opened += 1
        if self._opened == 1:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self.simulator)
                stack.enter_context(self._errors.caught())
                patch = pytest.MonkeyPatch()
                stack.callback(patch.undo)
                _point_at(self.simulator, patch)
                self.simulator.voice_line.started = partial(_trust, patch)
                await stack.enter_async_context(self._listening())
                self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened -= 1
        if self._opened == 0:
            await self._stack.aclose()

    @asynccontextmanager
    async def running(self, bot: Client, *, token: str | None = None) -> AsyncGenerator[Self]:
        """The bot, connected and ready; leaving the block closes it.

        Raises what the bot's ``start`` raises, then or within the block, and TimeoutError where the bot
        is not ready within 30 seconds.
        A bot that was closed can not be run again: discord.py needs a new one.
        """
        if bot.is_closed():
            raise RuntimeError(
                "This bot was run and closed before, and discord.py can not start it again. "
                "Make a new one in every test: a function that returns the bot."
            )
        async with self:
            self.simulator.ready.clear()
            _do_not_wait_for_guilds(bot)
            start = asyncio.create_task(bot.start(token or self.simulator.token), name="bot-under-test")
            self._bots.add(start)
            try:
                await self._until_ready(bot, start)
                yield self
                if start.done():
                    start.result()
            finally:
                try:
                    async with asyncio.timeout(_CLOSE_S):
                        await bot.close()
                finally:
                    await asyncio.wait((start,), timeout=_CLOSE_S)
                    start.cancel()
                    await asyncio.gather(start, return_exceptions=True)
                    self._bots.discard(start)

    async def say(self, text: str, *, by: User | None = None, to: Channel | None = None) -> SimMessage:
        """Ada, or another member, writes to the channel; returns the message."""
        return await self.world.say(by or self.member, to or self.channel, text)

    async def invoke(self, command: str, options: Mapping[str, Value] | None = None, *, by: User | None = None) -> str:
        """Ada, or another member, runs a slash command; returns the interaction's id.

        A command that the bot does not have yet is waited for, since bots register them once they run.
        Raises NotFound with the commands there are, InvalidInput where an option does not fit.
        """
        async with self.world.subscribe() as events:
            with suppress(TimeoutError):
                async with asyncio.timeout(_COMMANDS_S):
                    while not self._knows(command):
                        await anext(events)
        return await self.world.invoke(by or self.member, self.channel, command, options)

    async def speaker(self, who: User | str, **options: Any) -> "Speaker":  # noqa: ANN401  the voice server checks them
        """A member with a microphone, new by that name or one who is there already; `running` has to be open.

        `options` are those of `VoiceServer.caller`. Raises SettingsError without the extra `testing`.
        """
        voice = await self.simulator.voice()
        from acore.testing.loopback_voice import Speaker, Studio  # noqa: PLC0415  libraries of an extra

        if self._studio is None:
            self._studio = Studio()
            self._stack.push_async_callback(self._close_studio)
        user = self.world.add_member(self.guild, who) if isinstance(who, str) else who
        return Speaker(voice.caller(user, **options), voice, self._studio)

    async def press(self, message: SimMessage, button: str, *, by: User | None = None) -> str:
        """Ada, or another member, presses the button with this label, emoji or id; returns the interaction's id.

        Raises NotFound without such a button, InvalidInput where it is disabled.
        """
        there = {name: part["custom_id"] for part in _buttons(message.components) for name in _names(part)}
        return await self.world.press(by or self.member, message, there.get(button, button))

    async def answer(self, fits: Fits = lambda _message: True, *, timeout: float = 5.0) -> SimMessage:  # noqa: ASYNC109  a public shape
        """The next message that the bot writes or edits, from its start on, and that fits; each is given once.

        A place held by "thinking" is no answer yet. Fails the test, with what happened instead, after
        `timeout` seconds, or as soon as a member is told that the bot did not respond in time.
        """
        __tracebackhide__ = True
        if not self._opened:
            raise RuntimeError(
                "The loopback Discord is not open: wait within `async with loopback_discord.running(bot):`"
            )
        seen: list[WorldEvent] = []
        try:
            async with asyncio.timeout(timeout):
                while (event := await self._next(seen)).kind != "failed":
                    message = event.message
                    if message is not None and self._answers(event, message) and fits(message):
                        return message
        except TimeoutError:
            pass
        why = seen[-1].text if seen and seen[-1].kind == "failed" else f"The bot gave no such answer in {timeout:g} s"
        report = told(why, seen, self.world, self._errors.latest(), self._stopped())
        raise AssertionError(report) from None

    async def _close_studio(self) -> None:
        studio, self._studio = self._studio, None
        if studio is not None:
            await studio.aclose()

    def _knows(self, command: str) -> bool:
        return command.removeprefix("/") in spellings(self.world.commands())

    async def _next(self, seen: list[WorldEvent]) -> WorldEvent:
        while not self._events:
            self._news.clear()
            await self._news.wait()
        seen.append(self._events.popleft())
        return seen[-1]

    def _answers(self, event: WorldEvent, message: SimMessage) -> bool:
        return event.kind in ("message", "edit") and message.author == self.world.bot and not message.thinking

    def _stopped(self) -> list[BaseException]:
        ended = [bot for bot in self._bots if bot.done() and not bot.cancelled()]
        return [error for bot in ended if (error := bot.exception()) is not None]

    @asynccontextmanager
    async def _listening(self) -> AsyncGenerator[None]:
        async with self.world.subscribe() as events:

            async def note() -> None:
                async for event in events:
                    self._events.append(event)
                    self._news.set()

            noting = asyncio.create_task(note(), name="loopback-discord-events")
            try:
                yield
            finally:
                noting.cancel()
                await asyncio.gather(noting, return_exceptions=True)

    async def _until_ready(self, bot: Client, start: asyncio.Task[None]) -> None:
        ready = asyncio.create_task(self._ready(bot))
        try:
            await asyncio.wait((start, ready), timeout=_READY_S, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
            if not ready.done():
                raise TimeoutError(
                    told(f"The bot was not ready in {_READY_S:g} s", [], self.world, self._errors.latest())
                )
            ready.result()
        finally:
            ready.cancel()
            await asyncio.gather(ready, return_exceptions=True)

    async def _ready(self, bot: Client) -> None:
        """Only a bot that has logged in can be asked whether it is ready."""
        await self.simulator.ready.wait()
        await bot.wait_until_ready()


def _point_at(simulator: Simulator, patch: pytest.MonkeyPatch) -> None:
    """Send discord.py to the simulator.

    The library is the tested bot's own: it is named, and imported only here. It asks REST for the gateway
    at the first login; to log in anew after an invalid session it takes the built-in address.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import_module("discord")
    patch.setattr("discord.http.Route.BASE", simulator.api_base_url)
    patch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", URL(simulator.gateway_url))


def _trust(patch: pytest.MonkeyPatch, voice: "VoiceServer") -> None:
    """Voice comes by TLS only, and discord.py takes what aiohttp trusts, which is read when aiohttp is imported."""
    patch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", voice.certificate.client_context())


def _do_not_wait_for_guilds(bot: Client) -> None:
    state = getattr(bot, "_connection", None)
    if getattr(state, "guild_ready_timeout", 0) > _LAST_GUILD_S:
        state.guild_ready_timeout = _LAST_GUILD_S  # type: ignore[union-attr]


def _buttons(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    inner = [part for row in components for part in _buttons(row.get("components") or [])]
    return [part for part in components if "custom_id" in part] + inner


def _names(button: Mapping[str, Any]) -> list[str]:
    emoji = (button.get("emoji") or {}).get("name")
    return [name for name in (button.get("label"), emoji) if name]
