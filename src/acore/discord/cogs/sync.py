"""/sync: the commands, told to Discord anew."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.replies import tell_privately

_TOLD = "Discord knows my {count} commands now. Restart Discord if you miss one."


class SyncCog(commands.Cog):
    """For the person who runs the bot."""

    @app_commands.command(name="sync", description="Tell Discord my commands anew. For the person who runs me.")
    @app_commands.default_permissions(administrator=True)
    async def sync(self, interaction: discord.Interaction[Any]) -> None:
        """Sync the commands, whether they changed or not."""
        bot = interaction.client
        if not await bot.is_owner(interaction.user):
            raise app_commands.CheckFailure
        await interaction.response.defer(ephemeral=True, thinking=True)
        told = await bot.sync_commands()
        await tell_privately(interaction, _TOLD, count=told)
