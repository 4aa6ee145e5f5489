"""Being there: who the bot is, and what it missed while it was away."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from acore.discord.catching_up import CatchingUp, Missed, Orphaned
from acore.discord.conversation import Conversation
from acore.discord.errors import words_for
from acore.discord.listening import Listening
from acore.discord.targets import NOT_TAKEN
from acore.errors import AcoreError
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_TRIES_AGAIN_S = (1.0, 10.0, 60.0)
_AT_ONCE = 4
"""Missed questions that are answered at the same time, so that coming back is no storm."""


class PresenceCog(commands.Cog):
    """Answers what was asked while the bot was away."""

    def __init__(
        self, *, listening: Listening, conversation: Conversation, catching_up: CatchingUp, clock: Clock
    ) -> None:
        self._listening = listening
        self._conversation = conversation
        self._catching_up = catching_up
        self._clock = clock
        self._bot: Bot | None = None
        self._one = asyncio.Lock()
        self._few = asyncio.Semaphore(_AT_ONCE)

    async def cog_unload(self) -> None:
        """End catching up, and note up to where messages were heard."""
        await self._catching_up.aclose()

    @commands.Cog.listener()
    async def on_identified(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot
        self._listening.identify(bot)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Answer the commands that an earlier process has left, and the messages that nobody heard."""
        bot, catching_up = self._bot, self._catching_up
        if bot is not None and catching_up.on:
            async with self._in_line() as answers:
                answers.create_task(self._told(lambda: self._conversation.left(bot)))
                await self._told(lambda: self._answer_all(catching_up.missed(bot), answers))

    @commands.Cog.listener()
    async def on_shard_ready(self, shard: int) -> None:
        """Answer what nobody heard where one shard alone had to log in anew: the library tells of no `ready` then."""
        if self._bot is not None and self._bot.is_ready() and self._catching_up.is_away(shard):
            await self.on_ready()

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Answer what was asked in a guild that came late, or was out of reach."""
        bot, catching_up = self._bot, self._catching_up
        if bot is not None:
            async with self._in_line() as answers:
                await self._told(lambda: self._answer_all(catching_up.missed_in(guild, bot), answers))

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """From here on something may be missed there."""
        self._catching_up.lost(guild.id)

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """From here on something may be missed."""
        self._catching_up.lost(shard)

    @commands.Cog.listener()
    async def on_shard_resumed(self, shard: int) -> None:
        """Discord has told what was missed."""
        self._catching_up.found(shard)

    @asynccontextmanager
    async def _in_line(self) -> AsyncGenerator[asyncio.TaskGroup]:
        """One catching up after the other; the cog's end ends it, and what it was about to do is the next process's."""
        with self._catching_up.under_way():
            async with self._one, asyncio.TaskGroup() as answers:
                yield answers

    async def _answer_all(self, missed: AsyncIterator[Missed | Orphaned], answers: asyncio.TaskGroup) -> None:
        async for one in missed:
            await self._few.acquire()
            answers.create_task(self._listening.hear_late(one)).add_done_callback(lambda _: self._few.release())

    async def _told(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it; where the database or Discord fails, the log tells, and it is tried again a few times.

        What else is under way goes on meanwhile.
        """
        for pause in _TRIES_AGAIN_S:
            try:
                return await work()
            except (AcoreError, *NOT_TAKEN) as error:
                words_for(error, event_name="catching_up")
            await self._clock.sleep(pause)
        return None
