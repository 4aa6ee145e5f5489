"""The voice of the loopback Discord: invites the bot, carries the sound, and has the people who speak."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from random import Random
from typing import Literal

from aiohttp import web

from acore.interfaces import Clock
from acore.simulator.calling import CallChange
from acore.simulator.model import Channel, Guild, User
from acore.simulator.places import VoiceState
from acore.simulator.voice.caller import Caller, Surroundings
from acore.simulator.voice.certificate import Certificate
from acore.simulator.voice.connection import VoiceConnection
from acore.simulator.voice.endpoints import DaveyEndpoint, NewEndpoint
from acore.simulator.voice.invitations import Invitations
from acore.simulator.voice.mls import ExternalSender
from acore.simulator.voice.network import Network
from acore.simulator.voice.node import Node
from acore.simulator.voice.ops import Op, VoiceClose
from acore.simulator.voice.pacing import Pacer
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.room import Room
from acore.simulator.voice.rtp import SILENCE, Packet, header_size, is_feedback, packet
from acore.simulator.voice.seats import Seat
from acore.simulator.voice.sessions import BotSession
from acore.simulator.world import World

_LARGEST_MESSAGE = 256 * 1024
"""Bytes that a client may send at once: a commit with the Welcome of a large call."""
_CLOSE_PATIENCE_S = 1
_KEPT_NODES = 2
"""The latest voice server and the one before, where a client may still be busy with leaving."""
_SSRC_STEP = 3
"""Of sound, of the camera, and of what the camera sends again."""


class VoiceServer:
    """Everything is on the loopback; `seed` is what the networks and the people draw their chances from.

    `to_bot` and `from_bot` are the networks of sound in both directions: set their `conditions`. `encrypted` False
    is a Discord without end-to-end encryption, as it was once. Clients have to trust the `certificate`.
    """

    def __init__(self, world: World, clock: Clock, *, encrypted: bool = True, seed: int = 0) -> None:
        self.certificate = Certificate()
        self.encrypted = encrypted
        self.unreadable = 0
        """Packets of the bot that were not encrypted with its key, or not of its source."""
        self.garbled = False
        """Whether what people say is spoiled where it is encrypted end to end: it can be decrypted by nobody."""
        random = Random(seed)  # noqa: S311  chances, not secrets
        self.to_bot = Network(clock, Random(random.random()))  # noqa: S311
        self.from_bot = Network(clock, Random(random.random()))  # noqa: S311
        self._world = world
        self._clock = clock
        self._sender = ExternalSender()
        self._pacer = Pacer(clock)
        next_ssrc = itertools.count(random.randrange(1_000, 100_000), _SSRC_STEP).__next__
        self._invitations = Invitations(world, clock, self.to_bot, next_ssrc)
        self._around = Surroundings(world, clock, self._pacer, random, self._relay, next_ssrc)
        self._nodes: list[Node] = []
        self._rooms: dict[str, Room] = {}
        self._callers: dict[str, Caller] = {}
        self._connections: set[VoiceConnection] = set()
        self._unwatch: Callable[[], None] | None = None
        self._changed = asyncio.Event()

    @property
    def endpoint(self) -> str:
        """``localhost:PORT``, where the bot is invited to now."""
        return self._nodes[-1].endpoint

    @property
    def bot(self) -> User:
        """Whom everybody talks with."""
        return self._world.bot

    def channel_of(self, user: User) -> Channel | None:
        """The voice channel that they are in, the first one of several."""
        states = [guild.voice[user.id] for guild in self._world.guilds.values() if user.id in guild.voice]
        return self._world.channel(str(states[0].channel_id)) if states else None

    async def start(self) -> None:
        """Listen, and invite the bot where it is in a voice channel already."""
        await self._add_node()
        self._unwatch = self._world.watch_calls(self._watch)
        for guild in self._world.guilds.values():
            if self._world.bot.id in guild.voice:
                self._invitations.invite(guild, self._nodes[-1])

    async def aclose(self) -> None:
        """Send the bot away, free the ports; twice is harmless."""
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
        for caller in self._callers.values():
            caller.follow(None)
        await asyncio.gather(*(connection.close(VoiceClose(1001)) for connection in tuple(self._connections)))
        for part in (self._pacer, self.to_bot, self.from_bot):
            await part.aclose()
        for room in self._rooms.values():
            await room.aclose()
        for node in self._nodes:
            await node.aclose()
        await self._invitations.aclose()

    def caller(self, user: User, *, endpoint: NewEndpoint = DaveyEndpoint, reaction_s: float = 0.0) -> Caller:
        """The user with a microphone, always the same; `endpoint` is the library that their client encrypts with.

        `reaction_s` is how long their client takes to answer about keys. Who is in a channel already is connected.
        """
        if user.id not in self._callers:
            caller = Caller(user, self._around, endpoint, reaction_s=reaction_s)
            self._callers[user.id] = caller
            if (channel := self.channel_of(user)) is not None:
                caller.follow(self.room(channel.id))
        return self._callers[user.id]

    def encrypted_for(self, channel: Channel) -> frozenset[str]:
        """The ids of those in the channel who have keys of each other."""
        return self.room(channel.id).members

    async def settled(self, channel: Channel, timeout: float = 15.0, *, among: Sequence[User] = ()) -> None:  # noqa: ASYNC109  a public shape
        """Return once everybody in the channel is connected to its call and has everybody's keys, the bot included.

        Those `among` them have to be there as well; people without a microphone are not waited for. Raises
        TimeoutError after so many seconds.
        """
        async with asyncio.timeout(timeout):
            while not (self._is_settled(channel, among) and await self._caught_up(channel, among)):
                self._changed.clear()
                await self._changed.wait()

    async def change_server(self, guild: Guild, *, gone_first: bool = False) -> None:
        """Move the bot's call to another voice server, with a new endpoint and token; in no call this is harmless.

        `gone_first`: the bot is told before that the server is gone, without another one being named.
        """
        await self._add_node()
        if guild.id not in self._invitations:
            return
        if gone_first:
            self._invitations.tell_gone(guild.id)
        self._dismiss(guild.id, None)
        self._invitations.invite(guild, self._nodes[-1])
        for node in [node for node in self._nodes[:-_KEPT_NODES] if not self._invitations.uses(node)]:
            self._nodes.remove(node)
            await node.aclose()

    async def close(self, code: int) -> None:
        """Close every connection of the bot with one of Discord's codes; 4015 leaves a session to resume.

        Others still see the bot in its channel. Raises InvalidInput for a code that Discord does not have.
        """
        close = VoiceClose(code)
        for guild_id in self._invitations.guilds if close.ends_session else ():
            self._dismiss(guild_id, close)
        await asyncio.gather(*(connection.close(close) for connection in tuple(self._connections)))

    def drop(self) -> None:
        """Break every connection of the bot without a close frame, as a network does; they can be resumed."""
        for connection in tuple(self._connections):
            connection.cut()

    def spoil(self, guild: Guild, op: Literal[Op.ANNOUNCE_COMMIT, Op.WELCOME]) -> None:
        """Spoil the next commit, or Welcome, that the bot gets there; in no call nothing happens."""
        self._invitations.spoil(guild.id, op)

    def session(self, token: str) -> BotSession:
        """The stay that the bot was invited to with that token; raises VoiceClose where there is none."""
        return self._invitations.session(token)

    def room(self, channel_id: str) -> Room:
        """The call of the channel."""
        if channel_id not in self._rooms:
            changed = self._changed.set
            self._rooms[channel_id] = Room(
                channel_id, self._sender, self._clock, encrypted=self.encrypted, changed=changed
            )
        return self._rooms[channel_id]

    def udp_port(self, session: BotSession) -> int:
        """Where the packets of that stay go."""
        return self._invitations.udp_port(session)

    def lost(self, session: BotSession) -> None:
        """Told when the connection of that stay is gone."""
        self._invitations.lost(session)

    async def _add_node(self) -> None:
        node = Node(self._serve, self._arrived)
        await node.start(self.certificate)
        self._nodes.append(node)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            max_msg_size=_LARGEST_MESSAGE, compress=False, autoping=False, timeout=_CLOSE_PATIENCE_S
        )
        await socket.prepare(request)
        connection = VoiceConnection(self, request, socket)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
        return socket

    def _watch(self, change: CallChange) -> None:
        guild, user = change.guild, change.user
        self._changed.set()
        if user == self._world.bot:
            if change.moved:
                self._dismiss(guild.id, VoiceClose(4014))
            if change.after is not None and guild.id not in self._invitations:
                self._invitations.invite(guild, self._nodes[-1])
        elif change.moved and (caller := self._callers.get(user.id)):
            caller.follow(self.room(str(change.after.channel_id)) if change.after else None)

    def _dismiss(self, guild_id: str, close: VoiceClose | None) -> None:
        session = self._invitations.dismiss(guild_id, close)
        if session is not None:
            self.room(session.channel_id).leave(session)

    def _arrived(self, data: bytes, address: tuple[str, int]) -> None:
        if not is_feedback(data):
            self.from_bot.carry(partial(self._take, data, address))

    def _take(self, data: bytes, address: tuple[str, int]) -> None:
        session = self._invitations.at(address)
        if session is None or session.cipher is None:
            return
        try:
            size = header_size(data)
            opened = packet(data[:size], session.cipher.open(data, size))
        except Malformed:
            self.unreadable += 1
            return
        if opened.ssrc == session.ssrc:
            self._relay(session, self.room(session.channel_id), opened)
        else:
            self.unreadable += 1

    def _relay(self, seat: Seat, room: Room, sent: Packet) -> None:
        if self.garbled and seat.user_id != self._world.bot.id and sent.payload != SILENCE:
            sent = replace(sent, payload=bytes([sent.payload[0] ^ 1]) + sent.payload[1:])
        state = self._state(seat.user_id, room)
        if state is not None and state.speaks:
            room.media(seat, sent, lambda other: (s := self._state(other.user_id, room)) is not None and s.hears)

    def _state(self, user_id: str, room: Room) -> VoiceState | None:
        channel = self._world.channel(room.channel_id)
        guild = self._world.guild_of(channel) if channel else None
        return guild.voice.get(user_id) if guild else None

    async def _caught_up(self, channel: Channel, among: Sequence[User]) -> bool:
        """Wait until all clients have acted on what they were told; returns whether that changed nothing."""
        there = {user.id for user in self._world.people_in(channel)}
        callers = [caller.caught_up() for user_id, caller in self._callers.items() if user_id in there]
        clients = [connection.caught_up(channel.id) for connection in tuple(self._connections)]
        await asyncio.gather(*callers, *clients, return_exceptions=True)
        return self._is_settled(channel, among)

    def _is_settled(self, channel: Channel, among: Sequence[User]) -> bool:
        room, there = self.room(channel.id), {user.id for user in self._world.people_in(channel)}
        expected = there & (self._callers.keys() | {self._world.bot.id}) | {user.id for user in among}
        return room.settled and room.present() == expected
