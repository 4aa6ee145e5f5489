"""Voice of the fixture `loopback_discord`, with bots that know nothing of acore."""

import asyncio
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import aiohttp
import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.errors import InvalidInput, SettingsError
from acore.simulator.voice.rtp import SILENCE
from acore.testing import LoopbackDiscord
from acore.testing.libdave import LibdaveEndpoint
from acore.testing.loopback_voice import Speaker, Studio

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord

RATE = 48_000


class Packets(discord.AudioSource):
    def __init__(self, packets: Sequence[bytes]) -> None:
        self._packets = iter(packets)

    def read(self) -> bytes:
        return next(self._packets, b"")

    def is_opus(self) -> bool:
        return True


class Parrot(discord.Client):
    """Comes into the channel of whoever writes "come", and plays what it was given."""

    def __init__(self, packets: Sequence[bytes] = ()) -> None:
        super().__init__(intents=discord.Intents(guilds=True, voice_states=True, guild_messages=True))
        self._packets = packets

    async def on_message(self, message: discord.Message) -> None:
        if isinstance(message.author, discord.Member) and message.author.voice and message.author.voice.channel:
            client: discord.VoiceClient = await message.author.voice.channel.connect()
            await asyncio.to_thread(client.wait_until_connected)
            client.play(Packets(self._packets))


def tone(frequency: float, seconds: float) -> AudioChunk:
    time = np.arange(round(seconds * RATE)) / RATE
    return AudioChunk.of_floats(0.5 * np.sin(2 * np.pi * frequency * time), RATE)


def loudest(sound: AudioChunk) -> float:
    """The frequency that is the loudest, in Hz."""
    samples = sound.floats()
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), n=8 * len(samples)))
    return float(np.argmax(spectrum)) * sound.rate / (8 * len(samples))


async def together(loopback: LoopbackDiscord, **options: Any) -> Speaker:
    """Ann in the call with the bot."""
    hall = loopback.world.add_voice_channel(loopback.guild, "Hall")
    ann = await loopback.speaker("Ann", **options)
    await ann.join(hall)
    await loopback.say("come", by=ann.user)
    await ann.meet_bot()
    return ann


@pytest.mark.parametrize("options", [{}, {"endpoint": LibdaveEndpoint}], ids=["davey", "libdave"])
async def test_a_tone_comes_through_to_the_hertz(loopback_discord: LoopbackDiscord, options: dict[str, Any]) -> None:
    packets = await Studio().packets(tone(440, 2))
    async with loopback_discord.running(Parrot([SILENCE] * 20 + packets)):
        ann = await together(loopback_discord, **options)
        async with asyncio.timeout(20):
            while len(ann.caller.frames) < len(packets):
                await asyncio.sleep(0.01)
        heard = await ann.sound()
    assert heard.seconds == pytest.approx(2, abs=0.05)
    assert loudest(heard) == pytest.approx(440, abs=1)
    assert ann.caller.unreadable == 0


async def test_a_sentence_is_said_in_as_many_packets_as_it_takes(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with loopback_discord.running(Parrot()):
        ann = await together(loopback_discord)
        voice = await loopback_discord.simulator.voice()
        carried: list[object] = []
        monkeypatch.setattr(voice.to_bot, "carry", carried.append)
        await ann.say("Hi.")
        spoken = await Studio().spoken("Hi.")
        assert len(carried) == pytest.approx(spoken.seconds / 0.02 + 5, abs=1)
        await ann.say(" ")
        ann.leave()
        assert loopback_discord.guild.voice.keys() == {loopback_discord.world.bot.id}


async def test_two_people_may_say_their_first_word_at_once(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(Parrot()):
        ann = await together(loopback_discord)
        bob = await loopback_discord.speaker("Bob")
        await asyncio.gather(ann.say("Hi."), bob.say("Ho."))


async def test_who_is_in_no_call_meets_nobody(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(Parrot()):
        ann = await loopback_discord.speaker(loopback_discord.member)
        with pytest.raises(InvalidInput, match="Ada is in no voice channel"):
            await ann.meet_bot()
        hall = loopback_discord.world.add_voice_channel(loopback_discord.guild, "Hall")
        await ann.join(hall)
        with pytest.raises(TimeoutError):
            await ann.meet_bot(timeout=0.1)
        assert (await ann.sound()).seconds == 0


async def test_who_is_in_a_channel_already_is_connected(loopback_discord: LoopbackDiscord) -> None:
    hall = loopback_discord.world.add_voice_channel(loopback_discord.guild, "Hall")
    loopback_discord.world.enter_call(loopback_discord.member, hall)
    async with loopback_discord.running(Parrot()):
        ada = await loopback_discord.speaker(loopback_discord.member)
        await loopback_discord.say("come")
        await ada.meet_bot()


async def test_a_bot_in_a_call_is_sent_away_at_the_end_and_trusts_no_longer(loopback_discord: LoopbackDiscord) -> None:
    before = aiohttp.connector._SSL_CONTEXT_VERIFIED
    async with loopback_discord.running(Parrot()):
        await together(loopback_discord)
        assert aiohttp.connector._SSL_CONTEXT_VERIFIED is not before
    assert aiohttp.connector._SSL_CONTEXT_VERIFIED is before


async def test_without_its_libraries_voice_names_what_to_install(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "acore.simulator.voice.server", None)
    async with loopback_discord.running(Parrot()):
        with pytest.raises(SettingsError, match=r'pip install "acore\[testing\]"'):
            await loopback_discord.speaker("Ann")
        hall = loopback_discord.world.add_voice_channel(loopback_discord.guild, "Hall")
        loopback_discord.world.enter_call(loopback_discord.world.bot, hall)
        await asyncio.sleep(0.01)
        assert loopback_discord.guild.voice.keys() == {loopback_discord.world.bot.id}


async def test_a_room_full_of_people_lets_nobody_in(loopback_discord: LoopbackDiscord) -> None:
    cell = loopback_discord.world.add_voice_channel(loopback_discord.guild, "Cell", user_limit=1)
    async with loopback_discord.running(Parrot()):
        ann, bob = await loopback_discord.speaker("Ann"), await loopback_discord.speaker("Bob")
        await ann.join(cell)
        with pytest.raises(InvalidInput, match="it is full"):
            await bob.join(cell)
