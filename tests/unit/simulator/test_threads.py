"""Threads, posts and channels that come and go, and what the bot is sent of them."""

from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput, NotFound
from acore.simulator import payloads
from acore.simulator.files import Files
from acore.simulator.model import HAS_THREAD
from acore.simulator.posting import Posting
from acore.simulator.refusals import Refusal
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent


@pytest.fixture
def posting(world: World) -> Posting:
    return Posting(world, Files(), "http://127.0.0.1/attachments")


def _state(channel: Channel) -> Any:
    return payloads.channel(channel)["thread_metadata"]


async def test_a_thread_on_its_own_is_noted_in_its_channel(
    world: World, general: Channel, ada: User, sent: Sent
) -> None:
    thread = await world.start_thread(ada, general, "Plans")
    created = sent.last("THREAD_CREATE")
    assert created == payloads.channel(thread) | {"newly_created": True, "last_message_id": None}
    assert (created["type"], created["parent_id"], created["owner_id"]) == (11, general.id, ada.id)
    note = sent.last("MESSAGE_CREATE")
    assert (note["type"], note["channel_id"], note["content"]) == (18, general.id, "Plans")
    assert note["message_reference"] == {"type": 0, "channel_id": thread.id, "guild_id": general.guild_id}
    assert "referenced_message" not in note


async def test_the_thread_of_a_message_has_its_id(world: World, general: Channel, ada: User, sent: Sent) -> None:
    message = await world.say(ada, general, "let us talk")
    thread = await world.start_thread(ada, general, "Talk", message)
    assert thread.id == message.id
    updated, starter = sent.last("MESSAGE_UPDATE"), sent.last("MESSAGE_CREATE")
    assert (updated["flags"], updated["thread"]["id"]) == (HAS_THREAD, thread.id)
    assert (starter["type"], starter["channel_id"], starter["content"]) == (21, thread.id, "")
    assert starter["message_reference"]["channel_id"] == general.id
    assert starter["referenced_message"]["content"] == "let us talk"
    with pytest.raises(InvalidInput, match="a thread already"):
        await world.start_thread(ada, general, "Again", message)


async def test_messages_of_a_thread_are_in_it_and_counted(
    world: World, general: Channel, ada: User, sent: Sent
) -> None:
    thread = await world.start_thread(ada, general, "Plans")
    first = await world.say(ada, thread, "one")
    second = await world.say(ada, thread, f"two {world.bot.mention}")
    created = sent.last("MESSAGE_CREATE")
    assert (created["channel_id"], created["position"]) == (thread.id, 1)
    await world.delete(ada, first)
    shown = payloads.channel(thread)
    assert (shown["message_count"], shown["total_message_sent"], shown["member_count"]) == (1, 2, 2)
    assert shown["last_message_id"] == second.id
    joined = sent.last("THREAD_MEMBERS_UPDATE")
    assert [member["user_id"] for member in joined["added_members"]] == [world.bot.id]
    world.leave_thread(thread, world.bot)
    assert sent.last("THREAD_MEMBERS_UPDATE")["removed_member_ids"] == [world.bot.id]


async def test_a_post_begins_with_the_message_of_its_id(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    forum = world.add_forum(guild, "questions")
    assert sent.last("CHANNEL_CREATE")["available_tags"] == []
    post = await world.post(ada, forum, "How?", "Tell me")
    assert sent.last("THREAD_CREATE")["parent_id"] == forum.id
    message = sent.last("MESSAGE_CREATE")
    assert (message["id"], message["channel_id"], message["type"]) == (post.id, post.id, 0)
    assert payloads.channel(post)["message_count"] == 0
    assert payloads.channel(forum)["last_message_id"] == post.id
    with pytest.raises(InvalidInput, match="is a forum"):
        await world.say(ada, forum, "hi")
    with pytest.raises(InvalidInput, match="not a forum"):
        await world.post(ada, post, "How?", "x")


@pytest.mark.parametrize("name", [" ", "x" * 101])
async def test_a_thread_needs_a_fitting_name_and_place(world: World, general: Channel, ada: User, name: str) -> None:
    with pytest.raises(InvalidInput, match="from 1 to 100"):
        await world.start_thread(ada, general, name)
    with pytest.raises(InvalidInput, match="not a text channel"):
        await world.start_thread(ada, world.dm(ada), "x")
    other = await world.say(ada, world.dm(ada), "x")
    with pytest.raises(InvalidInput, match="not in #general"):
        await world.start_thread(ada, general, "x", other)


async def test_a_message_reopens_an_archived_thread(
    world: World, general: Channel, ada: User, sent: Sent, clock: ManualClock
) -> None:
    thread = await world.start_thread(ada, general, "Plans")
    await world.archive(thread)
    assert sent.last("THREAD_UPDATE")["thread_metadata"]["archived"] is True
    assert world.guilds[str(general.guild_id)].active_threads() == []
    await clock.advance(60)
    await world.say(ada, thread, "still here")
    assert [event.name for event in sent][-2:] == ["THREAD_UPDATE", "MESSAGE_CREATE"]
    assert (_state(thread)["archived"], _state(thread)["archive_timestamp"][11:19]) == (False, "12:01:00")


async def test_only_moderators_write_in_a_locked_thread(
    world: World, guild: Guild, general: Channel, ada: User, posting: Posting
) -> None:
    bob = world.add_member(guild, "Bob")
    thread = await world.start_thread(ada, general, "Plans")
    mine = posting.post(thread, {"content": "x"})
    await world.lock(thread)
    with pytest.raises(Refusal) as locked:
        posting.post(thread, {"content": "x"})
    assert (locked.value.status, locked.value.code) == (403, 160005)
    with pytest.raises(InvalidInput, match="is locked"):
        await world.say(bob, thread, "x")
    await world.archive(thread, locked=True)
    with pytest.raises(Refusal) as archived:
        posting.post(thread, {"content": "x"})
    assert (archived.value.status, archived.value.code) == (400, 50083)
    with pytest.raises(Refusal, match="Thread is archived"):
        posting.edit(mine, {"content": "y"})
    await world.say(ada, thread, "the owner of the guild may")
    await world.reopen(thread)
    assert posting.edit(mine, {"content": "y"}).content == "y"
    with pytest.raises(InvalidInput, match="no thread"):
        await world.archive(general)


async def test_a_bot_can_not_write_into_a_forum_itself(world: World, guild: Guild, posting: Posting) -> None:
    with pytest.raises(Refusal) as refused:
        posting.post(world.add_forum(guild, "questions"), {"content": "x"})
    assert refused.value.code == 50008


async def test_channels_come_and_go_with_their_threads(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    channel = world.add_channel(guild, "new")
    assert (sent.last("CHANNEL_CREATE")["name"], sent.last("CHANNEL_CREATE")["position"]) == ("new", 1)
    first, second = [await world.start_thread(ada, channel, name) for name in ("one", "two")]
    message = await world.say(ada, second, "x")
    world.remove_channel(first)
    assert sent.last("THREAD_DELETE") == {
        "id": first.id,
        "guild_id": guild.id,
        "parent_id": channel.id,
        "type": 11,
    }
    world.remove_channel(channel)
    assert sent.last("CHANNEL_DELETE")["id"] == channel.id
    assert world.channel(second.id) is None
    assert guild.threads == {}
    with pytest.raises(NotFound, match="deleted"):
        await world.delete(ada, message)
    with pytest.raises(InvalidInput, match="can not be removed"):
        world.remove_channel(world.dm(ada))


async def test_a_guild_comes_with_its_active_threads_and_latest_messages(
    world: World, guild: Guild, general: Channel, ada: User, posting: Posting
) -> None:
    joined = await world.start_thread(ada, general, "joined")
    posting.post(joined, {"content": "x"})
    other = await world.start_thread(ada, general, "other")
    await world.archive(await world.start_thread(ada, general, "closed"))
    last = await world.say(ada, general, "last")
    whole = payloads.guild_create(guild, members=[])
    assert [(t["id"], "member" in t) for t in whole["threads"]] == [(joined.id, True), (other.id, False)]
    assert whole["channels"][0]["last_message_id"] == last.id
