"""Voice on the loopback Discord, for tests: members who say sentences aloud, and what they hear of the bot."""

import asyncio
from collections.abc import Sequence
from typing import Literal

from acore.adapters.sound.opus import AVOpus
from acore.adapters.tts.espeak import EspeakSettings, EspeakTTS
from acore.domain.audio import AudioChunk, joined
from acore.errors import InvalidInput
from acore.simulator.model import User
from acore.simulator.places import Channel
from acore.simulator.voice.caller import Caller
from acore.simulator.voice.server import VoiceServer
from acore.testing.doubles import engine_context

_HEARD_RATE: Literal[48_000] = 48_000


class Studio:
    """Makes sound into what is sent in a call, and text into sound by espeak; `aclose` ends its thread."""

    def __init__(self) -> None:
        self._opus = AVOpus()
        self._tts: EspeakTTS | None = None
        self._opening = asyncio.Lock()

    async def spoken(self, text: str, *, voice: str | None = None) -> AudioChunk:
        """The text, said by espeak; nothing where there is nothing to say. A voice is one of its own: en-gb, de+f3."""
        spoken = await (await self._open()).synthesize(text, voice=voice)
        return spoken or AudioChunk.silence(0, _HEARD_RATE)

    async def packets(self, sound: AudioChunk) -> list[bytes]:
        """The sound as packets of Opus, 20 ms each."""
        return await asyncio.to_thread(self._encoded, sound)

    async def decoded(self, packets: Sequence[bytes]) -> AudioChunk:
        """The sound of such packets, 48 kHz and two channels; nothing of no packets."""
        return await asyncio.to_thread(self._decoded, packets)

    async def aclose(self) -> None:
        """Stop speaking."""
        if self._tts is not None:
            await self._tts.aclose()
            self._tts = None

    async def _open(self) -> EspeakTTS:
        """The voice, open; several people may have their first word at once."""
        async with self._opening:
            if self._tts is None:
                tts = EspeakTTS(EspeakSettings(), engine_context())
                await tts.open()
                self._tts = tts
            return self._tts

    def _encoded(self, sound: AudioChunk) -> list[bytes]:
        encoder = self._opus.encoder()
        return [frame.packet for frame in (*encoder.encode(sound), *encoder.finish())]

    def _decoded(self, packets: Sequence[bytes]) -> AudioChunk:
        decoder = self._opus.decoder(_HEARD_RATE, 2)
        return joined([AudioChunk.silence(0, _HEARD_RATE, 2), *(decoder.decode(packet) for packet in packets)])


class Speaker:
    """A member with a microphone: `say` and `play` are heard by the bot, `sound` is what it said."""

    def __init__(self, caller: Caller, voice: VoiceServer, studio: Studio) -> None:
        self.caller = caller
        """What the simulator has of them: single frames, a camera, what did not decrypt, when each frame came."""
        self._voice = voice
        self._studio = studio

    @property
    def user(self) -> User:
        """Who they are."""
        return self.caller.user

    async def join(self, channel: Channel) -> None:
        """Come into the voice channel, from another one if need be; returns once everybody there has their keys.

        Raises InvalidInput where they may not come in, TimeoutError where the keys are not there in 15 seconds.
        """
        self.caller.join(channel)
        await self._voice.settled(channel)

    async def meet_bot(self, timeout: float = 15.0) -> None:  # noqa: ASYNC109  a public shape
        """Return once the bot is in their call and they can hear each other; raises TimeoutError after so many seconds.

        Raises InvalidInput where they are in no call themselves.
        """
        channel = self._voice.channel_of(self.user)
        if channel is None:
            raise InvalidInput(f"{self.user.display_name} is in no voice channel: `await speaker.join(channel)` first.")
        await self._voice.settled(channel, timeout, among=[self._voice.bot])

    def leave(self) -> None:
        """Leave the call, in the middle of a word if need be."""
        self.caller.leave()

    async def say(self, text: str, *, voice: str | None = None, at: float | None = None) -> None:
        """Say the text aloud with a voice of espeak, at that time of the clock or now; returns when it is said."""
        await self.play(await self._studio.spoken(text, voice=voice), at=at)

    async def play(self, sound: AudioChunk, *, at: float | None = None) -> None:
        """Send sound of any rate, at that time of the clock or now; returns when it is sent."""
        await self.caller.speak(await self._studio.packets(sound), at=at)

    async def sound(self) -> AudioChunk:
        """What they heard of the bot so far without its silence, 48 kHz and two channels; forgotten with this."""
        packets = self.caller.frames
        self.caller.heard.clear()
        return await self._studio.decoded(packets)
