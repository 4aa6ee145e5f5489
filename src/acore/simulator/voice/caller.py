"""A person of the loopback Discord with a microphone: comes into calls, speaks, and hears the bot."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from acore.interfaces import Clock
from acore.simulator.model import Channel, Guild, User
from acore.simulator.voice.endpoints import Endpoint, NewEndpoint, Rejected
from acore.simulator.voice.pacing import FRAME_S, Pacer
from acore.simulator.voice.room import Room
from acore.simulator.voice.rtp import CAMERA, FRAME, OPUS, SILENCE, Packet
from acore.simulator.voice.seats import Seat
from acore.simulator.voice.spurts import BEFORE, Filming, Spurt
from acore.simulator.voice.stay import Stay
from acore.simulator.world import World

_MOST_HEARD = 60_000
"""Frames of the bot that are kept: 20 minutes."""
_SEQUENCES, _TIMES = 1 << 16, 1 << 32
_DESKTOP_EXTENSION = bytes.fromhex("10ff000032000000")
"""What stands in the header's extension of a desktop client's packets: two small entries."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame of Opus that the bot sent, decrypted; `at` is when it came, in seconds of the clock."""

    at: float
    frame: bytes
    sequence: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What callers share."""

    world: World
    clock: Clock
    pacer: Pacer
    random: Random
    relay: Callable[[Seat, Room, Packet], None]
    next_ssrc: Callable[[], int]


class Caller:
    """One person; what happens to them in the world, such as being moved by a moderator, they follow.

    `reaction_s` is how long their client takes to answer the voice gateway about keys.
    """

    def __init__(self, user: User, around: Surroundings, endpoint: NewEndpoint, *, reaction_s: float = 0.0) -> None:
        self.user = user
        self.reaction_s = reaction_s
        self.heard: deque[Heard] = deque(maxlen=_MOST_HEARD)
        """What the bot said, silence included, in the order of its arrival; clear it at any time."""
        self.unreadable = 0
        """Frames of the bot that did not decrypt."""
        self.held_back = 0
        """Frames that were not sent because there was no key to encrypt them with yet."""
        self.sequence = around.random.randrange(_SEQUENCES)
        """The number of the packet that comes next."""
        self._around = around
        self._new_endpoint = endpoint
        self._stay: Stay | None = None
        self._microphone = asyncio.Lock()
        self._camera_sequence = around.random.randrange(_SEQUENCES)
        self._time_offset = around.random.randrange(_TIMES)

    @property
    def frames(self) -> list[bytes]:
        """The frames of Opus that were heard, without silence."""
        return [heard.frame for heard in self.heard if heard.frame != SILENCE]

    @property
    def endpoint(self) -> Endpoint | None:
        """Their end of the encryption; None in no call, and where there is none."""
        return self._stay.endpoint if self._stay else None

    @property
    def ssrc(self) -> int | None:
        """The source of their sound; None in no call."""
        return self._stay.ssrc if self._stay else None

    def join(self, channel: Channel, *, self_mute: bool = False, self_deaf: bool = False) -> None:
        """Come into the voice channel, from another one if need be; raises InvalidInput where that can not be."""
        self._around.world.enter_call(self.user, channel, self_mute=self_mute, self_deaf=self_deaf)

    def leave(self) -> None:
        """Leave the call, in the middle of a word if need be; in no call this is harmless."""
        for guild in self._guilds():
            self._around.world.leave_call(self.user, guild)

    async def speak(self, frames: Sequence[bytes], *, at: float | None = None, announced_after: int = BEFORE) -> None:
        """Send frames of Opus, 20 ms each, and five of silence behind them; returns when they are sent.

        They begin at that time of the clock, so that several people keep to one script, or within 40 ms. The others
        are told who speaks (op 5) a tick before, or after so many frames. What is said while one is in no call is
        heard by nobody; who leaves meanwhile stops. Cancelling it stops after silence. One speaks with one voice:
        a second call waits for the first.
        """
        async with self._microphone:
            spurt = Spurt(self.send, self.announce, frames, announced_after=announced_after)
            self._around.pacer.begin(spurt.tick, None if at is None else at - FRAME_S)
            try:
                await spurt.over.wait()
            except asyncio.CancelledError:
                spurt.stop()
                raise

    async def film(self, frames: int) -> None:
        """Have the camera on for so many ticks of 20 ms, each with a packet or two that nobody can decode."""
        if self._stay is None:
            return
        self._stay.room.films(self._stay, on=True)
        filming = Filming(self._send_picture, frames)
        self._around.pacer.begin(filming.tick)
        try:
            await filming.over.wait()
        finally:
            self._around.pacer.end(filming.tick)
            if self._stay is not None:
                self._stay.room.films(self._stay, on=False)

    def announce(self, *, speaks: bool) -> None:
        """Tell the others that one speaks, or is silent (op 5)."""
        if self._stay is not None:
            self._stay.room.speaking(self._stay, int(speaks))

    def send(self, frame: bytes, tick: int) -> bool:
        """Send one frame of Opus now, of that tick; returns whether one is in a call."""
        if self._stay is None:
            return False
        try:
            payload = self._stay.sealed(frame)
        except Rejected:
            self.held_back += 1
            return True
        number, self.sequence = self.sequence, (self.sequence + 1) % _SEQUENCES
        self._send(Packet(OPUS, number, self._time(tick), self._stay.ssrc, payload, extension=_DESKTOP_EXTENSION))
        return True

    def follow(self, room: Room | None) -> None:
        """Be in the room, or in none; this is for the voice server."""
        if self._stay is not None:
            self._stay.end()
            self._stay = None
        if room is None:
            return
        endpoint = self._new_endpoint(self.user.id, room.channel_id) if room.encrypted else None
        ssrc, clock = self._around.next_ssrc(), self._around.clock
        self._stay = Stay(self.user.id, ssrc, room, endpoint, clock=clock, reaction_s=self.reaction_s, heard=self._hear)
        self._stay.begin()

    async def caught_up(self) -> None:
        """Return once their client has answered all that it was told."""
        if self._stay is not None:
            await self._stay.caught_up()

    def _hear(self, whose: str, packet: Packet) -> None:
        if whose != self._around.world.bot.id or self._stay is None:
            return
        try:
            frame = self._stay.opened(whose, packet.payload)
        except Rejected:
            self.unreadable += 1
            return
        self.heard.append(Heard(self._around.clock.monotonic(), frame, packet.sequence, packet.timestamp))

    def _send_picture(self, tick: int, *, last: bool) -> bool:
        if self._stay is None:
            return False
        number, self._camera_sequence = self._camera_sequence, (self._camera_sequence + 1) % _SEQUENCES
        payload = self._around.random.randbytes(1_000)
        ssrc, time = self._stay.ssrc + 1, self._time(tick)
        self._send(Packet(CAMERA, number, time, ssrc, payload, marked=last, extension=_DESKTOP_EXTENSION))
        return True

    def _send(self, packet: Packet) -> None:
        assert self._stay is not None
        self._around.relay(self._stay, self._stay.room, packet)

    def _time(self, tick: int) -> int:
        return (self._time_offset + tick * FRAME) % _TIMES

    def _guilds(self) -> list[Guild]:
        return [guild for guild in self._around.world.guilds.values() if self.user.id in guild.voice]
