"""Commands of an unmodified discord.py bot that ask for permissions."""

from typing import Any

import discord
import pytest
from discord import app_commands

from acore.errors import InvalidInput

from .conftest import Bot, Place, connected


@app_commands.command(description="Clear the channel")
@app_commands.default_permissions(manage_messages=True)
@app_commands.checks.has_permissions(manage_messages=True)
async def clear(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("cleared")


@clear.error
async def refuse(interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
    assert isinstance(error, app_commands.MissingPermissions)
    await interaction.response.send_message("refused")


async def test_a_bots_own_check_is_reached_where_the_guild_offers_the_command(place: Place) -> None:
    world, bob = place.world, place.world.add_member(place.guild, "Bob")
    async with connected(Bot()) as bot:
        bot.tree.add_command(clear)
        (told,) = await bot.tree.sync()
        assert told.default_member_permissions == discord.Permissions(manage_messages=True)
        with pytest.raises(InvalidInput, match="needs MANAGE_MESSAGES"):
            await world.invoke(bob, place.general, "clear")
        world.offer(place.guild, "clear", bob)
        await world.invoke(bob, place.general, "clear")
        assert await place.answer() == "refused"
        await world.invoke(place.ada, place.general, "clear")
        assert await place.answer() == "cleared"
