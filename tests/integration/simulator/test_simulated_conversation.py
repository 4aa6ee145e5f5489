"""An unmodified discord.py bot and people of the loopback Discord talk with each other."""

import io

import discord
import pytest

from .conftest import Bot, Place, connected

_QUIET = discord.AllowedMentions.none()


class Echo(Bot):
    """Answers mentions and direct messages with a reply."""

    async def on_message(self, message: discord.Message, /) -> None:
        await super().on_message(message)
        if message.author != self.user and (self.user in message.mentions or message.guild is None):
            await message.reply(f"you said: {message.clean_content}")


def channel_of(bot: Bot, place: Place) -> discord.TextChannel:
    channel = bot.get_channel(int(place.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_mention_is_answered_with_a_reply(place: Place) -> None:
    async with connected(Echo()):
        said = await place.world.say(place.ada, place.general, f"hello {place.world.bot.mention}")
        event = await place.until("message", lambda e: e.user == place.world.bot)
    assert event.message
    assert event.message.content == "you said: hello @acore"
    assert event.message.reference == said.id
    assert event.message.mentions == (place.ada,)


async def test_direct_messages_go_both_ways(place: Place) -> None:
    async with connected(Echo()) as bot:
        await place.world.say(place.ada, place.world.dm(place.ada), "psst")
        assert await place.answer() == "you said: psst"
        user = await bot.fetch_user(int(place.ada.id))
        await user.send("and you?")
        event = await place.until("message", lambda e: e.text == "" and e.user == place.world.bot)
    assert event.channel_id == place.world.dm(place.ada).id


async def test_a_persons_reply_carries_the_message_it_replies_to(place: Place) -> None:
    replies: list[discord.Message] = []

    class Listener(Bot):
        async def on_message(self, message: discord.Message, /) -> None:
            if message.author == self.user:
                await place.world.say(place.ada, place.general, "to that", reply_to=str(message.id))
            elif message.reference:
                replies.append(message)
                await message.channel.send("done")

    async with connected(Listener()) as bot:
        sent = await channel_of(bot, place).send("first")
        await place.until("message", lambda e: e.message is not None and e.message.content == "done")
    resolved = replies[0].reference and replies[0].reference.resolved
    assert isinstance(resolved, discord.Message)
    assert (resolved.id, resolved.content) == (sent.id, "first")
    assert replies[0].type is discord.MessageType.reply


async def test_a_reply_to_a_deleted_message_says_so(place: Place) -> None:
    said = await place.world.say(place.ada, place.general, "gone soon")
    async with connected(Bot()) as bot:
        channel = channel_of(bot, place)
        reply = await channel.send("here", reference=channel.get_partial_message(int(said.id)))
        place.world.withdraw(said)
        fetched = await reply.channel.fetch_message(reply.id)
    assert fetched.reference
    assert isinstance(fetched.reference.resolved, discord.DeletedReferencedMessage)


async def test_a_reply_to_a_message_that_never_was_is_refused(place: Place) -> None:
    async with connected(Bot()) as bot:
        reference = discord.MessageReference(message_id=1, channel_id=int(place.general.id))
        with pytest.raises(discord.HTTPException, match="Unknown message") as refused:
            await channel_of(bot, place).send("here", reference=reference)
        reference.fail_if_not_exists = False
        assert (await channel_of(bot, place).send("here", reference=reference)).reference is None
    assert refused.value.code == 50035


async def test_a_message_is_edited_fetched_and_deleted(place: Place) -> None:
    async with connected(Bot()) as bot:
        message = await channel_of(bot, place).send("one", embed=discord.Embed(title="t", description="d"))
        edited = await message.edit(content="two")
        event = await place.until("edit")
        fetched = await message.channel.fetch_message(message.id)
        await message.delete()
        await place.until("delete")
        with pytest.raises(discord.NotFound) as gone:
            await message.channel.fetch_message(message.id)
    assert event.message
    assert event.message.content == edited.content == fetched.content == "two"
    assert edited.edited_at is not None
    assert fetched.embeds == message.embeds
    assert gone.value.code == 10008
    assert place.world.messages(place.general.id) == ()


async def test_the_bot_sees_edits_and_deletions_of_what_it_sent(place: Place) -> None:
    async with connected(Bot()) as bot:
        message = await channel_of(bot, place).send("one")
        await message.edit(content="two")
        await bot.told_of("edited two")
        await message.delete()
        await bot.told_of("deleted two")


async def test_history_comes_newest_first_and_in_pages(place: Place) -> None:
    for number in range(7):
        await place.world.say(place.ada, place.general, str(number))
    async with connected(Bot()) as bot:
        channel = channel_of(bot, place)
        newest = [m.content async for m in channel.history(limit=3)]
        oldest = [m.content async for m in channel.history(limit=2, oldest_first=True)]
        third = [m async for m in channel.history(limit=3)][-1]
        before = [m.content async for m in channel.history(limit=2, before=third)]
    assert newest == ["6", "5", "4"]
    assert oldest == ["0", "1"]
    assert before == ["3", "2"]


async def test_more_than_2000_characters_are_refused_with_discords_error(place: Place) -> None:
    async with connected(Bot()) as bot:
        channel = channel_of(bot, place)
        await channel.send("x" * 2000)
        with pytest.raises(discord.HTTPException, match="Must be 2000 or fewer in length") as refused:
            await channel.send("x" * 2001)
    assert (refused.value.status, refused.value.code) == (400, 50035)


async def test_a_message_with_nothing_in_it_is_refused(place: Place) -> None:
    async with connected(Bot()) as bot:
        with pytest.raises(discord.HTTPException) as refused:
            await channel_of(bot, place).send("  \n ")
    assert (refused.value.status, refused.value.code) == (400, 50006)


async def test_the_message_of_somebody_else_can_not_be_edited_or_deleted(place: Place) -> None:
    said = await place.world.say(place.ada, place.general, "mine")
    async with connected(Bot()) as bot:
        message = await channel_of(bot, place).fetch_message(int(said.id))
        with pytest.raises(discord.Forbidden) as edit:
            await message.edit(content="yours")
        with pytest.raises(discord.Forbidden) as delete:
            await message.delete()
    assert (edit.value.code, delete.value.code) == (50005, 50013)


async def test_nobody_is_mentioned_where_the_bot_forbids_it(place: Place) -> None:
    text = f"@everyone {place.ada.mention}"
    async with connected(Bot()) as bot:
        quiet = await channel_of(bot, place).send(text, allowed_mentions=_QUIET)
        loud = await channel_of(bot, place).send(text)
    assert (quiet.mentions, quiet.mention_everyone) == ([], False)
    assert ([user.id for user in loud.mentions], loud.mention_everyone) == ([int(place.ada.id)], True)


async def test_typing_is_seen(place: Place) -> None:
    async with connected(Bot()) as bot, channel_of(bot, place).typing():
        event = await place.until("typing")
    assert (event.channel_id, event.user) == (place.general.id, place.world.bot)


async def test_files_are_kept_with_name_and_size_and_can_be_read_back(place: Place) -> None:
    async with connected(Bot()) as bot:
        file = discord.File(io.BytesIO(b"\x00\xff whole"), "under line.txt")
        sent = await channel_of(bot, place).send("see", file=file)
        read = await sent.attachments[0].read()
        kept = await sent.edit(attachments=sent.attachments)
        more = await sent.add_files(discord.File(io.BytesIO(b"2"), "b.txt"))
        less = await more.remove_attachments(more.attachments[0])
    (message,) = place.world.messages(place.general.id)
    assert read == b"\x00\xff whole"
    assert len(kept.attachments) == 1
    assert [a.filename for a in more.attachments] == ["under_line.txt", "b.txt"]
    assert len(less.attachments) == 1
    assert message.attachments[0].size == 1


async def test_a_file_over_ten_megabytes_is_refused(place: Place) -> None:
    async with connected(Bot()) as bot:
        with pytest.raises(discord.HTTPException) as refused:
            await channel_of(bot, place).send(file=discord.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "big"))
    assert (refused.value.status, refused.value.code) == (413, 40005)


async def test_without_message_content_only_what_concerns_the_bot_can_be_read(place: Place) -> None:
    intents = discord.Intents(guilds=True, messages=True)
    async with connected(Echo(intents=intents)) as bot:
        await place.world.say(place.ada, place.general, "secret")
        await place.world.say(place.ada, place.general, f"for {place.world.bot.mention}")
        await place.answer()
        await place.world.say(place.ada, place.world.dm(place.ada), "private")
        await place.answer()
    assert bot.seen[0] == ""
    assert bot.seen[1] == f"for {place.world.bot.mention}"
    assert "private" in bot.seen
