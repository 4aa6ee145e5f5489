"""Where people meet on the loopback Discord: guilds, channels, threads."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from acore.simulator.permissions import EVERYONE, Overwrite, Role


class ChannelKind(IntEnum):
    """Kinds of channels, by Discord's numbers."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP = 3
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


@dataclass(frozen=True, slots=True)
class User:
    """An account; `name` is the unique lower-case one, `display_name` the one that people see."""

    id: str
    name: str
    display_name: str
    bot: bool = False
    webhook: bool = False
    """Whether it is no account but the name that one webhook message bears; the id is the webhook's."""

    @property
    def mention(self) -> str:
        """The text that mentions the user."""
        return f"<@{self.id}>"

    def payload(self) -> dict[str, Any]:
        """Discord's user object."""
        payload: dict[str, Any] = {
            "id": self.id,
            "username": self.name,
            "discriminator": "0000" if self.webhook else "0",
            "global_name": None if self.webhook else self.display_name,
            "avatar": None,
            "public_flags": 0,
        }
        return payload | {"bot": True} if self.bot else payload


@dataclass(slots=True)
class Thread:
    """What makes a channel a thread of the channel `parent_id`; `members` joined at these times."""

    parent_id: str
    owner_id: str
    created: datetime
    archived_at: datetime
    """When it was archived or reopened, at first when it was made."""
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 1440
    members: dict[str, datetime] = field(default_factory=dict)
    message_count: int = 0
    """Messages without the first one of a post and without deleted ones."""
    total_sent: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    """A channel or thread of a guild, the direct messages with `recipient`, or a group of people without the bot."""

    id: str
    name: str
    guild_id: str | None
    recipient: User | None = None
    kind: ChannelKind = ChannelKind.TEXT
    """Meaningless for direct messages."""
    group: tuple[User, ...] = ()
    """The people of a group, its owner first."""
    thread: Thread | None = None
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    """By the id of the role or member."""
    last_message_id: str | None = None
    """The latest message, even a deleted one; of a forum the latest post."""
    user_limit: int = 0
    """How many may be in a voice channel; 0 is as many as like."""

    @property
    def parent_id(self) -> str:
        """The channel whose permissions hold here: of a thread its parent, else itself."""
        return self.thread.parent_id if self.thread else self.id

    @property
    def speaks(self) -> bool:
        """Whether it is a voice channel; that has a text chat as well."""
        return self.guild_id is not None and self.kind == ChannelKind.VOICE


@dataclass(frozen=True, slots=True)
class VoiceState:
    """Who is in which voice channel, and whether they can speak and hear there: by themselves, by a moderator."""

    user_id: str
    channel_id: str | None
    session_id: str
    self_mute: bool = False
    self_deaf: bool = False
    mute: bool = False
    deaf: bool = False
    suppress: bool = False
    """Whether they may not speak there."""

    @property
    def speaks(self) -> bool:
        """Whether their sound reaches others."""
        return not (self.self_mute or self.mute or self.suppress)

    @property
    def hears(self) -> bool:
        """Whether the sound of others reaches them."""
        return not (self.self_deaf or self.deaf)


@dataclass(slots=True)
class Guild:
    """A server: channels, threads, members and roles by their ids. The bot is on it while it is among the members."""

    id: str
    name: str
    created: datetime
    bot_id: str = ""
    channels: dict[str, Channel] = field(default_factory=dict)
    threads: dict[str, Channel] = field(default_factory=dict)
    members: dict[str, User] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    member_roles: dict[str, list[str]] = field(default_factory=dict)
    """The roles of each member beside that of everyone."""
    offers: dict[str, set[str]] = field(default_factory=dict)
    """The roles and members that a command is offered to whatever it asks for, by the command's id."""
    nicks: dict[str, str] = field(default_factory=dict)
    """What members are called here instead of their own names."""
    voice: dict[str, VoiceState] = field(default_factory=dict)
    """Who is in a voice channel, by their ids, in the order that they came."""
    silenced: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    """Whom a moderator muted, and deafened, by their ids: that holds over calls."""

    def __post_init__(self) -> None:
        self.roles.setdefault(self.id, Role(self.id, "@everyone", int(EVERYONE), 0))

    @property
    def owner_id(self) -> str:
        """The first person on it, who may do everything there; the guild's own id while there is none."""
        return next((user.id for user in self.members.values() if not user.bot), self.id)

    def names_of(self, user: User) -> tuple[str, ...]:
        """Every name that a search finds the user by: the account's, the displayed one, the nickname here."""
        nick = self.nicks.get(user.id)
        return (user.name, user.display_name, *((nick,) if nick else ()))

    def active_threads(self) -> list[Channel]:
        """The threads that are not archived."""
        return [channel for channel in self.threads.values() if channel.thread and not channel.thread.archived]
