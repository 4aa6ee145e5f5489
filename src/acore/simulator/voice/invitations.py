"""To which voice server the bot is invited with which token: VOICE_SERVER_UPDATE, and what became of it."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from acore.interfaces import Clock
from acore.simulator.model import Guild
from acore.simulator.voice.network import Network
from acore.simulator.voice.node import Node
from acore.simulator.voice.ops import Op, VoiceClose
from acore.simulator.voice.sessions import BotSession
from acore.simulator.world import World

_RESUME_WITHIN_S = 15.0
_KEPT_TOKENS = 100


class Invitations:
    """The stays of the bot, at most one a guild."""

    def __init__(self, world: World, clock: Clock, to_bot: Network, next_ssrc: Callable[[], int]) -> None:
        self._world = world
        self._clock = clock
        self._to_bot = to_bot
        self._next_ssrc = next_ssrc
        self._sessions: dict[str, tuple[BotSession, Node]] = {}
        """By their guilds."""
        self._old_tokens: deque[str] = deque(maxlen=_KEPT_TOKENS)
        self._timers: set[asyncio.Task[None]] = set()

    def __contains__(self, guild_id: str) -> bool:
        return guild_id in self._sessions

    @property
    def guilds(self) -> tuple[str, ...]:
        """The guilds where the bot is invited, or has come."""
        return tuple(self._sessions)

    def invite(self, guild: Guild, node: Node) -> None:
        """Invite the bot to the call of the channel that it is in now."""
        session = BotSession(guild.id, guild.voice[self._world.bot.id], self._next_ssrc(), partial(self._carry, node))
        self._sessions[guild.id] = (session, node)
        told = {"token": session.token, "guild_id": guild.id, "endpoint": node.endpoint}
        self._world.dispatch("VOICE_SERVER_UPDATE", told, guild.id)

    def tell_gone(self, guild_id: str) -> None:
        """Tell the bot that the server of its call is gone, and another one will be named."""
        gone = {"token": self._sessions[guild_id][0].token, "guild_id": guild_id, "endpoint": None}
        self._world.dispatch("VOICE_SERVER_UPDATE", gone, guild_id)

    def dismiss(self, guild_id: str, close: VoiceClose | None) -> BotSession | None:
        """End the stay in the guild, if there is one; without a close it is left to the bot to go."""
        session, _ = self._sessions.pop(guild_id, (None, None))
        if session is not None:
            self._old_tokens.append(session.token)
            if close is not None:
                session.end(close)
        return session

    def spoil(self, guild_id: str, op: Op) -> None:
        """Spoil the next message of that operation in the guild, if there is a stay."""
        session, _ = self._sessions.get(guild_id, (None, None))
        if session is not None:
            session.spoiled.add(op)

    def session(self, token: str) -> BotSession:
        """The stay with that token; raises VoiceClose where there is none, or none any more."""
        for session, _ in self._sessions.values():
            if session.token == token:
                return session
        raise VoiceClose(4006 if token in self._old_tokens else 4004)

    def at(self, address: tuple[str, int]) -> BotSession | None:
        """The stay whose packets come from there."""
        return next((session for session, _ in self._sessions.values() if session.address == address), None)

    def udp_port(self, session: BotSession) -> int:
        """Where the packets of that stay go; 0 where it has ended."""
        current, node = self._sessions.get(session.guild_id, (None, None))
        return node.udp_port if node is not None and current is session else 0

    def uses(self, node: Node) -> bool:
        """Whether a stay is on that voice server."""
        return any(used is node for _, used in self._sessions.values())

    def lost(self, session: BotSession) -> None:
        """Give the bot fifteen seconds to resume; then it is out of the channel."""
        timer = asyncio.create_task(self._expire(session), name="simulator-voice-resume")
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)

    async def aclose(self) -> None:
        """Wait for nobody any longer."""
        for timer in tuple(self._timers):
            timer.cancel()
        await asyncio.gather(*self._timers, return_exceptions=True)

    def _carry(self, node: Node, data: bytes, address: tuple[str, int]) -> None:
        self._to_bot.carry(partial(node.send, data, address))

    async def _expire(self, session: BotSession) -> None:
        await self._clock.sleep(_RESUME_WITHIN_S)
        current, _ = self._sessions.get(session.guild_id, (None, None))
        if current is session and session.holder is None:
            self._world.leave_call(self._world.bot, self._world.guilds[session.guild_id])
