"""Bots as others write them: discord.py, and nothing of acore."""

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

Context = commands.Context[commands.Bot]


def prefix_bot(**intents: bool) -> commands.Bot:
    """Answers !ping, and breaks on !boom."""
    asked = discord.Intents.default()
    asked.message_content = True
    for name, value in intents.items():
        setattr(asked, name, value)
    bot = commands.Bot("!", intents=asked)

    @bot.command()
    async def ping(context: Context) -> None:
        await context.reply("pong")

    @bot.command()
    async def count(context: Context) -> None:
        message = await context.send("one")
        await message.edit(content="one two")

    @bot.command()
    async def boom(context: Context) -> None:
        raise ValueError("the bot's own mistake")

    @bot.command()
    async def leave(context: Context) -> None:
        await bot.close()

    return bot


class Dice(ui.View):
    @ui.button(label="Again", emoji="🎲")
    async def again(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="You rolled a 2.")


class SlashBot(discord.Client):
    """Has slash commands and a button; it registers them when it is ready, as many bots do."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.Command(name="roll", description="Roll a die.", callback=_roll))
        self.tree.add_command(app_commands.Command(name="think", description="Think.", callback=_think))
        self.tree.add_command(app_commands.Command(name="sleep", description="Say nothing.", callback=_sleep))

    async def on_ready(self) -> None:
        await self.tree.sync()


async def _roll(interaction: discord.Interaction, sides: int = 6) -> None:
    await interaction.response.send_message(f"You rolled a 4 of {sides}.", view=Dice())


async def _think(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    await interaction.followup.send("42")


async def _sleep(interaction: discord.Interaction) -> None:
    del interaction
