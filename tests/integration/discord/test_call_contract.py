"""The call over discord.py keeps what every call keeps."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from acore.domain.audio import AudioChunk
from acore.interfaces import Call
from acore.testing import CallContract, CallStage, LoopbackDiscord
from acore.testing.loopback_voice import Speaker
from tests.integration.discord.calling import Hall, hall_of, tone, until


class Stage(CallStage):
    def __init__(self, hall: Hall, call: Call) -> None:
        self.hall = hall
        self.call = call
        self.people: dict[str, Speaker] = {}

    async def come(self, name: str) -> str:
        speaker = next((one for one in self.people.values() if one.user.display_name == name), None)
        if speaker is None:
            speaker = await self.hall.speaker(name)
            self.people[speaker.user.id] = speaker
        else:
            await speaker.join(self.hall.channel)
        await until(lambda: speaker.user.id in {who.user for who in self.call.participants})
        return speaker.user.id

    async def go(self, user: str) -> None:
        self.people[user].leave()
        await until(lambda: user not in {who.user for who in self.call.participants})

    async def speak(self, user: str, seconds: float) -> None:
        await self.hall.voice.settled(self.hall.channel)
        await self.people[user].play(tone(440, seconds))

    def sound(self, seconds: float) -> AudioChunk:
        return tone(440, seconds, 24_000)

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class TestDiscordCall(CallContract):
    @pytest.fixture(autouse=True)
    def _on(self, loopback_discord: LoopbackDiscord) -> None:
        self.loopback = loopback_discord

    @asynccontextmanager
    async def stage(self) -> AsyncGenerator[CallStage]:
        async with hall_of(self.loopback) as hall:
            call = await hall.call()
            yield Stage(hall, call)
            await call.leave()
