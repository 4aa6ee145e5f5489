"""/help: what the bot can do, read off its own commands."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.replies import tell_privately

_INTRODUCTION = (
    "**Talk to me**: mention me, reply to one of my messages, or write to me in private. "
    "After an answer you can simply go on; I listen until somebody else speaks.\n\n"
    "**Commands**\n"
)


class HelpCog(commands.Cog):
    """Tells what there is."""

    @app_commands.command(name="help", description="What I can do, and how to ask.")
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """List the commands, to the member alone."""
        await tell_privately(interaction, overview(interaction.client.tree))


def overview(tree: app_commands.CommandTree[Any]) -> str:
    """How to talk to the bot, and one line a command, in alphabetical order."""
    lines = (_line(command) for command in tree.walk_commands() if isinstance(command, app_commands.Command))
    return _INTRODUCTION + "\n".join(sorted(lines))


def _line(command: app_commands.Command[Any, ..., Any]) -> str:
    options = "".join(f" {p.display_name}:" if p.required else f" [{p.display_name}:]" for p in command.parameters)
    return f"- `/{command.qualified_name}{options}` {command.description}"
