"""One login of the bot at the gateway: which events it gets, and the latest of them for a RESUME."""

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping
from enum import IntFlag
from typing import Any

import orjson

from acore.simulator.close_codes import GatewayClose
from acore.simulator.model import Dispatch, Payload

_KEPT = 1000
"""Events that a session keeps for a client that resumes or is slow."""


class Intents(IntFlag):
    """What a bot can ask to be told; the names of https://discord.com/developers/docs/events/gateway#gateway-intents."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intents.GUILD_MEMBERS | Intents.GUILD_PRESENCES | Intents.MESSAGE_CONTENT
"""Those that Discord gives only to bots that have the switch on."""

_MESSAGES = (Intents.GUILD_MESSAGES, Intents.DIRECT_MESSAGES)
_NEEDED: Mapping[str, tuple[int, int]] = {
    "GUILD_CREATE": (Intents.GUILDS, 0),
    "GUILD_DELETE": (Intents.GUILDS, 0),
    "CHANNEL_CREATE": (Intents.GUILDS, 0),
    "CHANNEL_UPDATE": (Intents.GUILDS, 0),
    "CHANNEL_DELETE": (Intents.GUILDS, 0),
    "GUILD_ROLE_CREATE": (Intents.GUILDS, 0),
    "THREAD_CREATE": (Intents.GUILDS, 0),
    "THREAD_UPDATE": (Intents.GUILDS, 0),
    "THREAD_DELETE": (Intents.GUILDS, 0),
    "THREAD_LIST_SYNC": (Intents.GUILDS, 0),
    "THREAD_MEMBERS_UPDATE": (Intents.GUILDS, 0),
    "VOICE_STATE_UPDATE": (Intents.GUILD_VOICE_STATES, 0),
    "GUILD_MEMBER_UPDATE": (Intents.GUILD_MEMBERS, 0),
    "GUILD_MEMBER_ADD": (Intents.GUILD_MEMBERS, 0),
    "MESSAGE_CREATE": _MESSAGES,
    "MESSAGE_UPDATE": _MESSAGES,
    "MESSAGE_DELETE": _MESSAGES,
    "MESSAGE_DELETE_BULK": _MESSAGES,
}
"""Event, then the intent for it in a guild and in direct messages; 0 and absent events need none."""


class Session:
    """Numbers the events for one client and keeps the latest thousand; never waits for the client."""

    def __init__(self, bot_id: str, intents: int, shard: tuple[int, int], guilds: set[str]) -> None:
        self.id = secrets.token_hex(16)
        self.shard = shard
        self.seq = 0
        self.holder: object | None = None
        """The connection that serves it now; an earlier one stops when it sees another."""
        self._bot_id = bot_id
        self._intents = intents
        self._guilds = guilds
        self._frames: deque[str] = deque(maxlen=_KEPT)
        self._resumed_at = 0
        self._ended: GatewayClose | None = None
        self._more = asyncio.Event()

    def send(self, name: str, data: Mapping[str, Any]) -> None:
        """Append an event."""
        self.seq += 1
        self._frames.append(orjson.dumps({"op": 0, "t": name, "s": self.seq, "d": data}).decode())
        self._more.set()

    def end(self, close: GatewayClose) -> None:
        """End it: its connection is closed so."""
        self._ended = close
        self._more.set()

    def resumed(self) -> None:
        """Append RESUMED; that of an earlier RESUME is not replayed, it would end the replay too early."""
        if self.keeps(self._resumed_at - 1):
            self._frames[self._resumed_at - self.seq - 1] = ""
        self.send("RESUMED", {"_trace": []})
        self._resumed_at = self.seq

    def offer(self, event: Dispatch) -> None:
        """Append the event as far as intents, shard and known guilds let the bot see it."""
        if not self.serves(event.guild_id):
            return
        if event.name == "GUILD_CREATE":
            self._guilds.add(str(event.guild_id))
        in_guild, in_dm = _NEEDED.get(event.name, (0, 0))
        needed = in_guild if event.guild_id else in_dm
        if event.name == "GUILD_MEMBER_UPDATE" and event.data["user"]["id"] == self._bot_id:
            needed = 0
        knows = event.guild_id is None or event.guild_id in self._guilds
        if knows and self._intents & needed == needed:
            self.send(event.name, self.narrowed(event.name, event.data))
        if event.name == "GUILD_DELETE":
            self._guilds.discard(str(event.guild_id))

    def serves(self, guild_id: str | None) -> bool:
        """Whether events of the guild, or direct messages, belong to this session's shard."""
        number, count = self.shard
        return (int(guild_id or 0) >> 22) % count == number

    def narrowed(self, name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The event without what the intents keep from the bot."""
        if name.startswith("MESSAGE_") and not self._intents & Intents.MESSAGE_CONTENT:
            return without_content(data, self._bot_id)
        if name != "GUILD_CREATE":
            return data
        narrowed = dict(data)
        if not self._intents & Intents.GUILD_VOICE_STATES:
            narrowed["voice_states"] = []
        if not self._intents & Intents.GUILD_MEMBERS:
            seen = {self._bot_id} | {state["user_id"] for state in narrowed["voice_states"]}
            narrowed["members"] = [m for m in data["members"] if m["user"]["id"] in seen]
        return narrowed

    async def frames(self, after: int) -> tuple[int, list[str]]:
        """Wait for events after that number; returns them and the last one's number.

        Raises GatewayClose where some of them are not kept any more, or the session has ended.
        """
        while self.seq <= after and self._ended is None:
            self._more.clear()
            await self._more.wait()
        if self._ended is not None:
            raise self._ended
        if not self.keeps(after):
            raise GatewayClose(4009)
        frames = (self._frames[-back] for back in range(self.seq - after, 0, -1))
        return self.seq, [frame for frame in frames if frame]

    def keeps(self, after: int) -> bool:
        """Whether every event after that number is still there."""
        return self.seq - len(self._frames) <= after <= self.seq


def without_content(message: Mapping[str, Any], bot_id: str) -> Payload:
    """A guild's message as a bot without Message Content gets it, unless it is its own or mentions it."""
    data = dict(message)
    if isinstance(data.get("referenced_message"), dict):
        where = {"guild_id": data["guild_id"]} if "guild_id" in data else {}
        data["referenced_message"] = without_content(data["referenced_message"] | where, bot_id)
        data["referenced_message"].pop("guild_id", None)
    to_bot = any(user["id"] == bot_id for user in data.get("mentions", ()))
    if "author" not in data or "guild_id" not in data or data["author"]["id"] == bot_id or to_bot:
        return data
    return data | {"content": "", "embeds": [], "attachments": [], "components": []}
