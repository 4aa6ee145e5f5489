"""/help: what the bot can do, read off its own commands."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.replies import tell_privately
from acore.discord.translations import in_language_of

_OVERVIEW = (
    "**Talk to me**: mention me, say my name, reply to one of my messages, or write to me in private. "
    "After an answer you can simply go on; I listen until somebody else speaks. "
    "If you edit your question, I answer it anew; if you delete it, I delete my answer.\n"
    "**Below an answer**: ⏹️ stops it, 🔁 tries again, 👍 and 👎 tell me how it was.\n\n"
    "**Commands**\n{commands}"
)
_AT_A_MESSAGE = "\n\n**At a message**, in its menu under *Apps*{menus}"


class HelpCog(commands.Cog):
    """Tells what there is."""

    @app_commands.command(name="help", description="What I can do, and how to ask.")
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """List the commands, to the member alone."""
        await tell_privately(interaction, "{overview}", overview=await overview(interaction))


async def overview(interaction: discord.Interaction[Any]) -> str:
    """How to talk to the bot, one line a command in alphabetical order, and what is offered at a message."""
    tree = interaction.client.tree
    lines = [await _line(c, interaction) for c in tree.walk_commands() if isinstance(c, app_commands.Command)]
    text = await in_language_of(interaction, _OVERVIEW, commands="\n".join(sorted(lines)))
    if menus := tree.get_commands(type=discord.AppCommandType.message):
        names = [await in_language_of(interaction, menu.name) for menu in menus]
        text += await in_language_of(interaction, _AT_A_MESSAGE, menus="".join(f"\n- *{name}*" for name in names))
    return text


async def _line(command: app_commands.Command[Any, ..., Any], interaction: discord.Interaction[Any]) -> str:
    options = ""
    for parameter in command.parameters:
        name = await in_language_of(interaction, parameter.display_name)
        options += f" {name}:" if parameter.required else f" [{name}:]"
    return f"- `/{command.qualified_name}{options}` {await in_language_of(interaction, command.description)}"
