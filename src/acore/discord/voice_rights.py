"""Who may have the bot do what in a voice channel."""

from typing import Any

import discord
from discord import app_commands

from acore.discord.reading import category_of
from acore.domain.calls import CallPlace
from acore.domain.triggers import Places
from acore.errors import InvalidInput
from acore.services.call_session import CallSession

_NOWHERE = "You are in no voice channel. Go into one, or name one: `/voice join channel:`"
_STAGE = "I do not speak on stages. Use a voice channel."
_FULL = "{channel} is full: {count} people are the most that may be there. Make room, or raise its limit."
_NOT_THERE = "I am in {channel}. Go there to say that, or ask someone who may move members."
_NEEDED = ("view_channel", "connect", "speak")


class CallImpossible(InvalidInput):
    """A call can not begin, or go on; the message says why, and what to do."""


def guild_of(interaction: discord.Interaction[Any]) -> str:
    """The server's id; raises NoPrivateMessage outside of one."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return str(interaction.guild_id)


def require_welcome(interaction: discord.Interaction[Any], places: Places) -> None:
    """Raise CheckFailure for a member whom the bot ignores, and where it does not talk."""
    if not places.welcome(interaction.user.id, interaction.channel_id or 0):
        raise app_commands.CheckFailure


def room_for(interaction: discord.Interaction[Any], named: discord.VoiceChannel | None) -> discord.VoiceChannel:
    """The voice channel that is meant: the one that is named, or the one that the member is in.

    Raises InvalidInput where there is none, MissingPermissions where the member may not go there.
    """
    guild_of(interaction)
    member = interaction.user
    assert isinstance(member, discord.Member)
    room = named or (member.voice.channel if member.voice is not None else None)
    if room is None:
        raise InvalidInput(_NOWHERE)
    if not isinstance(room, discord.VoiceChannel):
        raise InvalidInput(_STAGE)
    may = room.permissions_for(member)
    if not (may.view_channel and may.connect):
        raise app_commands.MissingPermissions(["connect"])
    return room


def require_room(room: discord.VoiceChannel, user: int, places: Places) -> CallPlace:
    """The place of a call that the bot may hold; raises CheckFailure where the bot does not talk.

    Raises BotMissingPermissions where it may not go there or speak, InvalidInput where the channel is full.
    """
    if not places.welcome(user, room.id):
        raise app_commands.CheckFailure
    me = room.guild.me
    may = room.permissions_for(me)
    if missing := [right for right in _NEEDED if not getattr(may, right)]:
        raise app_commands.BotMissingPermissions(missing)
    there = [one for one in room.voice_states if one != me.id]
    if room.user_limit and len(there) >= room.user_limit and not may.move_members:
        raise InvalidInput(_FULL, channel=room.mention, count=room.user_limit)
    return CallPlace(str(room.guild.id), str(room.id), category_of(room))


def require_say(interaction: discord.Interaction[Any], session: CallSession) -> None:
    """Raise InvalidInput for a member who has no say in the call: they are neither in it nor may move members."""
    member, channel = interaction.user, session.call.place.channel
    assert isinstance(member, discord.Member)
    where = member.voice.channel if member.voice is not None else None
    if where is not None and str(where.id) == channel:
        return
    room = member.guild.get_channel(int(channel))
    if room is None or room.permissions_for(member).move_members:
        return
    raise InvalidInput(_NOT_THERE, channel=room.mention)
