"""Hears every message, and has those that are meant for the bot answered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord

from acore.discord import errors
from acore.discord.catching_up import CatchingUp, Missed, Orphaned
from acore.discord.conversation import Conversation
from acore.discord.cooldowns import Cooldown
from acore.discord.material import Material
from acore.discord.reading import heard, question_in
from acore.discord.written_answers import earlier_answer
from acore.domain.triggers import ANYWHERE, Attention, Places, Trigger, addressed_text
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.bot import Bot


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
    ) -> None:
        self._conversation = conversation
        self._catching_up = catching_up
        self._clock = clock
        self._attention = Attention(followup_s, places)
        self._cooldown = Cooldown(most=6, window_s=20)
        self._material = Material()
        self._given_names = tuple(names)
        self._me: discord.abc.User | None = None

    def identify(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._me = bot.user

    async def hear(self, message: discord.Message) -> None:
        """Answer the message if it is meant for the bot; raises as `Conversation.to_message`."""
        self._catching_up.heard(message)
        trigger = self._trigger(message, self._clock.monotonic())
        if trigger is not None and not await self._too_soon(message):
            await self._answer(message, trigger)

    async def hear_edited(self, message: discord.Message) -> None:
        """Answer what a question says now; a message that an edit makes a question is one."""
        turn = str(message.id)
        if not self._conversation.knows(turn):
            self._attention.changed(message.id)
            trigger = self._trigger(message, self._clock.monotonic())
            if trigger is not None and not await self._too_soon(message):
                await self._answer(message, trigger, await earlier_answer(message, self._me))
            return
        said = heard(message)
        text = addressed_text(said.text, self._me.id if self._me else 0, said.mentioned)
        if not self._conversation.says(turn, text) and not await self._too_soon(message):
            await self._conversation.edited(turn, text)

    async def hear_late(self, missed: Missed | Orphaned) -> None:
        """Make good what happened to a message while the bot was away; what fails is told there."""
        if isinstance(missed, Orphaned):
            await self._conversation.taken_back(str(missed.question), missed.written)
            return
        try:
            await self._answer_late(missed)
        except Exception as error:  # noqa: BLE001  one failure must not end the others
            await errors.answer_message(missed.message, errors.words_for(error, event_name="missed"))

    async def _answer_late(self, missed: Missed) -> None:
        """Answer what has no answer, or one to older words."""
        message, then = missed.message, self._clock.monotonic() - missed.ago_s
        if self._conversation.knows(str(message.id)):
            await self.hear_edited(message)
            return
        if missed.written:
            self._attention.changed(message.id)
        trigger = self._trigger(message, then)
        if trigger is None:
            return
        if missed.answered:
            self._attention.answered(heard(message), now=then)
        else:
            await self._answer(message, trigger, missed.written)

    def forget(self, guild: discord.Guild) -> None:
        """Nobody is in conversation with the bot there any more."""
        self._attention.forget(channel.id for channel in (*guild.channels, *guild.threads))

    async def _too_soon(self, message: discord.Message) -> bool:
        """Whether the member has asked too often just now; the first time they are told."""
        too_soon = self._cooldown.take(message.author.id, self._clock.monotonic())
        if too_soon:
            await errors.answer_too_soon(message, too_soon)
        return too_soon is not None

    def _trigger(self, message: discord.Message, now: float) -> Trigger | None:
        if self._me is None:
            return None
        return self._attention.notice(heard(message), me=self._me.id, now=now, names=self._names(message, self._me))

    def _names(self, message: discord.Message, me: discord.abc.User) -> tuple[str, ...]:
        if self._given_names:
            return self._given_names
        here = message.guild.me.nick if message.guild and message.guild.me else None
        return (me.name, me.display_name, *((here,) if here else ()))

    async def _answer(
        self, message: discord.Message, trigger: Trigger, written: Iterable[discord.Message] = ()
    ) -> None:
        await self._catching_up.note_direct(message)
        with self._catching_up.answering(message):
            question = question_in(message, trigger.text, await self._material.of(message))
            await self._conversation.to_message(message, question, written=written)
        self._attention.answered(heard(message), now=self._clock.monotonic())
