"""/clear_history, /export_chat, /privacy: what the bot remembers of a channel, in the hands of its members."""

from io import BytesIO
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.reading import scope_of
from acore.discord.replies import tell_privately
from acore.discord.targets import NOBODY
from acore.errors import InvalidInput
from acore.interfaces import TurnLog
from acore.services.chat import ChatService
from acore.services.transcripts import LARGEST_IMPORT, TOO_LARGE

_PRIVACY = (
    "**What I keep**: messages that are addressed to me and my answers, with the names of their authors, channel by "
    "channel, on the machine that I run on. What is said to others I neither answer nor keep.\n"
    "**For a day**: what you ask with a command, so that I can answer it again and after a restart.\n"
    "**What I do not keep**: your words never stand in a log, and I keep no profile of anybody. 👍 and 👎 are counted, "
    "not who pressed them.\n"
    "**Where it goes**: with the question, the last messages of the channel and what I found in my documents, to the "
    "model that answers. Ask the person who runs me which one that is. What is searched for on the web goes "
    "to a search engine.\n"
    "**Yours to decide**: `/export_chat` gives you what I keep of this channel, `/clear_history` deletes it. "
    "A question that you delete I forget, one that you edit I answer anew."
)

_LARGEST_EXPORT = 8 * 1024 * 1024
"""Bytes: what fits into one message."""
_TAKEN = "I remember {count} messages of that file in this channel now."
_LEFT_OUT = "{left_out} were no words of a member or of mine, and were left out."


class HistoryCog(commands.Cog):
    """Shows, gives and deletes what is remembered."""

    def __init__(self, *, chat: ChatService, log: TurnLog) -> None:
        self._chat = chat
        self._log = log

    @app_commands.command(name="clear_history", description="Delete what I remember of this channel.")
    @app_commands.default_permissions(manage_messages=True)
    async def clear_history(self, interaction: discord.Interaction[Any]) -> None:
        """Delete the channel's history; on a server, for those who may manage its messages."""
        require_manager(interaction)
        gone = await self._chat.forget(scope_of(interaction))
        await self._log.forget(scope_of(interaction))
        await tell_privately(interaction, "I have forgotten {count} messages of this channel.", count=gone)

    @app_commands.command(name="export_chat", description="Get what I remember of this channel, as a file.")
    @app_commands.default_permissions(read_message_history=True)
    async def export_chat(self, interaction: discord.Interaction[Any]) -> None:
        """Give the channel's history as JSON, to the member alone."""
        require_reader(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        data = await self._chat.export(scope_of(interaction), _LARGEST_EXPORT)
        file = discord.File(BytesIO(data), filename="chat.json")
        await interaction.followup.send(file=file, ephemeral=True, allowed_mentions=NOBODY)

    @app_commands.command(name="import_chat", description="Give me a conversation to remember in this channel.")
    @app_commands.describe(file="A file from /export_chat")
    @app_commands.default_permissions(manage_messages=True)
    async def import_chat(self, interaction: discord.Interaction[Any], file: discord.Attachment) -> None:
        """Remember the file's messages; on a server, for those who may manage its messages."""
        require_manager(interaction)
        if file.size > LARGEST_IMPORT:
            raise InvalidInput(TOO_LARGE, bytes=file.size, most=LARGEST_IMPORT)
        await interaction.response.defer(ephemeral=True, thinking=True)
        taken, left_out = await self._chat.remember(scope_of(interaction), await file.read())
        text = f"{_TAKEN} {_LEFT_OUT}" if left_out else _TAKEN
        await tell_privately(interaction, text, count=taken, left_out=left_out)

    @app_commands.command(name="privacy", description="What I keep, where it goes, and how to delete it.")
    async def privacy(self, interaction: discord.Interaction[Any]) -> None:
        """Tell what is kept, to the member alone."""
        await tell_privately(interaction, _PRIVACY)


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Raise MissingPermissions where the member may not manage the channel's messages; alone with the bot all may.

    Discord's own default can be changed by a server, so it is checked here as well. Other private channels
    have nobody who manages them, and others in them.
    """
    alone = interaction.guild_id is None and interaction.context.dm_channel
    if not alone and not (interaction.guild_id and interaction.permissions.manage_messages):
        raise app_commands.MissingPermissions(["manage_messages"])


def require_reader(interaction: discord.Interaction[Any]) -> None:
    """Raise MissingPermissions where the member may not read what was said in the channel."""
    if interaction.guild_id is not None and not interaction.permissions.read_message_history:
        raise app_commands.MissingPermissions(["read_message_history"])
