"""One stay of the bot in a call: what it is told, with numbers for who resumes, and its key for packets."""

import asyncio
import secrets
from collections import deque

import orjson

from acore.simulator.model import Payload
from acore.simulator.places import VoiceState
from acore.simulator.voice.ciphers import CIPHERS, KEY_BYTES, Cipher
from acore.simulator.voice.network import Wire
from acore.simulator.voice.ops import Op, VoiceClose
from acore.simulator.voice.rtp import Packet, receiver_report
from acore.simulator.voice.seats import Seat

_KEPT = 1000
"""Messages that a session keeps for a client that resumes or is slow."""
_NUMBERS = 1 << 16
_BEFORE_ALL = -1
_REPORT_EVERY = 250
"""Packets, which is five seconds of one speaker."""
_REPORT_BYTES = 24


class BotSession(Seat):
    """Lasts from the invitation by VOICE_SERVER_UPDATE until the bot leaves the channel, or connects anew."""

    def __init__(self, guild_id: str, state: VoiceState, ssrc: int, wire: Wire) -> None:
        self.user_id = state.user_id
        self.guild_id = guild_id
        self.channel_id = str(state.channel_id)
        self.session_id = state.session_id
        self.token = secrets.token_hex(8)
        self.ssrc = ssrc
        self.address: tuple[str, int] | None = None
        """Where its packets come from and go to."""
        self.key = secrets.token_bytes(KEY_BYTES)
        self.cipher: Cipher | None = None
        self.holder: object | None = None
        """The connection that serves it now."""
        self.taken_up = False
        """Whether the bot has identified itself for it; that can be done once."""
        self.spoiled: set[Op] = set()
        """Of each of these the next message is spoiled on its way."""
        self._wire = wire
        self._forwarded = 0
        self._sent = 0
        self._kept: deque[str | bytes] = deque(maxlen=_KEPT)
        self._ended: VoiceClose | None = None
        self._more = asyncio.Event()
        self._read = 0
        self._progress = asyncio.Event()

    def choose(self, mode: str) -> None:
        """Encrypt packets in that way; raises VoiceClose for one that there is not."""
        if mode not in CIPHERS:
            raise VoiceClose(4016)
        self.cipher = CIPHERS[mode](self.key)

    def send(self, op: Op, data: Payload) -> None:
        """Number it, and keep it until it is read."""
        self._keep(orjson.dumps({"op": op, "d": data, "seq": self._sent % _NUMBERS}).decode())

    def send_binary(self, op: Op, data: bytes) -> None:
        """Number it, and keep it until it is read."""
        if op in self.spoiled:
            self.spoiled.discard(op)
            data = data[:-1] + bytes([data[-1] ^ 1])
        self._keep((self._sent % _NUMBERS).to_bytes(2, "big") + op.to_bytes(1, "big") + data)

    def forward(self, packet: Packet, whose: str) -> None:
        """Send it over the network."""
        del whose  # the source tells
        self._send(packet.header, packet.body)
        self._forwarded += 1
        if self._forwarded % _REPORT_EVERY == 0:
            self._send(receiver_report(packet.ssrc), bytes(_REPORT_BYTES))

    def end(self, close: VoiceClose) -> None:
        """End it: its connection is closed so."""
        self._ended = close
        self._more.set()

    def after(self, acknowledged: int) -> int:
        """Where to go on for a client that has read that number; raises VoiceClose where that is not kept any more."""
        unread = self._sent if acknowledged == _BEFORE_ALL else (self._sent - 1 - acknowledged) % _NUMBERS
        place = self._sent - unread
        if not self._sent - len(self._kept) <= place <= self._sent:
            raise VoiceClose(4006)
        return place

    async def messages(self, place: int) -> tuple[int, list[str | bytes]]:
        """Wait for messages from that place on; returns them and the next place. Raises VoiceClose at the end."""
        while self._sent <= place and self._ended is None:
            self._more.clear()
            await self._more.wait()
        if self._ended is not None:
            raise self._ended
        if place < self._sent - len(self._kept):
            raise VoiceClose(4009)
        return self._sent, [self._kept[-back] for back in range(self._sent - place, 0, -1)]

    def note_read(self, place: int) -> None:
        """Everything before that place was sent."""
        self._read = place
        self._progress.set()

    async def sent(self) -> None:
        """Return once everything there is was sent."""
        while self._read < self._sent:
            self._progress.clear()
            await self._progress.wait()

    def _keep(self, message: str | bytes) -> None:
        self._sent += 1
        self._kept.append(message)
        self._more.set()

    def _send(self, header: bytes, body: bytes) -> None:
        """Encrypt it with the key of this stay; there is nobody to get it before their address is known."""
        if self.cipher is not None and self.address is not None:
            self._wire(self.cipher.seal(header, body), self.address)
