"""Who is in a voice channel, as the contracts call them."""

import asyncio
from collections.abc import Sequence

import discord

from acore.domain.calls import CallPlace, Participant

VoiceChannel = discord.VoiceChannel | discord.StageChannel

UNSEEN = "I was moved to a channel that I can not see, so I have left the call. `/voice join` brings me back."
MUTED = "I was moved to a channel where I may not speak, so I have left the call. `/voice join` brings me back."
ON_STAGE = "I was moved to a stage, where I do not speak, so I have left the call. `/voice join` brings me back."
DEAFENED = (
    "Somebody has deafened me on this server, so no sound comes to me. "
    "Who may deafen members can undo that in my menu; until then, send voice messages."
)
MUTED_HERE = (
    "Somebody has muted me on this server, so nobody hears what I say; I write it here all the same. "
    "Who may mute members can undo that in my menu."
)
_FETCH_S = 3.0
_MOST_FETCHED = 25


def place_of(channel: VoiceChannel) -> CallPlace:
    """Where a call in this channel is held."""
    category = channel.category_id
    return CallPlace(str(channel.guild.id), str(channel.id), str(category) if category else None)


def barred(channel: VoiceChannel | None) -> str | None:
    """Why the bot can hold no call where it was moved to, for those it was moved from; None where it can.

    Without a channel it is one that the bot does not know of.
    """
    may = channel.permissions_for(channel.guild.me) if channel is not None else None
    if may is None or not may.view_channel:
        return UNSEEN
    if isinstance(channel, discord.StageChannel):
        return ON_STAGE
    return None if may.speak else MUTED


def deafened(channel: VoiceChannel) -> str | None:
    """Why nothing can be heard where a moderator deafened the bot, for those who are there; None where none did."""
    state = channel.guild.me.voice
    return DEAFENED if state is not None and state.deaf else None


def muted(channel: VoiceChannel) -> str | None:
    """Why nobody can hear the bot where a moderator muted it, for those who are there; None where none did."""
    state = channel.guild.me.voice
    return MUTED_HERE if state is not None and state.mute else None


def participant(member: discord.Member) -> Participant:
    """A member as somebody who takes part."""
    return Participant(str(member.id), member.display_name)


async def people_in(channel: VoiceChannel) -> list[Participant]:
    """The people in a channel now, in no order but that of Discord; who can not be asked for in time has no name."""
    users = [user for user in channel.voice_states if user != channel.guild.me.id]
    members = {user: member for user in users if (member := channel.guild.get_member(user))}
    unknown = [user for user in users if user not in members][:_MOST_FETCHED]
    members |= {member.id: member for member in await _fetched(channel.guild, unknown)}
    return [
        participant(members[user]) if user in members else Participant(str(user), str(user))
        for user in users
        if user in channel.voice_states and not (user in members and members[user].bot)
    ]


async def _fetched(guild: discord.Guild, users: Sequence[int]) -> list[discord.Member]:
    if not users:
        return []
    try:
        async with asyncio.timeout(_FETCH_S):
            found = await asyncio.gather(*(guild.fetch_member(user) for user in users), return_exceptions=True)
    except TimeoutError:
        return []
    return [member for member in found if isinstance(member, discord.Member)]
