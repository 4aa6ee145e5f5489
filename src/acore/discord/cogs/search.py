"""/search: an answer from the web, with its sources."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.admission import Admission
from acore.discord.conversation import Conversation
from acore.discord.reading import question_of
from acore.domain.triggers import ANYWHERE, Places
from acore.interfaces import Clock
from acore.services.web import WebService


class SearchCog(commands.Cog):
    """Answers from pages of the web."""

    def __init__(self, *, web: WebService, conversation: Conversation, clock: Clock, places: Places = ANYWHERE) -> None:
        self._web = web
        self._conversation = conversation
        self._admission = Admission(clock, places, window_s=5)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Only where the bot talks, and once in a few seconds a member."""
        self._admission.check(interaction)
        return True

    @app_commands.command(name="search", description="Search the web, and answer with what stands there.")
    @app_commands.describe(query="What you want to know")
    async def search(self, interaction: discord.Interaction[Any], query: str) -> None:
        """Answer once, from the web; nothing of it is part of the conversation."""
        question = question_of(interaction, query, remember=False)
        await self._conversation.to_interaction(interaction, question, lambda: self._web.find(query))
