"""What the loopback Discord is made of: people, guilds, channels, messages, and what happens among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from acore.simulator.places import Channel, ChannelKind, Guild, Thread, User

__all__ = [
    "EPHEMERAL",
    "HAS_THREAD",
    "LOADING",
    "SUPPRESS_EMBEDS",
    "Attachment",
    "Channel",
    "ChannelKind",
    "Dispatch",
    "EventKind",
    "Guild",
    "Payload",
    "SimMessage",
    "Thread",
    "User",
    "WorldEvent",
    "iso",
]

Payload = dict[str, Any]
"""A JSON object as Discord sends or takes it."""

SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
"""Message flags: no link previews; a thread hangs on it; for one member only; "thinking" until it is edited."""

_DEFAULT, _REPLY, _COMMAND_ANSWER, _MENU_ANSWER = 0, 19, 20, 23
_SLASH = 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a message; `size` in bytes, `url` on the simulator itself."""

    id: str
    filename: str
    size: int
    url: str
    content_type: str | None = None
    width: int | None = None
    height: int | None = None
    ephemeral: bool = False

    def payload(self) -> Payload:
        """Discord's attachment object; only pictures have a width and a height."""
        known = {"id": self.id, "filename": self.filename, "size": self.size, "url": self.url, "proxy_url": self.url}
        optional: Payload = {"content_type": self.content_type, "width": self.width, "height": self.height}
        known |= {name: value for name, value in optional.items() if value is not None}
        return known | ({"ephemeral": True} if self.ephemeral else {})


@dataclass(slots=True)
class SimMessage:
    """A message as it stands now; edits change it in place."""

    id: str
    channel_id: str
    guild_id: str | None
    author: User
    content: str
    timestamp: datetime
    edited_timestamp: datetime | None = None
    embeds: list[Payload] = field(default_factory=list)
    attachments: tuple[Attachment, ...] = ()
    components: list[Payload] = field(default_factory=list)
    reference: str | None = None
    """The message that this one replies to."""
    reference_channel: str | None = None
    """The channel that it points to where that is another one, with or without a message there."""
    kind: int | None = None
    """What kind of message Discord made by itself, by its numbers; None for what somebody wrote."""
    position: int | None = None
    """How many messages of its thread came before it."""
    thread: Channel | None = None
    """The thread that hangs on it."""
    interaction: tuple[User, str] | None = None
    """Who ran which command, where this is its answer."""
    interaction_id: str | None = None
    """The interaction that it answers, of a command or a button."""
    metadata: Payload | None = None
    """What it tells about that interaction."""
    flags: int = 0
    ephemeral_to: str | None = None
    """The only user who sees it; None is everyone."""
    mentions: tuple[User, ...] = ()
    mention_everyone: bool = False
    nonce: str | int | None = None
    earlier: bool = False
    """Whether it is of a time before this world, which nobody knows any more."""

    @property
    def thinking(self) -> bool:
        """Whether it only holds the place of an answer that was promised."""
        return bool(self.flags & LOADING)

    def payload(self, referenced: "SimMessage | None" = None) -> Payload:
        """Discord's message object as REST gives it; `referenced` is the message replied to, None once deleted."""
        payload = self.plain()
        if self.reference is not None:
            payload["referenced_message"] = referenced.plain() if referenced else None
        return payload

    def plain(self) -> Payload:
        """As `payload`, without the message replied to: Discord nests one level only."""
        payload: Payload = {
            "id": self.id,
            "channel_id": self.channel_id,
            "type": self._type(),
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": iso(self.timestamp),
            "edited_timestamp": iso(self.edited_timestamp) if self.edited_timestamp else None,
            "tts": False,
            "mention_everyone": self.mention_everyone,
            "mentions": [user.payload() for user in self.mentions],
            "mention_roles": [],
            "attachments": [attachment.payload() for attachment in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "flags": self.flags,
        }
        return payload | self._optional()

    def _type(self) -> int:
        if self.kind is not None:
            return self.kind
        if self.reference is not None:
            return _REPLY
        if self.interaction is None:
            return _DEFAULT
        return _COMMAND_ANSWER if (self.metadata or {}).get("command_type", _SLASH) == _SLASH else _MENU_ANSWER

    def _optional(self) -> Payload:
        """The fields that Discord leaves out where they do not apply."""
        payload: Payload = {}
        if self.nonce is not None:
            payload["nonce"] = self.nonce
        if self.position is not None:
            payload["position"] = self.position
        if self.reference is not None or self.reference_channel is not None:
            reference: Payload = {"type": 0, "channel_id": self.reference_channel or self.channel_id}
            reference |= {"message_id": self.reference} if self.reference else {}
            payload["message_reference"] = reference | ({"guild_id": self.guild_id} if self.guild_id else {})
        if self.author.webhook:
            payload["webhook_id"] = self.author.id
        if self.interaction_id is not None:
            payload["application_id"] = payload["webhook_id"] = self.author.id
        if self.interaction is not None:
            user, command = self.interaction
            payload["interaction"] = {"id": self.interaction_id, "type": 2, "name": command, "user": user.payload()}
        if self.metadata is not None:
            payload["interaction_metadata"] = self.metadata
        return payload


EventKind = Literal["message", "edit", "delete", "typing", "thinking", "modal", "failed", "commands", "ready"]


@dataclass(frozen=True, slots=True)
class WorldEvent:
    """Something that people of the world can see.

    ``message``, ``edit`` and ``delete`` carry the message as it was at that moment. ``thinking`` carries the place
    that a deferred answer holds: a message with `thinking` set, which an ``edit`` later fills.
    ``typing`` carries who types. ``failed`` carries whose command got no answer, its interaction, and
    Discord's words in `text`. ``modal`` carries the form that the bot shows to `user` as Discord's JSON, and the
    interaction that it answers. ``commands``: the bot registered commands. ``ready``: the bot connected, or this
    subscriber was too slow and events were left out: read everything anew.
    """

    kind: EventKind
    channel_id: str = ""
    message: SimMessage | None = None
    user: User | None = None
    text: str = ""
    modal: Payload | None = None
    interaction_id: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An event for the bot, as the gateway sends it; `guild_id` None is for direct messages."""

    name: str
    data: Mapping[str, Any]
    guild_id: str | None


def iso(moment: datetime) -> str:
    """A moment as Discord writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
