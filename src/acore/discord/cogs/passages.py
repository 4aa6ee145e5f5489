"""The buttons that open the sources of an answer."""

from typing import Any

import discord
from discord.ext import commands

from acore.discord import errors
from acore.discord.controls import Opening, opening_of
from acore.discord.reading import scope_of
from acore.discord.sources import passage_embed
from acore.discord.targets import NOBODY
from acore.discord.translations import in_language_of
from acore.domain.excerpts import mark_of
from acore.services.passages import PassageService

CHANGED = "-# The document was changed since I answered; this is what stands there now."


class PassagesCog(commands.Cog):
    """Shows a whole passage to whoever presses its button, if they may find it; it works after a restart as well."""

    def __init__(self, *, passages: PassageService) -> None:
        self._passages = passages

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Open the source that a button is for, where it is one of these."""
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        opening = opening_of(str(interaction.data.get("custom_id", "")))
        if opening is None:
            return
        try:
            await self._open(interaction, opening)
        except Exception as error:  # noqa: BLE001  whatever went wrong is told to the member
            await errors.answer_interaction(interaction, error)

    async def _open(self, interaction: discord.Interaction[Any], opening: Opening) -> None:
        """Show it to the member alone; the index may have to be started first, so they are told to wait."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        chunk = (await self._passages.open(opening.passage, scope_of(interaction))).chunk
        changed = mark_of(chunk.text) != opening.mark
        words = await in_language_of(interaction, CHANGED) if changed else ""
        embed = passage_embed(chunk.text, chunk.source)
        await interaction.followup.send(words, embeds=[embed], ephemeral=True, allowed_mentions=NOBODY)
