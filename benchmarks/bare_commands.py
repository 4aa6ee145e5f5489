"""The least that acknowledges slash commands: what any bot on discord.py takes for it. It loads nothing of acore."""

import sys
from typing import Any

import discord
from discord import app_commands

from benchmarks.bare import TOKEN, bare


@app_commands.command(description="Promise an answer.")
async def ask(interaction: discord.Interaction[Any], question: str) -> None:  # noqa: ARG001  the command's option
    """Defer, as a bot does that has to think."""
    await interaction.response.defer(thinking=True)


@app_commands.command(name="help", description="Say something to the member alone.")
async def tell(interaction: discord.Interaction[Any]) -> None:
    """Answer at once."""
    await interaction.response.send_message("Ask me something.", ephemeral=True)


if __name__ == "__main__":
    bot = bare(sys.argv[1])

    async def register() -> None:
        """Tell Discord the commands before the bot is ready."""
        bot.tree.add_command(ask)
        bot.tree.add_command(tell)
        await bot.tree.sync()

    bot.setup_hook = register  # type: ignore[method-assign]
    bot.run(TOKEN, log_handler=None)
