"""What members may do: https://discord.com/developers/docs/topics/permissions."""

from dataclasses import dataclass
from enum import IntFlag
from typing import Literal


class Permission(IntFlag):
    """Those that bots of text channels meet."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    USE_EXTERNAL_APPS = 1 << 50


EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.USE_VAD
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
"""What a new guild lets everyone do."""

EVERYTHING = (1 << 53) - 1
"""Every permission that there is, those included that no bot of text channels meets."""


def named(permissions: int) -> str:
    """The names of these permissions; one that no bot of text channels meets is told as its bit."""
    known = {int(permission): str(permission.name) for permission in Permission}
    bits = [1 << place for place in range(permissions.bit_length()) if permissions >> place & 1]
    return ", ".join(known.get(bit, f"1 << {bit.bit_length() - 1}") for bit in bits)


@dataclass(slots=True)
class Role:
    """A role of a guild; that of everyone has the guild's own id."""

    id: str
    name: str
    permissions: int
    position: int


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies one role or one member, beside what they may anyway."""

    kind: Literal["role", "member"]
    allow: int = 0
    deny: int = 0
