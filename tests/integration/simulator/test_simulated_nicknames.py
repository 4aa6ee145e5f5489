"""What an unmodified discord.py bot calls the members of a guild."""

import asyncio
from typing import Any

import discord

from .conftest import PATIENCE_S, Bot, Place, connected


class Namer(Bot):
    """A bot that keeps its messages and notes the nicknames that it is told of."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()

    async def on_message(self, message: discord.Message, /) -> None:
        self.heard.put_nowait(message)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        self.told.put_nowait(f"named {after.nick}")


async def test_a_message_that_is_heard_has_nicknames_and_one_that_is_fetched_has_none(place: Place) -> None:
    world = place.world
    bob = world.add_member(place.guild, "Bob")
    async with connected(Namer()) as bot:
        world.rename(place.guild, place.ada, "Countess")
        world.rename(place.guild, bob, "Builder")
        await world.say(place.ada, place.general, f"{bob.mention}, please")
        async with asyncio.timeout(PATIENCE_S):
            heard = await bot.heard.get()
        assert [user.display_name for user in (heard.author, *heard.mentions)] == ["Countess", "Builder"]
        assert heard.clean_content == "@Builder, please"
        fetched = await heard.channel.fetch_message(heard.id)
        assert [user.display_name for user in (fetched.author, *fetched.mentions)] == ["Ada", "Bob"]


async def test_nicknames_are_told_and_found(place: Place) -> None:
    intents = discord.Intents(guilds=True, members=True)
    async with connected(Namer(intents=intents)) as bot:
        (guild,) = bot.guilds
        place.world.rename(place.guild, place.ada, "Countess")
        await bot.told_of("named Countess")
        place.world.rename(place.guild, place.world.bot, "Helper")
        await bot.told_of("named Helper")
        assert {member.display_name for member in guild.members} == {"Helper", "Countess"}
        assert [member.nick for member in await guild.query_members("count")] == ["Countess"]
        assert (await guild.fetch_member(int(place.ada.id))).nick == "Countess"
