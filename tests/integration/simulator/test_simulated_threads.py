"""Threads and forums of an unmodified discord.py bot."""

from typing import Any

import discord
import pytest

from .conftest import Bot, Place, connected


class Threads(Bot):
    """A bot that notes threads and what is said in them."""

    async def on_message(self, message: discord.Message, /) -> None:
        if message.type is discord.MessageType.default:
            self.told.put_nowait(f"in {message.channel}: {isinstance(message.channel, discord.Thread)}")

    async def on_thread_create(self, thread: discord.Thread) -> None:
        self.told.put_nowait(f"thread {thread.name} of {thread.parent}")

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        about = payload.data["thread_metadata"]
        self.told.put_nowait(f"archived {about['archived']} locked {about.get('locked')}")

    async def on_thread_delete(self, thread: discord.Thread) -> None:
        self.told.put_nowait(f"gone {thread.name}")

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        self.told.put_nowait(f"channel {channel.name} {channel.type}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.told.put_nowait(f"no channel {channel.name}")


async def test_a_bot_follows_threads_from_birth_to_death(place: Place) -> None:
    world, ada = place.world, place.ada
    before = await world.start_thread(ada, place.general, "before")
    async with connected(Threads()) as bot:
        assert bot.get_channel(int(before.id)) is not None
        message = await world.say(ada, place.general, "start here")
        thread = await world.start_thread(ada, place.general, "Talk", message)
        await bot.told_of("thread Talk of general")
        await world.say(ada, thread, "hello")
        await bot.told_of("in Talk: True")
        await world.archive(thread, locked=True)
        await bot.told_of("archived True locked True")
        await world.reopen(thread)
        await bot.told_of("archived False locked False")
        world.remove_channel(thread)
        await bot.told_of("gone Talk")


async def test_a_bot_answers_a_post_in_its_thread(place: Place) -> None:
    world, ada = place.world, place.ada
    async with connected(Threads()) as bot:
        forum = world.add_forum(place.guild, "questions")
        await bot.told_of("channel questions forum")
        post = await world.post(ada, forum, "How?", "Tell me")
        await bot.told_of("thread How? of questions")
        channel: Any = bot.get_channel(int(post.id))
        await channel.get_partial_message(int(post.id)).reply("so")
        assert [m.content for m in world.messages(post.id)] == ["Tell me", "so"]
        world.remove_channel(forum)
        await bot.told_of("no channel questions")


async def test_a_bot_starts_threads_of_every_kind(place: Place) -> None:
    world = place.world
    forum = world.add_forum(place.guild, "news")
    async with connected(Threads()) as bot:
        general: Any = bot.get_channel(int(place.general.id))
        message = await general.send("topic")
        on_message = await message.create_thread(name="On it", auto_archive_duration=60)
        assert (on_message.id, on_message.auto_archive_duration) == (message.id, 60)
        with pytest.raises(discord.HTTPException) as again:
            await message.create_thread(name="Twice")
        assert again.value.code == 160004
        alone = await general.create_thread(name="Alone", type=discord.ChannelType.public_thread)
        await alone.send("in it")
        news: Any = bot.get_channel(int(forum.id))
        made = await news.create_thread(name="News", content="read")
        assert made.message.id == made.thread.id
        active = await bot.guilds[0].active_threads()
        assert {thread.name for thread in active} == {"On it", "Alone", "News"}
        assert [member.id for member in await alone.fetch_members()] == [int(world.bot.id)]
        await alone.leave()
        await alone.join()
        await alone.edit(name="Closed", archived=True)
        assert [thread.name async for thread in general.archived_threads()] == ["Closed"]
        with pytest.raises(discord.Forbidden):
            await alone.delete()
        with pytest.raises(discord.Forbidden):
            await on_message.edit(locked=True)
        with pytest.raises(discord.Forbidden):
            await general.edit(name="mine")
        with pytest.raises(discord.HTTPException, match="type"):
            await on_message.parent._state.http.get_thread_members(general.id)
