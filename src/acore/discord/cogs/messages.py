"""Conversation in messages: mentions, replies, the bot's name, direct messages; edited and deleted ones."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from acore.discord import errors
from acore.discord.catching_up import CatchingUp, Missed
from acore.discord.conversation import Conversation
from acore.discord.cooldowns import Cooldown
from acore.discord.material import Material
from acore.discord.reading import heard, question_in
from acore.domain.triggers import ANYWHERE, Attention, Places, Trigger, addressed_text
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_AT_ONCE = 4
"""Missed questions that are answered at the same time."""


class MessagesCog(commands.Cog):
    """Answers messages that are meant for the bot."""

    def __init__(  # noqa: PLR0913  what a conversation depends on
        self,
        *,
        conversation: Conversation,
        catching_up: CatchingUp,
        clock: Clock,
        followup_s: float,
        names: Iterable[str] = (),
        places: Places = ANYWHERE,
    ) -> None:
        self._conversation = conversation
        self._catching_up = catching_up
        self._clock = clock
        self._attention = Attention(followup_s, places)
        self._cooldown = Cooldown(most=6, window_s=20)
        self._material = Material()
        self._given_names = tuple(names)
        self._bot: Bot | None = None
        self._me: discord.abc.User | None = None
        self._catching = asyncio.Lock()
        self._few = asyncio.Semaphore(_AT_ONCE)

    async def cog_unload(self) -> None:
        """Stop the replies that are being written, and note up to where messages were heard."""
        await self._conversation.aclose()
        await self._catching_up.aclose()

    @commands.Cog.listener()
    async def on_identified(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot
        self._me = bot.user

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Answer what was asked while the bot was away: a few at once, so that it is no storm."""
        assert self._bot
        async with self._catching, asyncio.TaskGroup() as answers:
            answers.create_task(self._conversation.left(self._bot))
            await self._answer_all(self._catching_up.missed(self._bot), answers)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked in a guild that was out of reach."""
        assert self._bot
        async with self._catching, asyncio.TaskGroup() as answers:
            await self._answer_all(self._catching_up.missed_in(guild, self._bot), answers)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        self._catching_up.heard(message)
        if trigger := self._trigger(message, self._clock.monotonic()):
            await self._answer(message, trigger)

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """From here on something may be missed."""
        self._catching_up.lost(shard)

    @commands.Cog.listener()
    async def on_shard_resumed(self, shard: int) -> None:
        """Discord has told what was missed."""
        self._catching_up.found(shard)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer what a question says now; a message that an edit makes a question is one."""
        message, turn = payload.message, str(payload.message_id)
        if message.author.bot or message.edited_at is None:
            return
        if self._conversation.knows(turn):
            said = heard(message)
            text = addressed_text(said.text, self._id, said.mentioned)
            if self._conversation.says(turn, text) or await self._too_soon(message):
                return
            await self._conversation.edited(turn, text)
        elif trigger := self._trigger(message, self._clock.monotonic()):
            await self._answer(message, trigger)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take back the answer to a question that was deleted."""
        await self._conversation.taken_back(str(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take back the answers to questions that were deleted."""
        for message in payload.message_ids:
            await self._conversation.taken_back(str(message))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget everything that was going on there."""
        self._attention.forget(channel.id for channel in (*guild.channels, *guild.threads))
        await self._conversation.leave(guild.id)

    async def _too_soon(self, message: discord.Message) -> bool:
        """Whether the member has asked too often just now; the first time they are told."""
        too_soon = self._cooldown.take(message.author.id, self._clock.monotonic())
        if too_soon:
            await errors.answer_too_soon(message, too_soon)
        return too_soon is not None

    @property
    def _id(self) -> int:
        return self._me.id if self._me else 0

    def _trigger(self, message: discord.Message, now: float) -> Trigger | None:
        return self._attention.notice(heard(message), me=self._id, now=now, names=self._names(message))

    def _names(self, message: discord.Message) -> tuple[str, ...]:
        if self._given_names or self._me is None:
            return self._given_names
        here = message.guild.me.nick if message.guild and message.guild.me else None
        return (self._me.name, self._me.display_name, *((here,) if here else ()))

    async def _answer_all(self, missed: AsyncIterator[Missed], answers: asyncio.TaskGroup) -> None:
        async for one in missed:
            await self._few.acquire()
            answers.create_task(self._catch_up(one)).add_done_callback(lambda _: self._few.release())

    async def _catch_up(self, missed: Missed) -> None:
        """Answer a message of the time that the bot was away, unless it has its answer."""
        then = self._clock.monotonic() - missed.ago_s
        trigger = self._trigger(missed.message, then)
        if trigger is None:
            return
        if missed.answered:
            self._attention.answered(heard(missed.message), now=then)
            return
        try:
            await self._answer(missed.message, trigger, missed.written)
        except Exception as error:  # noqa: BLE001  one failure must not end the others
            await errors.answer_message(missed.message, errors.words_for(error, event_name="missed"))

    async def _answer(
        self, message: discord.Message, trigger: Trigger, written: Iterable[discord.Message] = ()
    ) -> None:
        said = heard(message)
        if await self._too_soon(message):
            return
        await self._catching_up.note_direct(message)
        with self._catching_up.answering(message):
            question = question_in(message, trigger.text, await self._material.of(message))
            await self._conversation.to_message(message, question, written=written)
        self._attention.answered(said, now=self._clock.monotonic())
