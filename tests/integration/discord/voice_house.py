"""The whole house, its bot in a voice channel of the loopback Discord, and people with microphones."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from acore.app import Application
from acore.domain.scope import Scope
from acore.interfaces import Opus
from acore.settings import Settings
from acore.simulator.model import SimMessage, User
from acore.simulator.places import Channel
from acore.testing import LoopbackDiscord
from acore.testing.loopback_voice import Speaker

PATIENCE_S = 20


class Hall:
    """The bot of the whole house, the voice channel "Hall", and people with microphones."""

    def __init__(self, loopback: LoopbackDiscord, app: Application, channel: Channel | None = None) -> None:
        self.loopback = loopback
        self.app = app
        self.world = loopback.world
        self.channel = channel or self.world.add_voice_channel(loopback.guild, "Hall")
        self.registry: Any = app.container.discord.registry()

    async def speaker(self, name: str) -> Speaker:
        speaker = await self.loopback.speaker(name)
        await speaker.join(self.channel)
        return speaker

    async def run(self, command: str, by: User, **options: Any) -> str:
        """What the member is told."""
        given = {name: value.id if isinstance(value, Channel) else value for name, value in options.items()}
        return await self._news(by, lambda: self.loopback.invoke(command, given, by=by))

    async def press(self, message: SimMessage, label: str, by: User) -> str:
        """What the member is told who presses the button."""
        return await self._news(by, lambda: self.loopback.press(message, label, by=by))

    async def _news(self, by: User, act: Callable[[], Awaitable[object]]) -> str:
        known = len(self.told(by))
        await act()
        return str(await until(lambda: self.told(by)[known:] and self.told(by)[-1]))

    async def completions(self, command: str, option: str, typed: str) -> list[str]:
        """What is offered to Ada for an option that she begins to fill in."""
        chosen = await self.world.complete(self.loopback.member, self.loopback.channel, command, option, typed)
        return [choice["value"] for choice in chosen]

    @property
    def line(self) -> Any:
        """The connection of the library to the voice channel."""
        return self.app.container.discord.bot().get_guild(int(self.loopback.guild.id)).voice_client

    def scope(self, user: User) -> Scope:
        return Scope(self.channel.id, user.id, self.loopback.guild.id)

    def patience(self) -> asyncio.Timeout:
        return asyncio.timeout(PATIENCE_S)

    def told(self, by: User) -> list[str]:
        """What only this member sees, everywhere."""
        channels: list[Channel] = [*self.loopback.guild.channels.values()]
        messages = [m for channel in channels for m in self.world.messages(channel.id, seen_by=by.id)]
        private = [m for m in messages if m.ephemeral_to == by.id and m.content and not m.thinking]
        return [m.content for m in sorted(private, key=lambda m: int(m.id))]

    def chat(self) -> list[SimMessage]:
        """What the bot wrote for all in the text chat of the hall."""
        messages = self.world.messages(self.channel.id)
        return [m for m in messages if m.author == self.world.bot and m.ephemeral_to is None]


@asynccontextmanager
async def hall(
    loopback: LoopbackDiscord,
    folder: Path,
    *replies: str,
    channel: Channel | None = None,
    opus: Opus | None = None,
    **tables: Any,
) -> AsyncGenerator[Hall]:
    robot = {"use": "robot", "engines": {"robot": {"engine": "scripted", "replies": [*replies] or ["Yes."]}}}
    given = {"data_dir": folder / "data", "web": {"port": 0}, "llm": robot, **tables}
    async with Application(Settings.model_validate(given)) as app:
        if opus is not None:
            app.container.discord.opus.override(opus)
        async with loopback.running(app.container.discord.bot()):
            yield Hall(loopback, app, channel)


async def until(found: Callable[[], Any]) -> Any:
    async with asyncio.timeout(PATIENCE_S):
        while not (result := found()):
            await asyncio.sleep(0.01)
    return result
