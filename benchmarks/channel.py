"""The bot in a voice channel: what hearing costs, and whether what it plays leaves in time.

Real discord.py, end to end encrypted, on the loopback Discord in the same process; the processor's time is that of the
threads that hear (the library's reader, the ear, and what they do in the event loop), not that of the simulator. Frames
that are played are timed where they leave, while a recogniser listens and a voice speaks.
"""

import asyncio
import threading
import time
import warnings
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import psutil

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.sound.opus import AVOpus
from acore.adapters.stt.pocketsphinx import PocketSphinxSettings, PocketSphinxSTT
from acore.adapters.tts.espeak import EspeakSettings, EspeakTTS
from acore.domain.audio import AudioChunk
from acore.domain.calls import CallPlace
from acore.testing import LoopbackDiscord, engine_context
from acore.testing.loopback_voice import Speaker
from benchmarks.espeak import spoken
from benchmarks.figures import Figure

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.ext import commands

    from acore.discord.voice.call import DiscordCall
    from acore.discord.voice.calls import DiscordCalls
    from acore.discord.voice.wiring import Line

_SECONDS = 20.0
_MANY = 8
_BETWEEN_S = 0.2
"""Between two sentences of 6 s that are made: far more than a conversation needs."""
_TEXT = "The harbour opens at nine in the morning, and the lighthouse is open until four in the afternoon."
_HEARING = ("voice-socket-reader", "call-ear")


@dataclass(slots=True)
class Channel:
    """A call with some speakers, all admitted and heard."""

    call: DiscordCall
    speakers: list[Speaker]
    heard_s: float = 0.0
    said: int = 0
    """Sentences, each with five silent packets behind it."""

    async def hear(self, speaker: Speaker) -> None:
        """Listen to one of them until the call ends."""
        async with aclosing(self.call.hear(speaker.user.id)) as chunks:
            async for chunk in chunks:
                self.heard_s += chunk.seconds


def measure() -> list[Figure]:
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    sound = AudioChunk.of_floats(spoken(_TEXT, "en-us", 16_000), 16_000)
    one, _ = await _hearing(1, sound)
    many, missing = await _hearing(_MANY, sound)
    gaps, lag = await _playing(sound)
    return [
        Figure("channel.receive_one", one, "%", None, "<=3"),
        Figure("channel.receive_eight", many, "%", None, "<=10"),
        Figure("channel.missing", missing, "%", None, "<=0"),
        Figure("channel.frame_gap_p99", float(np.percentile(gaps, 99)) * 1e3, "ms", None, "<=30"),
        Figure("channel.loop_lag", lag * 1e3, "ms", None, "<=50"),
    ]


async def _hearing(count: int, sound: AudioChunk) -> tuple[float, float]:
    """Of a core, what it costs to hear so many at once; and how much of what they said did not come."""
    packets = _packets(sound)
    async with _channel(count) as channel:
        delivering = _timed_delivery(channel.call)
        before, began = _thread_seconds(), time.monotonic()
        await asyncio.gather(*(_talk(channel, speaker, packets, _SECONDS) for speaker in channel.speakers))
        wall = time.monotonic() - began
        await asyncio.sleep(0.5)  # the last packets are being held back
        used = _thread_seconds() - before + sum(delivering)
        counters = channel.call.counters()
        return 100 * used / wall, 100 * (1 - (counters.heard + counters.late) / _sound_packets(channel))


def _sound_packets(channel: Channel) -> int:
    return int(channel.call.counters().received - 5 * channel.said)


def _packets(sound: AudioChunk) -> list[bytes]:
    encoder = AVOpus().encoder()
    return [frame.packet for frame in (*encoder.encode(sound), *encoder.finish())]


async def _talk(channel: Channel, speaker: Speaker, packets: Sequence[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await speaker.caller.speak(packets)
        channel.said += 1


async def _playing(sound: AudioChunk) -> tuple[np.ndarray[Any, np.dtype[np.float64]], float]:
    """Seconds between frames that left, and the longest that the event loop was held up."""
    packets = _packets(sound)
    async with _channel(2) as channel, _engines() as (stt, tts):
        left: list[float] = []
        assert channel.call.line is not None
        _note_leaving(channel.call.line, left)
        lags: list[float] = []
        beside = [
            asyncio.create_task(_recognise(stt, sound)),
            asyncio.create_task(_speak(tts)),
            asyncio.create_task(_lag(lags)),
            *(asyncio.create_task(_talk(channel, speaker, packets, _SECONDS)) for speaker in channel.speakers),
        ]
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            await channel.call.player.play(sound)
        channel.call.player.stop()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        return np.diff(left), max(lags)


@asynccontextmanager
async def _engines() -> AsyncGenerator[tuple[PocketSphinxSTT, EspeakTTS]]:
    house = engine_context()
    async with PocketSphinxSTT(PocketSphinxSettings(), house) as stt, EspeakTTS(EspeakSettings(), house) as tts:
        yield stt, tts


async def _recognise(stt: PocketSphinxSTT, sound: AudioChunk) -> None:
    while True:
        await stt.transcribe(sound)


async def _speak(tts: EspeakTTS) -> None:
    while True:
        await tts.synthesize(_TEXT)
        await asyncio.sleep(_BETWEEN_S)


async def _lag(lags: list[float]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        lags.append(time.monotonic() - began - 0.01)


def _note_leaving(line: Line, left: list[float]) -> None:
    send = line.send_audio_packet

    def noted(data: bytes, *, encode: bool = True) -> None:
        left.append(time.perf_counter())
        send(data, encode=encode)

    line.send_audio_packet = noted  # type: ignore[method-assign]


def _timed_delivery(call: DiscordCall) -> list[float]:
    """Seconds of the event loop that go into handing sound on."""
    seconds: list[float] = []
    listening = call._listening  # noqa: SLF001  what it costs is nobody else's business
    deliver = listening._deliver  # noqa: SLF001

    def timed() -> None:
        began = time.thread_time()
        deliver()
        seconds.append(time.thread_time() - began)

    listening._deliver = timed  # type: ignore[method-assign]  # noqa: SLF001
    return seconds


def _thread_seconds() -> float:
    wanted = {thread.native_id for thread in threading.enumerate() if thread.name.startswith(_HEARING)}
    found = [one for one in psutil.Process().threads() if one.id in wanted]
    return float(sum(one.user_time + one.system_time for one in found))


@asynccontextmanager
async def _channel(count: int) -> AsyncGenerator[Channel]:
    intents = discord.Intents(guilds=True, voice_states=True)
    bot = commands.Bot(commands.when_mentioned, intents=intents, chunk_guilds_at_startup=False)
    calls = DiscordCalls(AVOpus(), SystemClock(), MemoryMetrics())
    calls.serve(bot)
    loopback = LoopbackDiscord()
    hall = loopback.world.add_voice_channel(loopback.guild, "Hall")
    async with loopback.running(bot):
        voice = await loopback.simulator.voice()
        call = await calls.join(CallPlace(loopback.guild.id, hall.id))
        channel = Channel(call, [await loopback.speaker(f"Speaker {number}") for number in range(count)])
        for speaker in channel.speakers:
            await speaker.join(hall)
            call.admit(speaker.user.id)
        await voice.settled(hall)
        listening = [asyncio.create_task(channel.hear(speaker)) for speaker in channel.speakers]
        yield channel
        await call.leave()
        await asyncio.gather(*listening)
