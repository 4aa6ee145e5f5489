"""An unmodified discord.py bot and people of the loopback Discord talk with each other."""

import io

import discord
import pytest

from .conftest import Bot, Place, connected


class Echo(Bot):
    """Answers a mention in the way that the test asks for."""

    async def on_message(self, message: discord.Message, /) -> None:
        await super().on_message(message)
        if message.author == self.user:
            return
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"you said: {message.clean_content}")


async def test_a_mention_is_answered_with_a_reply(place: Place) -> None:
    async with connected(Echo()):
        said = await place.world.say(place.ada, place.general, f"hello {place.world.bot.mention}")
        event = await place.until("message", lambda e: e.user == place.world.bot)
    assert event.message
    assert event.message.content == "you said: hello @acore"
    assert event.message.reference == said.id
    assert event.message.mentions == (place.ada,)
