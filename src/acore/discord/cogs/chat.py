"""Conversation by command: /chat, /ask, and the menu of a message."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from acore.discord import errors
from acore.discord.admission import Admission
from acore.discord.conversation import Conversation
from acore.discord.reading import passage_of, question_of
from acore.discord.translations import in_language_of
from acore.domain.triggers import ANYWHERE, Places
from acore.errors import InvalidInput
from acore.interfaces import Clock

_LONGEST_QUESTION = 1000


class ChatCog(commands.Cog):
    """Answers members who use a command."""

    def __init__(self, *, conversation: Conversation, clock: Clock, places: Places = ANYWHERE) -> None:
        self._conversation = conversation
        self._admission = Admission(clock, places, window_s=3)
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
        form = _QuestionForm(
            self._conversation,
            _with_text(message),
            title=await in_language_of(interaction, "Ask about this"),
            label=await in_language_of(interaction, "What do you want to know?"),
        )
        await interaction.response.send_modal(form)

    async def explain(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Explain the message."""
        await self.interaction_check(interaction)
        asked = "Explain this message in simple words, in its own language."
        material = (passage_of(_with_text(message)),)
        question = question_of(interaction, asked, remember=False, material=material)
        await self._conversation.to_interaction(interaction, question)


class _QuestionForm(discord.ui.Modal):
    """Asks what the member wants to know about a message."""

    def __init__(self, conversation: Conversation, message: discord.Message, *, title: str, label: str) -> None:
        super().__init__(title=title, timeout=15 * 60)
        self._conversation = conversation
        self._message = message
        self._text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            label=label, style=discord.TextStyle.paragraph, max_length=_LONGEST_QUESTION
        )
        self.add_item(self._text)

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Answer with the message as material."""
        material = (passage_of(self._message),)
        question = question_of(interaction, self._text.value, remember=False, material=material)
        await self._conversation.to_interaction(interaction, question)

    # The library calls it without the item that its base class has.
    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Tell the member."""
        await errors.answer_interaction(interaction, error)


def _menu(name: str, callback: Any) -> app_commands.ContextMenu:  # noqa: ANN401  a bound method
    return app_commands.ContextMenu(name=locale_str(name), callback=callback)


def _with_text(message: discord.Message) -> discord.Message:
    if not message.content.strip():
        raise InvalidInput("There is no text in that message, so there is nothing to ask about.")
    return message
