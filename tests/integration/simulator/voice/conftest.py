"""A real discord.py voice client in a call of the loopback Discord, and what it hears there."""

import asyncio
import contextlib
import select
import threading
import warnings
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

import davey
import pytest
from nacl import bindings

from acore.simulator.model import Channel
from acore.simulator.voice.caller import Caller
from acore.simulator.voice.endpoints import DaveyEndpoint
from acore.simulator.voice.rtp import OPUS, SILENCE, Packet, header_size, is_feedback, packet
from acore.simulator.voice.server import VoiceServer
from acore.testing import LoopbackDiscord
from acore.testing.libdave import LibdaveEndpoint

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.voice_state import VoiceConnectionState

PATIENCE_S = 10
LIBRARIES = {"davey": DaveyEndpoint, "libdave": LibdaveEndpoint}


def frames(name: str, count: int) -> list[bytes]:
    """Opus frames, as far as anybody here looks: each is another one."""
    return [b"\xf8" + f"{name} {number:4}".encode() * 5 for number in range(count)]


class Frames(discord.AudioSource):
    """Hands discord.py frames that are Opus already."""

    def __init__(self, given: Sequence[bytes]) -> None:
        self._given = iter(given)

    def read(self) -> bytes:
        return next(self._given, b"")

    def is_opus(self) -> bool:
        return True


class Impatient:
    """The module `select` for discord.py's reading thread, which waits 30 seconds in it for a packet.

    Where a socket is closed under it and the next one gets the same number, as it does in every reconnect, nothing
    wakes it before that time: the answer to the discovery of the address is not read, and the connection hangs.
    """

    @staticmethod
    def select(readable: Any, writable: Any, failed: Any, _timeout: float) -> Any:
        return select.select(readable, writable, failed, 0.02)


class Ears:
    """What discord.py's socket gets, decrypted with what discord.py has; attach it anew to each new socket."""

    def __init__(self, client: discord.VoiceClient) -> None:
        self.sequences: dict[str, list[int]] = defaultdict(list)
        self.frames: dict[str, list[bytes]] = defaultdict(list)
        self.others: list[int] = []
        """The payload types of what was no sound."""
        self.reports = 0
        self.failed: list[str] = []
        self.users: dict[int, str] = {}
        """Sources, as op 5 tells of them."""
        self.held: list[Packet] = []
        """What came before op 5 told whose it was; all there ever was of that."""
        self._client = client
        self._lock = threading.Lock()

    @property
    def state(self) -> Any:
        return self._client._connection

    def listen(self) -> None:
        self.state.add_socket_listener(self._take)

    async def hook(self, _socket: Any, message: dict[str, Any]) -> None:
        if message["op"] == 5 and message["d"]["ssrc"] not in self.users:
            ssrc = message["d"]["ssrc"]
            with self._lock:
                self.users[ssrc] = message["d"]["user_id"]
                for early in self.held:
                    if early.ssrc == ssrc:
                        self._hear(early)

    def _take(self, data: bytes) -> None:
        if is_feedback(data):
            self.reports += 1
            return
        if len(data) < 13 or data[0] >> 6 != 2:
            return
        size = header_size(data)
        key, nonce = bytes(self.state.secret_key), data[-4:].ljust(24, b"\0")
        body = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(data[size:-4], data[:size], nonce, key)
        got = packet(data[:size], body)
        if got.payload_type != OPUS:
            self.others.append(got.payload_type)
            return
        with self._lock:
            if got.ssrc in self.users:
                self._hear(got)
            else:
                self.held.append(got)

    def _hear(self, got: Packet) -> None:
        whose = self.users[got.ssrc]
        if got.payload != SILENCE:
            try:
                frame = self.state.dave_session.decrypt(int(whose), davey.MediaType.audio, got.payload)
            except ValueError as error:
                self.failed.append(f"{whose}: {error}")
                return
            self.frames[whose].append(frame)
        self.sequences[whose].append(got.sequence)


class Call:
    """The bot in the voice channel "Hall" of the loopback Discord."""

    def __init__(self, discordlet: LoopbackDiscord, voice: VoiceServer, bot: discord.Client, hall: Channel) -> None:
        self.loopback = discordlet
        self.world = discordlet.world
        self.guild = discordlet.guild
        self.voice = voice
        self.bot = bot
        self.hall = hall
        self.heard: Ears

    @property
    def client(self) -> discord.VoiceClient:
        client = self.bot.voice_clients[0]
        assert isinstance(client, discord.VoiceClient)
        return client

    @property
    def session(self) -> davey.DaveSession:
        session = self.heard.state.dave_session
        assert isinstance(session, davey.DaveSession)
        return session

    async def enter(self) -> None:
        """The bot comes in, and listens."""
        channel = self.bot.get_channel(int(self.hall.id))
        assert isinstance(channel, discord.VoiceChannel)
        ears: list[Ears] = []

        class Client(discord.VoiceClient):
            def create_connection_state(self) -> Any:
                ears.append(Ears(self))
                return VoiceConnectionState(self, hook=ears[0].hook)

        await channel.connect(timeout=PATIENCE_S, cls=Client)
        self.heard = ears[0]
        self.heard.listen()
        await self.voice.settled(self.hall)

    def caller(self, name: str, library: str = "davey", *, reaction_s: float = 0.0) -> Caller:
        user = self.world.add_member(self.guild, name)
        return self.voice.caller(user, endpoint=LIBRARIES[library], reaction_s=reaction_s)

    async def sit(self, *callers: Caller) -> None:
        """They come in, and everybody gets everybody's keys."""
        for caller in callers:
            caller.join(self.hall)
        await self.voice.settled(self.hall)

    async def play(self, given: Sequence[bytes]) -> None:
        """The bot plays these frames, and is silent then."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.client.play(Frames(given), after=lambda _error: loop.call_soon_threadsafe(over.set))
        async with asyncio.timeout(PATIENCE_S):
            await over.wait()


async def until(true: Callable[[], object]) -> None:
    """Wait for what another thread does."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def called(discordlet: LoopbackDiscord) -> AsyncGenerator[Call]:
    hall = discordlet.world.add_voice_channel(discordlet.guild, "Hall")
    bot = discord.Client(intents=discord.Intents(guilds=True, voice_states=True))
    async with discordlet.running(bot):
        yield Call(discordlet, await discordlet.simulator.voice(), bot, hall)


@pytest.fixture
async def call(loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Call]:
    """A call where the bot is not in yet."""
    monkeypatch.setattr("discord.voice_state.select", Impatient)
    async with called(loopback_discord) as call:
        yield call
