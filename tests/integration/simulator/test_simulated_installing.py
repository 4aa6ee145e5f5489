"""Commands of an unmodified discord.py bot where it is not, by the installation of a user."""

import discord
from discord import app_commands

from .conftest import Bot, Place, connected


class Travelling(Bot):
    """A bot whose command goes everywhere."""

    async def setup_hook(self) -> None:
        @self.tree.command()
        @app_commands.allowed_installs(guilds=True, users=True)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        async def where(interaction: discord.Interaction) -> None:
            """Tell where this is."""
            await interaction.response.defer()
            kind = "guild" if interaction.context.guild else "private" if interaction.context.private_channel else "dm"
            owner = "mine" if interaction.is_user_integration() else "theirs"
            await interaction.edit_original_response(content=f"{kind} {owner} {interaction.user.display_name}")

        assert isinstance(where, app_commands.Command)
        await self.tree.sync()


async def test_a_bot_answers_where_it_is_not(place: Place) -> None:
    world, ada = place.world, place.ada
    other = world.add_guild("Elsewhere")
    other.members[ada.id] = ada
    await world.remove(other)
    group = world.add_group("Two", [ada, world.add_member(other, "Bob")])
    world.install_for(ada)
    async with connected(Travelling()):
        for channel, told in (
            (next(iter(other.channels.values())), "guild mine Ada"),
            (group, "private mine Ada"),
            (world.dm(ada), "dm mine Ada"),
        ):
            await world.invoke(ada, channel, "where")
            event = await place.until("edit")
            assert event.message is not None
            assert event.message.content == told
        await world.invoke(ada, place.general, "where")
        edited = (await place.until("edit")).message
        assert edited is not None
        assert edited.content.startswith("guild ")
