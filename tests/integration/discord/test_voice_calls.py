"""The whole house in a voice channel of the loopback Discord: commands, consent, hearing, speaking."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from acore.app import Application
from acore.settings import Settings
from acore.simulator.model import SimMessage, User
from acore.simulator.places import Channel
from acore.testing import LoopbackDiscord
from acore.testing.loopback_voice import Speaker

PATIENCE_S = 20


class Hall:
    """The bot of the whole house, the voice channel "Hall", and people with microphones."""

    def __init__(self, loopback: LoopbackDiscord, app: Application) -> None:
        self.loopback = loopback
        self.app = app
        self.world = loopback.world
        self.channel = self.world.add_voice_channel(loopback.guild, "Hall")
        self.registry: Any = app.container.discord.registry()

    async def speaker(self, name: str) -> Speaker:
        speaker = await self.loopback.speaker(name)
        await speaker.join(self.channel)
        return speaker

    async def run(self, command: str, by: User, **options: Any) -> str:
        """What the member is told."""
        told = self.told(by)
        await self.loopback.invoke(command, options, by=by)
        return (await until(lambda: (self.told(by) or [None])[-1] if len(self.told(by)) > len(told) else None)) or ""

    async def press(self, message: SimMessage, label: str, by: User) -> str:
        told = self.told(by)
        await self.loopback.press(message, label, by=by)
        return (await until(lambda: self.told(by)[-1] if len(self.told(by)) > len(told) else None)) or ""

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
async def hall(loopback: LoopbackDiscord, folder: Path, *replies: str, **tables: Any) -> AsyncGenerator[Hall]:
    robot = {"use": "robot", "engines": {"robot": {"engine": "scripted", "replies": [*replies] or ["Yes."]}}}
    given = {"data_dir": folder / "data", "web": {"port": 0}, "llm": robot, **tables}
    async with Application(Settings.model_validate(given)) as app, loopback.running(app.container.discord.bot()):
        yield Hall(loopback, app)


async def until(found: Callable[[], Any]) -> Any:
    async with asyncio.timeout(PATIENCE_S):
        while not (result := found()):
            await asyncio.sleep(0.01)
    return result


async def test_a_member_agrees_asks_aloud_and_is_answered_aloud(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path, "I can sing for you.") as room:
        ann = await room.speaker("Ann")
        assert f"<#{room.channel.id}>" in await room.run("voice join", ann.user)
        (asked,) = await until(room.chat)
        assert "hear nobody who has not agreed" in asked.content
        await ann.say("what can you do")
        assert room.registry.of(room.loopback.guild.id).call.counters().heard == 0
        assert "I listen to you now" in await room.press(asked, "Listen to me", ann.user)
        await ann.say("what can you do")
        await until(lambda: len(ann.caller.frames) > 30)
        await until(lambda: any("sing" in message.content for message in room.chat()))
        told = await room.run("voice status", ann.user)
        assert "**I hear**: Ann" in told
        assert "I do not listen to you any more" in await room.run("stop_listening", ann.user)
        assert "I have left" in await room.run("leave", ann.user)
        assert room.registry.of(room.loopback.guild.id) is None


@pytest.mark.parametrize("command", ["voice say", "speak"])
async def test_what_a_member_writes_is_said_aloud(
    loopback_discord: LoopbackDiscord, tmp_path: Path, command: str
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        assert await room.run(command, ann.user, text="Good evening.") == "I say it."
        await until(lambda: len(ann.caller.frames) > 20)
