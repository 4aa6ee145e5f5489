"""The buttons below an answer: stop, once more, good, bad."""

from collections import OrderedDict
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord import errors
from acore.discord.command_pace import CommandPace
from acore.discord.controls import Press, Written, press_of, view_of
from acore.discord.conversation import Conversation
from acore.discord.material import chain_before
from acore.discord.reading import question_in
from acore.discord.recordings import Recordings
from acore.discord.replies import tell_privately
from acore.discord.targets import InteractionTarget, MessageTarget, Target
from acore.discord.written_answers import whole_answer
from acore.domain.replies import Question
from acore.domain.triggers import ANYWHERE, Places, addressed_text
from acore.errors import NotFound
from acore.interfaces import Clock, MetricsSink

_VOTES = 10_000


class AnswersCog(commands.Cog):
    """Does what the buttons say; they work for as long as their message stands."""

    def __init__(
        self,
        *,
        conversation: Conversation,
        metrics: MetricsSink,
        clock: Clock,
        places: Places = ANYWHERE,
        recordings: Recordings | None = None,
    ) -> None:
        self._conversation = conversation
        self._recordings = recordings
        self._places = places
        self._pace = CommandPace(clock)
        self._metrics = metrics
        self._votes: OrderedDict[tuple[int, int], None] = OrderedDict()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a button says, where it is one of these."""
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        press = press_of(str(interaction.data.get("custom_id", "")))
        if press is None:
            return
        try:
            await self._do(interaction, press)
        except Exception as error:  # noqa: BLE001  whatever went wrong is told to the member
            await errors.answer_interaction(interaction, error)

    async def _do(self, interaction: discord.Interaction[Any], press: Press) -> None:
        if press.verb in ("good", "bad"):
            await self._judge(interaction, press)
            return
        if interaction.user.id != press.asker and not interaction.permissions.manage_messages:
            await tell_privately(interaction, "Only whoever asked, or a moderator, may do that.")
        elif press.verb == "stop":
            await self._stop(interaction, press)
        else:
            self._check_place(interaction)
            self._pace.check(interaction)
            await interaction.response.defer()
            await self._again(interaction, press)

    async def _stop(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Stop the writing; half an answer that nobody writes any more is left as it is, for good."""
        if self._conversation.stop(press.turn):
            await interaction.response.defer()
            return
        written = self._conversation.written(press.turn) or Written(press.turn, press.asker, "")
        await interaction.response.edit_message(view=view_of(written))

    def _check_place(self, interaction: discord.Interaction[Any]) -> None:
        direct, parent = interaction.guild_id is None, getattr(interaction.channel, "parent_id", None)
        if not self._places.welcome(interaction.user.id, interaction.channel_id or 0, parent, direct=direct):
            raise app_commands.CheckFailure

    async def _again(self, interaction: discord.Interaction[Any], press: Press) -> None:
        known = self._conversation.known(press.turn)
        question = None if known is not None else await self._earlier(interaction, press)
        await self._conversation.again(press.turn, question, partial(_place_of, interaction, press))

    async def _earlier(self, interaction: discord.Interaction[Any], press: Press) -> Question:
        """The question of an earlier process: a command's from the log, a message's from its channel."""
        if (question := await self._conversation.earlier(press.turn)) is not None:
            return question
        fetch = getattr(interaction.channel, "fetch_message", None)
        if fetch is None:
            raise NotFound("I can not see that question from here. Ask it again.")
        try:
            message = await fetch(int(press.turn))
        except discord.NotFound as error:
            raise NotFound("That question is no longer there. Ask it again.") from error
        names = {user.id: user.display_name for user in message.mentions}
        text = addressed_text(message.content, interaction.application_id, names)
        question = question_in(message, text, await chain_before(message))
        recording = self._recordings.of(message) if self._recordings is not None else None
        return question.hearing(await recording()) if recording is not None else question

    async def _judge(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Count the judgement, once a member and message; who it was and of what is not kept."""
        assert interaction.message
        vote = (interaction.message.id, interaction.user.id)
        if vote in self._votes:
            await tell_privately(interaction, "I have noted what you think of this answer already.")
            return
        self._votes[vote] = None
        if len(self._votes) > _VOTES:
            self._votes.popitem(last=False)
        self._metrics.count("chat.feedback", engine=press.engine, route=press.route or "direct", verdict=press.verb)
        await tell_privately(interaction, "Thank you, I have noted that." if press.verb == "good" else _SORRY)


_SORRY = "Thank you, I have noted that. 🔁 lets me try again."


async def _place_of(interaction: discord.Interaction[Any], press: Press) -> tuple[Target, tuple[discord.Message, ...]]:
    """The messages of the answer below which a button was pressed, and where further ones go.

    Where the bot is no member, its messages can only be changed by the interaction.
    """
    message = interaction.message
    assert message
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return InteractionTarget(interaction, deferred=False), (await interaction.original_response(),)
    pages = await whole_answer(int(press.turn), message)
    return MessageTarget(message, again=True, sent=len(pages)), pages
