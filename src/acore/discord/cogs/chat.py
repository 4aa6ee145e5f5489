"""Conversation: mentions, replies, direct messages, /chat and /ask."""

import asyncio
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.replies import Replies
from acore.discord.surfaces import UnderCommand, UnderMessage
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.domain.triggers import FollowUps, Heard, question_in
from acore.interfaces import Clock
from acore.services.chat import ChatService

_COMMAND_EVERY_S = 3
_MESSAGES, _MESSAGES_PER_S = 6, 20
_EVERYWHERE = {"guilds": True, "dms": True, "private_channels": True}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who asks, and where, read off an event of Discord."""

    scope: Scope
    author: str


def whereabouts(event: discord.Message | discord.Interaction) -> Whereabouts:
    """The values behind a message or an interaction."""
    user = event.author if isinstance(event, discord.Message) else event.user
    guild = str(event.guild.id) if event.guild else None
    channel = str(event.channel.id) if event.channel else f"user-{user.id}"
    return Whereabouts(Scope(channel=channel, user=str(user.id), guild=guild), user.display_name)


class ChatCog(commands.Cog):
    """Answers members."""

    def __init__(self, *, chat: ChatService, replies: Replies, clock: Clock, followup_s: float) -> None:
        self._chat = chat
        self._replies = replies
        self._clock = clock
        self._followups = FollowUps(followup_s)
        self._pace = commands.CooldownMapping.from_cooldown(_MESSAGES, _MESSAGES_PER_S, _author_of)
        self._turns: set[asyncio.Task[None]] = set()

    async def cog_unload(self) -> None:
        """Stop every reply that is being written; each says that it was cut off."""
        for turn in tuple(self._turns):
            turn.cancel()
        await asyncio.gather(*self._turns, return_exceptions=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks something of the bot."""
        if (question := self._question(message)) is None:
            return
        if wait := self._pace.update_rate_limit(message):
            await self._tell_pace(message, wait)
            return
        await self._turn(question, UnderMessage(message))
        self._followups.answered(question.scope.channel, question.scope.user, self._clock.monotonic())

    @app_commands.command(name="chat", description="Talk with me; I remember what was said in this channel.")
    @app_commands.describe(message="What you want to say")
    @app_commands.checks.cooldown(1, _COMMAND_EVERY_S)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(**_EVERYWHERE)
    async def chat(self, interaction: discord.Interaction, message: str) -> None:
        """Answer with the history of the channel."""
        await self._answer(interaction, message, remember=True)

    @app_commands.command(name="ask", description="Ask one question, outside of the conversation.")
    @app_commands.describe(question="Your question")
    @app_commands.checks.cooldown(1, _COMMAND_EVERY_S)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(**_EVERYWHERE)
    async def ask(self, interaction: discord.Interaction, question: str) -> None:
        """Answer without history."""
        await self._answer(interaction, question, remember=False)

    async def _answer(self, interaction: discord.Interaction, text: str, *, remember: bool) -> None:
        await interaction.response.defer(thinking=True)
        who = whereabouts(interaction)
        await self._turn(Question(text, who.scope, who.author, remember=remember), UnderCommand(interaction))

    def _question(self, message: discord.Message) -> Question | None:
        """The question of a member's message, if it holds one for us."""
        me = message._state.self_id  # noqa: SLF001  the public way costs a look-up of the client for every message
        who = whereabouts(message)
        followed_up = self._followups.heard(who.scope.channel, who.scope.user, self._clock.monotonic())
        heard = Heard(
            text=message.content,
            by_bot=message.author.bot or message.webhook_id is not None,
            direct=message.guild is None,
            mentions_me=any(user.id == me for user in message.mentions),
            answers_me=_answered(message) == me,
        )
        text = question_in(heard, me=str(me), followed_up=followed_up)
        return None if text is None else Question(text, who.scope, who.author)

    async def _tell_pace(self, message: discord.Message, wait: float) -> None:
        if wait > _MESSAGES_PER_S - 1:
            await UnderMessage(message).refuse(f"You are quick! Ask me again in {wait:.0f} s.")

    async def _turn(self, question: Question, surface: UnderMessage | UnderCommand) -> None:
        turn = asyncio.create_task(self._replies.show(self._chat.reply(question), surface))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        await asyncio.gather(turn)


def _author_of(message: discord.Message) -> int:
    return message.author.id


def _answered(message: discord.Message) -> int | None:
    """Who wrote the message that this one replies to, where Discord tells."""
    original = message.reference.resolved if message.reference else None
    return original.author.id if isinstance(original, discord.Message) else None
