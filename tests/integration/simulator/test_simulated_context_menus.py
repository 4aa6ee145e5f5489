"""Context menus of an unmodified discord.py bot."""

import discord
from discord import app_commands

from .conftest import Bot, Place, connected


class Menus(Bot):
    """A bot with one command in each menu."""

    async def setup_hook(self) -> None:
        @self.tree.context_menu(name="Quote this")
        async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
            answer = await interaction.response.send_message(f"{message.author.display_name} said {message.content}")
            assert isinstance(answer.resource, discord.InteractionMessage)
            metadata = answer.resource.interaction_metadata
            assert metadata is not None
            assert metadata.target_message_id == message.id

        @self.tree.context_menu(name="Who is it")
        async def who(interaction: discord.Interaction, member: discord.Member) -> None:
            await interaction.response.send_message(f"{member.display_name} of {member.guild.name}")

        assert isinstance(quote, app_commands.ContextMenu)
        assert isinstance(who, app_commands.ContextMenu)
        await self.tree.sync()


async def test_a_bot_answers_in_both_menus(place: Place) -> None:
    world = place.world
    message = await world.say(place.ada, place.general, "wise words")
    async with connected(Menus()):
        await world.use_on_message(place.ada, "Quote this", message)
        assert await place.answer() == "Ada said wise words"
        await world.use_on_user(place.ada, place.general, "Who is it", place.ada)
        assert await place.answer() == "Ada of Test guild"
