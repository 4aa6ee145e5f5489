"""A call of the bot over the real discord.py, in a voice channel of the loopback Discord."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager

import numpy as np

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.sound.opus import AVOpus
from acore.domain.audio import AudioChunk, joined
from acore.domain.calls import CallEvent, CallPlace
from acore.interfaces import Call, Opus
from acore.simulator.model import Channel
from acore.simulator.voice.endpoints import DaveyEndpoint
from acore.simulator.voice.server import VoiceServer
from acore.testing import LoopbackDiscord
from acore.testing.libdave import LibdaveEndpoint
from acore.testing.loopback_voice import Speaker

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.ext import commands

    from acore.discord.voice.calls import DiscordCalls

PATIENCE_S = 15
LIBRARIES = {"davey": DaveyEndpoint, "libdave": LibdaveEndpoint}


class Hall:
    """The voice channel "Hall", a bot that may join it, and people with microphones."""

    def __init__(self, loopback: LoopbackDiscord, voice: VoiceServer, bot: commands.Bot, opus: Opus) -> None:
        self.loopback = loopback
        self.world = loopback.world
        self.guild = loopback.guild
        self.voice = voice
        self.bot = bot
        self.metrics = MemoryMetrics()
        self.channel = self.world.add_voice_channel(self.guild, "Hall")
        self.calls = DiscordCalls(opus, SystemClock(), self.metrics)
        self.calls.serve(bot)

    def place(self, channel: Channel | None = None) -> CallPlace:
        return CallPlace(self.guild.id, (channel or self.channel).id)

    async def call(self) -> Call:
        """The bot in the hall, with everybody's keys."""
        call = await self.calls.join(self.place())
        await self.voice.settled(self.channel)
        return call

    async def speaker(self, name: str, library: str = "davey", **options: object) -> Speaker:
        """Somebody in the hall."""
        speaker = await self.loopback.speaker(name, endpoint=LIBRARIES[library], **options)
        await speaker.join(self.channel)
        return speaker


class Hearing:
    """Hears one user in the background."""

    def __init__(self, call: Call, user: str) -> None:
        self.chunks: list[AudioChunk] = []
        self.ended = False
        self._call = call
        self._user = user
        self._task = asyncio.create_task(self._hear())

    @property
    def seconds(self) -> float:
        return sum(chunk.seconds for chunk in self.chunks)

    @property
    def sound(self) -> AudioChunk:
        return joined(self.chunks)

    async def until_s(self, seconds: float) -> None:
        """Return once that much was heard."""
        await until(lambda: self.seconds > seconds)

    async def aclose(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _hear(self) -> None:
        async with aclosing(self._call.hear(self._user)) as chunks:
            async for chunk in chunks:
                self.chunks.append(chunk)
        self.ended = True


class Noted:
    """Notes the events of a call in the background."""

    def __init__(self, call: Call) -> None:
        self.events: list[CallEvent] = []
        self.over = False
        self._task = asyncio.create_task(self._note(call))

    async def until(self, kind: type[CallEvent]) -> CallEvent:
        await until(lambda: any(isinstance(event, kind) for event in self.events))
        return next(event for event in self.events if isinstance(event, kind))

    async def aclose(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _note(self, call: Call) -> None:
        async with aclosing(call.events()) as events:
            async for event in events:
                self.events.append(event)
        self.over = True


async def until(holds: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait for what another thread does."""
    async with asyncio.timeout(patience_s):
        while not holds():
            await asyncio.sleep(0.005)


def tone(hertz: float, seconds: float, rate: int = 48_000) -> AudioChunk:
    wave = 8000 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    return AudioChunk(wave.astype(np.int16).reshape(-1, 1), rate)


def pitch(sound: AudioChunk) -> float:
    """The loudest frequency of what is loud in it, to a tenth of a hertz."""
    wave = sound.mono().astype(float)
    loud = np.flatnonzero(np.abs(wave) > 1000)
    wave = wave[loud[0] + sound.rate // 10 : loud[-1] - sound.rate // 10]
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 10 * sound.rate))
    return float(np.argmax(spectrum)) / 10


@asynccontextmanager
async def hall_of(loopback: LoopbackDiscord, opus: Opus | None = None) -> AsyncGenerator[Hall]:
    intents = discord.Intents(guilds=True, voice_states=True)
    cached = discord.MemberCacheFlags(joined=False, voice=True)
    bot = commands.Bot(
        commands.when_mentioned, intents=intents, member_cache_flags=cached, chunk_guilds_at_startup=False
    )
    async with loopback.running(bot):
        hall = Hall(loopback, await loopback.simulator.voice(), bot, opus or AVOpus())
        await until(lambda: bot.get_channel(int(hall.channel.id)))
        yield hall
        for guild in bot.guilds:
            if guild.voice_client is not None:
                await guild.voice_client.disconnect(force=True)
