"""What people do with messages, as a discord.py bot hears of it."""

from typing import Any

import discord

from .conftest import Bot, Place, connected

_LINK = "https://example.org/page"


class Listener(Bot):
    """A bot that notes every kind of change of a message."""

    async def on_message(self, message: discord.Message, /) -> None:
        self.told.put_nowait(f"{message.author.display_name}{' (bot)' * message.author.bot}: {message.content}")

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        message = payload.message
        self.told.put_nowait(f"edit {message.content} {message.edited_at is not None} {len(message.embeds)}")

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        self.told.put_nowait(f"delete {payload.message_id}")

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        self.told.put_nowait(f"bulk {len(payload.message_ids)} {len(payload.cached_messages)}")


async def test_a_bot_hears_of_edits_previews_and_deletions(place: Place) -> None:
    world, ada, general = place.world, place.ada, place.general
    async with connected(Listener()) as bot:
        message = await world.say(ada, general, _LINK)
        await world.unfurl(message, _LINK)
        await bot.told_of(f"edit {_LINK} False 1")
        await world.edit(ada, message, "changed")
        await bot.told_of("edit changed True 0")
        await world.delete(ada, message)
        await bot.told_of(f"delete {message.id}")
        await world.delete_many([await world.say(ada, general, text) for text in "ab"])
        await bot.told_of("bulk 2 2")


async def test_a_bot_hears_other_bots_and_webhooks(place: Place) -> None:
    world = place.world
    other = world.add_bot(place.guild, "Other")
    async with connected(Listener()) as bot:
        await world.say(other, place.general, "beep")
        await bot.told_of("Other (bot): beep")
        await world.say_by_webhook(place.general, "News", "fresh")
        await bot.told_of("News (bot): fresh")


async def test_a_nonce_sent_twice_makes_one_message(place: Place) -> None:
    async with connected(Listener()) as bot:
        channel: Any = bot.get_channel(int(place.general.id))
        first = await channel.send("once", nonce=5)
        again = await channel.send("once", nonce=5)
        assert again.id == first.id
    assert [message.content for message in place.world.messages(place.general.id)] == ["once"]
