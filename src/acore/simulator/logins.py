"""Who is logged in at the gateway: checks IDENTIFY and RESUME, and hands every event to the sessions."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from acore.simulator import payloads
from acore.simulator.application import Application
from acore.simulator.close_codes import GatewayClose
from acore.simulator.model import Dispatch, Payload, WorldEvent
from acore.simulator.session import PRIVILEGED, Session
from acore.simulator.session_starts import SessionStarts
from acore.simulator.world import World

_VERSION = 10
_ALL_INTENTS = (1 << 26) - 1
_MOST_SESSIONS = 64
_MOST_MEMBERS = 1000
"""Members in one GUILD_MEMBERS_CHUNK."""


class Logins:
    """The sessions of one bot, the latest 64."""

    def __init__(
        self,
        world: World,
        application: Application,
        starts: SessionStarts,
        *,
        url: str,
        logged_in: Callable[[], None],
    ) -> None:
        self._world = world
        self._application = application
        self._starts = starts
        self._url = url
        self._logged_in = logged_in
        self._sessions: dict[str, Session] = {}

    def offer(self, event: Dispatch) -> None:
        """Hand an event of the world to every session."""
        for session in self._sessions.values():
            session.offer(event)

    def identify(self, data: Mapping[str, Any]) -> Session | None:
        """A new session, with READY and the guilds under way; None where the shard logs in too soon.

        Raises GatewayClose where Discord refuses. Who has used up the logins of the day loses every
        session and the token.
        """
        self._check_token(data)
        intents, shard = self._intents(data), self._shard(data)
        start = self._starts.take(shard[0])
        if start == "used up":
            self._revoke()
        if start == "too soon":
            return None
        session = Session(self._world.bot.id, intents, shard, set())
        for old in [old for old in self._sessions.values() if old.shard == shard and old.holder is None]:
            del self._sessions[old.id]
        self._make_room()
        self._sessions[session.id] = session
        self._greet(session, explicit_shard="shard" in data)
        self._logged_in()
        self._world.tell(WorldEvent("ready", user=self._world.bot))
        return session

    def resume(self, data: Mapping[str, Any]) -> tuple[Session, int] | None:
        """The session to go on with, and the number after which to; None where it is not known (any more)."""
        self._check_token(data)
        session, seq = self._sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is None or not isinstance(seq, int) or not session.keeps(seq):
            return None
        session.resumed()
        return session, seq

    def forget(self, session: Session) -> None:
        """End a session: it can not be resumed."""
        self._sessions.pop(session.id, None)

    def members(self, session: Session, data: Mapping[str, Any]) -> None:
        """Answer a request for the members of a guild, in chunks."""
        guild = self._world.guilds.get(str(data.get("guild_id")))
        if guild is None:
            return
        wanted = {str(user_id) for user_id in data["user_ids"]} if data.get("user_ids") else None
        prefix = str(data.get("query") or "").lower()
        found = [u for u in guild.members.values() if wanted is None or u.id in wanted]
        found = [u for u in found if any(name.lower().startswith(prefix) for name in guild.names_of(u))]
        found = found[: data.get("limit") or None]
        chunks = [found[i : i + _MOST_MEMBERS] for i in range(0, len(found), _MOST_MEMBERS)] or [[]]
        for index, chunk in enumerate(chunks):
            answer: Payload = {"guild_id": guild.id, "chunk_index": index, "chunk_count": len(chunks)}
            answer["members"] = [payloads.member(guild, user) for user in chunk]
            answer["not_found"] = sorted((wanted or set()) - guild.members.keys())
            session.send("GUILD_MEMBERS_CHUNK", answer | {k: data[k] for k in ("nonce",) if k in data})

    def voice(self, data: Mapping[str, Any]) -> None:
        """The bot comes into a voice channel, leaves it, or mutes itself."""
        channel_id = data.get("channel_id")
        self._world.bot_asks(
            str(data.get("guild_id")),
            None if channel_id is None else str(channel_id),
            self_mute=data.get("self_mute") is True,
            self_deaf=data.get("self_deaf") is True,
        )

    def _revoke(self) -> NoReturn:
        close = GatewayClose(4004)
        for session in self._sessions.values():
            session.end(close)
        self._sessions.clear()
        self._application.reset_token()
        raise close

    def _make_room(self) -> None:
        if len(self._sessions) < _MOST_SESSIONS:
            return
        left = next((old.id for old in self._sessions.values() if old.holder is None), None)
        if left is None:
            raise GatewayClose(4008)
        del self._sessions[left]

    def _check_token(self, data: Mapping[str, Any]) -> None:
        if str(data.get("token", "")).removeprefix("Bot ") != self._application.token:
            raise GatewayClose(4004)

    def _intents(self, data: Mapping[str, Any]) -> int:
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_ALL_INTENTS:
            raise GatewayClose(4013)
        if intents & PRIVILEGED & ~self._application.allowed_intents:
            raise GatewayClose(4014)
        return intents

    def _shard(self, data: Mapping[str, Any]) -> tuple[int, int]:
        given = data.get("shard", [0, 1])
        pair = isinstance(given, list) and len(given) == len(("id", "count"))
        if not (pair and all(isinstance(n, int) for n in given)):
            raise GatewayClose(4010)
        number, count = given
        if not 0 <= number < count:
            raise GatewayClose(4010)
        if count < self._application.shards:
            raise GatewayClose(4011)
        return number, count

    def _greet(self, session: Session, *, explicit_shard: bool) -> None:
        world = self._world
        guilds = [g for g in world.guilds.values() if world.bot.id in g.members and session.serves(g.id)]
        ready: Payload = {
            "v": _VERSION,
            "user": world.bot.payload() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "private_channels": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._url,
            "application": {"id": world.bot.id, "flags": self._application.flags},
        }
        session.send("READY", ready | ({"shard": list(session.shard)} if explicit_shard else {}))
        for guild in guilds:
            whole = payloads.guild_create(guild, members=[*guild.members.values()])
            session.offer(Dispatch("GUILD_CREATE", whole | {"unavailable": False}, guild.id))
