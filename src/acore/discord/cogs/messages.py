"""Conversation in messages: mentions, replies, the bot's name, direct messages; edited and deleted ones."""

import discord
from discord.ext import commands

from acore.discord.conversation import Conversation
from acore.discord.listening import Listening


class MessagesCog(commands.Cog):
    """Answers messages that are meant for the bot."""

    def __init__(self, *, listening: Listening, conversation: Conversation) -> None:
        self._listening = listening
        self._conversation = conversation

    async def cog_unload(self) -> None:
        """Stop the replies that are being written; they are for the next process to end."""
        self._listening.closing()
        await self._conversation.aclose()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        await self._listening.hear(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer what a question says now; the preview of a link is no edit."""
        if not payload.message.author.bot:
            await self._listening.hear_edited(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take back the answer to a question that was deleted."""
        await self._listening.hear_deleted(payload.message_id, payload.channel_id, payload.guild_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take back the answers to questions that were deleted."""
        for message in payload.message_ids:
            await self._listening.hear_deleted(message, payload.channel_id, payload.guild_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget everything that was going on there."""
        self._listening.forget(guild)
        await self._conversation.leave(guild.id)
