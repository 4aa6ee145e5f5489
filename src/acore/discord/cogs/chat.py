"""Conversation: mentions, replies, direct messages, /chat and /ask."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord import errors
from acore.discord.cooldowns import Cooldown
from acore.discord.reading import heard, question_in, question_of
from acore.discord.replies import Replies
from acore.domain.triggers import Attention
from acore.interfaces import Clock
from acore.services.chat import ChatService


class ChatCog(commands.Cog):
    """Answers members who talk to the bot."""

    def __init__(self, *, chat: ChatService, replies: Replies, clock: Clock, followup_s: float) -> None:
        self._chat = chat
        self._replies = replies
        self._clock = clock
        self._attention = Attention(followup_s)
        self._messages = Cooldown(most=6, window_s=20)
        self._commands = Cooldown(most=1, window_s=3)
        self._me = 0

    async def cog_unload(self) -> None:
        """Stop the replies that are being written; each says that it was cut off."""
        await self._replies.aclose()

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Every command once in a few seconds a member; raises CommandOnCooldown in between."""
        key = (interaction.user.id, interaction.command and interaction.command.qualified_name)
        if too_soon := self._commands.take(key, self._clock.monotonic()):
            rate = app_commands.Cooldown(self._commands.most, self._commands.window_s)
            raise app_commands.CommandOnCooldown(rate, too_soon.wait_s)
        return True

    @commands.Cog.listener()
    async def on_identified(self, me: discord.abc.Snowflake) -> None:
        """Learn who the bot is."""
        self._me = me.id

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        said = heard(message)
        trigger = self._attention.notice(said, me=self._me, now=self._clock.monotonic())
        if trigger is None:
            return
        if too_soon := self._messages.take(said.author, self._clock.monotonic()):
            await errors.answer_too_soon(message, too_soon)
            return
        await self._replies.to_message(message, self._chat.reply(question_in(message, trigger.text)))
        self._attention.answered(said, now=self._clock.monotonic())

    @app_commands.command(name="chat", description="Talk with me; I remember what was said in this channel.")
    @app_commands.describe(message="What you want to say")
    async def chat(self, interaction: discord.Interaction[Any], message: str) -> None:
        """Answer as part of the channel's conversation."""
        question = question_of(interaction, message, remember=True)
        await self._replies.to_interaction(interaction, self._chat.reply(question))

    @app_commands.command(name="ask", description="Ask one question, apart from the conversation.")
    @app_commands.describe(question="What you want to know")
    async def ask(self, interaction: discord.Interaction[Any], question: str) -> None:
        """Answer once; nothing of it is remembered."""
        asked = question_of(interaction, question, remember=False)
        await self._replies.to_interaction(interaction, self._chat.reply(asked))
