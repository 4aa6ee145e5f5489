"""Conversation by command: /chat, /ask, and the menu of a message."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from acore.discord import errors
from acore.discord.admission import Admission
from acore.discord.conversation import Conversation
from acore.discord.forms import About, Forms, is_form, typed_in
from acore.discord.reading import passage_of, question_of
from acore.discord.recordings import Recordings
from acore.discord.targets import InteractionTarget, acknowledge
from acore.discord.translations import in_language_of
from acore.domain.triggers import ANYWHERE, Places
from acore.errors import InvalidInput, NotFound
from acore.interfaces import Clock


class ChatCog(commands.Cog):
    """Answers members who use a command."""

    def __init__(
        self,
        *,
        conversation: Conversation,
        clock: Clock,
        places: Places = ANYWHERE,
        recordings: Recordings | None = None,
    ) -> None:
        self._conversation = conversation
        self._admission = Admission(clock, places, window_s=3)
        self._recordings = recordings
        self._forms = Forms(self._read)
        self.context_menus = (
            _menu("Ask about this", self.ask_about),
            _menu("Explain", self.explain),
        )
        """What is offered at a message; whoever adds the cog adds these as well."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Only where the bot talks, and every command once in a few seconds a member."""
        self._admission.check(interaction)
        return True

    @app_commands.command(name="chat", description="Talk with me; I remember what was said in this channel.")
    @app_commands.describe(message="What you want to say")
    async def chat(self, interaction: discord.Interaction[Any], message: str) -> None:
        """Answer as part of the channel's conversation."""
        await self._conversation.to_interaction(interaction, question_of(interaction, message, remember=True))

    @app_commands.command(name="ask", description="Ask one question, apart from the conversation.")
    @app_commands.describe(question="What you want to know")
    async def ask(self, interaction: discord.Interaction[Any], question: str) -> None:
        """Answer once; nothing of it is part of the conversation."""
        await self._conversation.to_interaction(interaction, question_of(interaction, question, remember=False))

    async def ask_about(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Ask the member what they want to know about the message."""
        await self.interaction_check(interaction)
        form = self._forms.about(
            message,
            title=await in_language_of(interaction, "Ask about this"),
            label=await in_language_of(interaction, "What do you want to know?"),
        )
        await interaction.response.send_modal(form)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what was asked in a form, also in one that an earlier process has opened."""
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        custom_id = str(interaction.data.get("custom_id", ""))
        if not is_form(custom_id):
            return
        try:
            await self._asked_about(interaction, custom_id)
        except Exception as error:  # noqa: BLE001  whatever went wrong is told to the member
            await errors.answer_interaction(interaction, error)

    async def _asked_about(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        if not self._forms.knows(custom_id):  # Discord waits for three seconds only
            await acknowledge(interaction)
        try:
            about = await self._forms.message_of(interaction, custom_id)
        except (NotFound, InvalidInput):
            await InteractionTarget(interaction).withdraw()
            raise
        assert interaction.data
        asked = typed_in(interaction.data)
        question = question_of(interaction, asked, remember=False, material=(about.passage,))
        await self._conversation.to_interaction(interaction, question, recording=about.recording)

    async def explain(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Explain the message."""
        await self.interaction_check(interaction)
        asked = "Explain this message in simple words, in its own language."
        about = self._read(message)
        question = question_of(interaction, asked, remember=False, material=(about.passage,))
        await self._conversation.to_interaction(interaction, question, recording=about.recording)

    def _read(self, message: discord.Message) -> About:
        """The message as something to ask about; raises InvalidInput where it has neither words nor sound."""
        recording = self._recordings.of(message) if self._recordings is not None else None
        if recording is None and not message.content.strip():
            raise InvalidInput("There is no text in that message, so there is nothing to ask about.")
        return About(passage_of(message), recording)


def _menu(name: str, callback: Any) -> app_commands.ContextMenu:  # noqa: ANN401  a bound method
    return app_commands.ContextMenu(name=locale_str(name), callback=callback)
