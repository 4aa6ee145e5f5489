"""What a member may do where, worked out as Discord documents it."""

from collections.abc import Mapping
from typing import Any

from acore.simulator.permissions import EVERYTHING, Permission
from acore.simulator.places import Channel, Guild

_NEED_SENDING = Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.MENTION_EVERYONE


def in_guild(guild: Guild, user_id: str) -> int:
    """The permissions of the member anywhere on the guild; all of them for the owner and for administrators."""
    if user_id == guild.owner_id:
        return EVERYTHING
    permissions = 0
    for role_id in (guild.id, *guild.member_roles.get(user_id, ())):
        permissions |= guild.roles[role_id].permissions
    return EVERYTHING if permissions & Permission.ADMINISTRATOR else permissions


def in_channel(guild: Guild, channel: Channel, user_id: str) -> int:
    """The permissions of the member in the channel; a thread has those of its parent.

    Who can not see the channel may do nothing there, who can not send may send no files and links.
    """
    permissions = in_guild(guild, user_id)
    if permissions == EVERYTHING:
        return permissions
    overwrites = guild.channels[channel.parent_id].overwrites
    if everyone := overwrites.get(guild.id):
        permissions = permissions & ~everyone.deny | everyone.allow
    ours = [overwrites[role] for role in guild.member_roles.get(user_id, ()) if role in overwrites]
    for overwrite in ours:
        permissions &= ~overwrite.deny
    for overwrite in ours:
        permissions |= overwrite.allow
    if personal := overwrites.get(user_id):
        permissions = permissions & ~personal.deny | personal.allow
    if not permissions & Permission.VIEW_CHANNEL:
        return 0
    return permissions if permissions & to_write_in(channel) else permissions & ~_NEED_SENDING


def to_be_offered(guild: Guild, channel: Channel, user_id: str, command: Mapping[str, Any]) -> int:
    """The permissions that the member lacks for Discord to offer them the command; 0 where it does.

    It asks for all of `default_member_permissions`, and for an administrator where these are none at all,
    unless the guild itself offers the command to the member or to one of their roles.
    """
    asked = command["default_member_permissions"]
    offered = guild.offers.get(command["id"], set())
    if asked is None or offered & {guild.id, user_id, *guild.member_roles.get(user_id, ())}:
        return 0
    wanted = int(asked) or int(Permission.ADMINISTRATOR)
    return wanted & ~in_channel(guild, channel, user_id)


def to_write_in(channel: Channel) -> Permission:
    """What it takes to write in the channel."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES


def sees(guild: Guild, channel: Channel, user_id: str) -> bool:
    """Whether the member can open the channel."""
    return bool(in_channel(guild, channel, user_id) & Permission.VIEW_CHANNEL)
