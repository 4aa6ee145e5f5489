"""/help: what the bot can do, read off its own commands."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.replies import tell_privately

_INTRODUCTION = (
    "**Talk to me**: mention me, say my name, reply to one of my messages, or write to me in private. "
    "After an answer you can simply go on; I listen until somebody else speaks. "
    "If you edit your question, I answer it anew; if you delete it, I delete my answer.\n"
    "**Below an answer**: ⏹️ stops it, 🔁 tries again, 👍 and 👎 tell me how it was.\n\n"
    "**Commands**\n"
)
_AT_A_MESSAGE = "\n\n**At a message**, in its menu under *Apps*"


class HelpCog(commands.Cog):
    """Tells what there is."""

    @app_commands.command(name="help", description="What I can do, and how to ask.")
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """List the commands, to the member alone."""
        await tell_privately(interaction, overview(interaction.client.tree))


def overview(tree: app_commands.CommandTree[Any]) -> str:
    """How to talk to the bot, one line a command in alphabetical order, and what is offered at a message."""
    lines = (_line(command) for command in tree.walk_commands() if isinstance(command, app_commands.Command))
    menus = tree.get_commands(type=discord.AppCommandType.message)
    offered = "".join(f"\n- *{menu.name}*" for menu in menus)
    return _INTRODUCTION + "\n".join(sorted(lines)) + (f"{_AT_A_MESSAGE}{offered}" if offered else "")


def _line(command: app_commands.Command[Any, ..., Any]) -> str:
    options = "".join(f" {p.display_name}:" if p.required else f" [{p.display_name}:]" for p in command.parameters)
    return f"- `/{command.qualified_name}{options}` {command.description}"
