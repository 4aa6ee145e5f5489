"""/help: what the bot can do, read off its own commands."""

import discord
from discord import app_commands
from discord.ext import commands

_INTRODUCTION = (
    "Mention me, reply to me, or write to me directly, and I answer. I quote the documents I was given and name "
    "where each answer comes from."
)


class HelpCog(commands.Cog):
    """Tells what there is."""

    @app_commands.command(name="help", description="What I can do, and how to ask.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: discord.Interaction[commands.Bot]) -> None:
        """List the commands, to the member alone."""
        await interaction.response.send_message(overview(interaction.client.tree.get_commands()), ephemeral=True)


def overview(
    tree: list[app_commands.Command[commands.Cog, ..., object] | app_commands.Group | app_commands.ContextMenu],
) -> str:
    """One line a command, in alphabetical order."""
    slash = (command for command in tree if not isinstance(command, app_commands.ContextMenu))
    lines = [f"`/{command.name}` {command.description}" for command in sorted(slash, key=lambda c: c.name)]
    return "\n".join([_INTRODUCTION, "", *lines])
