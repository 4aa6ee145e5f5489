"""Hears every message, and has those that are meant for the bot answered."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import discord
import structlog

from acore.discord import errors
from acore.discord.catching_up import CatchingUp, Missed, Orphaned
from acore.discord.conversation import Conversation
from acore.discord.cooldowns import Cooldown
from acore.discord.material import Material
from acore.discord.reading import heard, question_in, scope_of_message
from acore.discord.recordings import Recordings
from acore.discord.turns import Turn, Words
from acore.discord.written_answers import earlier_answer, is_outdated
from acore.domain.scope import Scope
from acore.domain.triggers import ANYWHERE, Attention, Places, Trigger, addressed_text
from acore.errors import AcoreError
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)
_JUST_NOW = timedelta(minutes=2)
"""An update of a message that was edited longer ago is none of its words."""
_DELETED = 1000
"""Deleted messages that are known, so that none of them is answered late."""


class Listening:
    """Decides by the rules of `acore.domain.triggers` which message is a question, and keeps members' pace."""

    def __init__(  # noqa: PLR0913  what listening depends on
        self,
        *,
        conversation: Conversation,
        catching_up: CatchingUp,
        clock: Clock,
        followup_s: float,
        names: Iterable[str] = (),
        places: Places = ANYWHERE,
        recordings: Recordings | None = None,
    ) -> None:
        self._conversation = conversation
        self._recordings = recordings
        self._catching_up = catching_up
        self._clock = clock
        self._attention = Attention(followup_s, places)
        self._cooldown = Cooldown(most=6, window_s=20)
        self._late = Cooldown(most=6, window_s=20)
        """By the time of the messages."""
        self._material = Material()
        self._deleted: OrderedDict[int, None] = OrderedDict()
        self._given_names = tuple(names)
        self._bot: Bot | None = None
        self._me: discord.abc.User | None = None

    def identify(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot
        self._me = bot.user

    async def hear(self, message: discord.Message) -> None:
        """Answer the message if it is meant for the bot; raises as `Conversation.to_message`."""
        self._catching_up.heard(message)
        trigger = self._trigger(message, self._clock.monotonic())
        if trigger is not None and not await self._too_soon(message):
            await self._answer(message, trigger)

    async def hear_edited(self, message: discord.Message) -> None:
        """Answer what a question says now; a message that an edit makes a question is one."""
        if message.edited_at is None:
            return
        if self._conversation.known(str(message.id)) is not None:
            await self._answer_words(message)
            return
        written = await earlier_answer(message, self._me)
        if not self._just_edited(message) or (written and not is_outdated(written, message)):
            return
        self._attention.changed(message.id)
        trigger = self._trigger(message, self._clock.monotonic(), edited=True)
        if trigger is not None and not await self._too_soon(message):
            await self._answer(message, trigger, written)

    async def hear_late(self, missed: Missed | Orphaned) -> None:
        """Make good what happened to a message while the bot was away; what fails is told there, and in the log."""
        try:
            if isinstance(missed, Orphaned):
                await self._conversation.forget(scope_of_message(missed.written[0]), str(missed.question))
                await self._conversation.clear(missed.written)
            elif missed.message.id not in self._deleted:
                await self._answer_late(missed)
        except Exception as error:  # noqa: BLE001  one failure must not end the others
            words = errors.words_for(error, event_name="missed")
            if isinstance(missed, Missed):
                await errors.answer_message(missed.message, words)

    async def hear_deleted(self, message: int, channel: int, guild: int | None) -> None:
        """Take back the answer to a question that was deleted, also one of an earlier process."""
        self._deleted[message] = None
        if len(self._deleted) > _DELETED:
            self._deleted.popitem(last=False)
        if await self._conversation.taken_back(str(message)) or self._bot is None:
            return
        scope = Scope(channel=str(channel), user="", guild=str(guild) if guild else None)
        if await self._conversation.forget(scope, str(message)):
            question = self._bot.get_partial_messageable(channel, guild_id=guild).get_partial_message(message)
            if written := await earlier_answer(question, self._me):
                await self._conversation.clear(written)

    def forget(self, guild: discord.Guild) -> None:
        """Nobody is in conversation with the bot there any more."""
        self._attention.forget(channel.id for channel in (*guild.channels, *guild.threads))
        self._material.forget(thread.id for thread in guild.threads)

    def closing(self) -> None:
        """What is cut off from now on is to be heard again by the next process."""
        self._catching_up.closing()

    async def _answer_late(self, missed: Missed) -> None:
        """Answer what has no answer, or one to older words."""
        message, then = missed.message, self._clock.monotonic() - missed.ago_s
        if self._conversation.known(str(message.id)) is not None:
            await self._answer_words(message)
            return
        if missed.written:
            self._attention.changed(message.id)
        trigger = self._trigger(message, then)
        if trigger is None:
            return
        too_soon = self._late.take(message.author.id, then)
        if missed.answered:
            self._attention.answered(heard(message), now=then)
        elif missed.written or not too_soon:
            await self._answer(message, trigger, missed.written, late=True)

    async def _answer_words(self, message: discord.Message) -> None:
        """Answer a known question anew if it has newer words; of many quick edits the last one, a little later."""
        turn = self._conversation.known(str(message.id))
        words = Words(message.content, message.edited_at)
        if turn is None or not words.newer_than(turn.words):
            return
        said = heard(message)
        turn.revise(addressed_text(said.text, self._me.id if self._me else 0, said.mentioned), words)
        if turn.waits:
            return
        with self._catching_up.answering(message):
            await self._in_time(turn, message.author.id)
            await self._conversation.edited(turn)

    async def _in_time(self, turn: Turn, member: int) -> None:
        """Wait until the member may ask again; who comes to the turn meanwhile leaves it words that are then newer."""
        turn.waits = True
        try:
            while wait_s := self._cooldown.wait_s(member, self._clock.monotonic()):
                await self._clock.sleep(wait_s)
        finally:
            turn.waits = False
        self._cooldown.take(member, self._clock.monotonic())

    async def _too_soon(self, message: discord.Message) -> bool:
        """Whether the member has asked too often just now; the first time they are told."""
        too_soon = self._cooldown.take(message.author.id, self._clock.monotonic())
        if too_soon:
            await errors.answer_too_soon(message, too_soon)
        return too_soon is not None

    def _trigger(self, message: discord.Message, now: float, *, edited: bool = False) -> Trigger | None:
        if self._me is None:
            return None
        said = heard(message, edited=edited)
        if self._recordings is not None and self._recordings.are_to_call(message):
            said = replace(said, to_call=True)
        return self._attention.notice(said, me=self._me.id, now=now, names=self._names(message, self._me))

    def _names(self, message: discord.Message, me: discord.abc.User) -> tuple[str, ...]:
        if self._given_names:
            return self._given_names
        here = message.guild.me.nick if message.guild and message.guild.me else None
        return (me.name, me.display_name, *((here,) if here else ()))

    def _just_edited(self, message: discord.Message) -> bool:
        return message.edited_at is not None and self._clock.now() - message.edited_at < _JUST_NOW

    async def _answer(
        self,
        message: discord.Message,
        trigger: Trigger,
        written: Iterable[discord.Message] = (),
        *,
        late: bool = False,
    ) -> None:
        question = question_in(message, trigger.text, again=late)
        turn = self._conversation.begin(question, Words(message.content, message.edited_at))
        if turn is None:
            return
        turn.recording = self._recordings.of(message) if self._recordings is not None else None
        with self._catching_up.answering(message):
            await self._note_direct(message)
            await self._conversation.to_message(turn, message, partial(self._material.of, message), written)
        self._attention.answered(heard(message), now=self._clock.monotonic())

    async def _note_direct(self, message: discord.Message) -> None:
        try:
            await self._catching_up.note_direct(message)
        except AcoreError as error:
            _log.warning("direct_channel_not_noted", reason=str(error))
