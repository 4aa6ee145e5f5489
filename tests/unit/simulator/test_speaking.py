"""What people do with messages, and what the bot is sent of it."""

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput, NotFound
from acore.simulator.files import Files
from acore.simulator.model import SUPPRESS_EMBEDS
from acore.simulator.posting import Posting
from acore.simulator.refusals import Refusal
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent

_LINK = "https://example.org/page"


@pytest.fixture
def posting(world: World) -> Posting:
    return Posting(world, Files(), "http://127.0.0.1/attachments")


async def test_an_edited_message_is_sent_whole(
    world: World, general: Channel, ada: User, sent: Sent, clock: ManualClock
) -> None:
    message = await world.say(ada, general, "one")
    await clock.advance(5)
    assert await world.edit(ada, message, f" two {world.bot.mention}") is message
    update = sent.last("MESSAGE_UPDATE")
    assert update.keys() == sent.last("MESSAGE_CREATE").keys()
    assert update["content"] == f"two {world.bot.mention}"
    assert update["edited_timestamp"] == "2026-01-05T12:00:05.000000+00:00"
    assert [user["id"] for user in update["mentions"]] == [world.bot.id]


async def test_only_the_author_edits_and_only_what_is_there(
    world: World, guild: Guild, general: Channel, ada: User
) -> None:
    bob = world.add_member(guild, "Bob")
    message = await world.say(ada, general, "one")
    with pytest.raises(InvalidInput, match="Bob did not write"):
        await world.edit(bob, message, "two")
    with pytest.raises(InvalidInput, match="empty"):
        await world.edit(ada, message, " ")
    with pytest.raises(InvalidInput, match=r"Bob may not do this.*MANAGE_MESSAGES"):
        await world.delete(bob, message)
    await world.delete(ada, message)
    with pytest.raises(NotFound, match="deleted"):
        await world.edit(ada, message, "two")
    with pytest.raises(NotFound, match="deleted"):
        await world.delete(None, message)
    assert message.content == "one"


async def test_a_deleted_message_names_its_place(world: World, general: Channel, ada: User, sent: Sent) -> None:
    message = await world.say(ada, general, "one")
    await world.delete(None, message)
    assert sent.last("MESSAGE_DELETE") == {
        "id": message.id,
        "channel_id": general.id,
        "guild_id": general.guild_id,
    }
    private = await world.say(ada, world.dm(ada), "two")
    await world.delete(ada, private)
    assert sent.last("MESSAGE_DELETE") == {"id": private.id, "channel_id": private.channel_id}


async def test_in_direct_messages_everybody_deletes_only_their_own(
    world: World, guild: Guild, ada: User, posting: Posting, sent: Sent
) -> None:
    direct, bob = world.dm(ada), world.add_member(guild, "Bob")
    group = world.add_group("Two", [ada, bob])
    answer, hers = posting.post(direct, {"content": "mine"}), await world.say(ada, group, "hers")
    for user, message in ((ada, answer), (None, answer), (world.bot, await world.say(ada, direct, "x")), (bob, hers)):
        with pytest.raises(InvalidInput, match="only its author"):
            await world.delete(user, message)
    with pytest.raises(InvalidInput, match="only its author"):
        await world.delete_many([answer, await world.say(ada, direct, "y")])
    assert "MESSAGE_DELETE" not in [event.name for event in sent]
    await world.delete(ada, hers)
    await world.delete(world.bot, answer)
    assert world.find(group.id, hers.id) is world.find(direct.id, answer.id) is None


async def test_many_are_deleted_in_one_event(world: World, general: Channel, ada: User, sent: Sent) -> None:
    messages = [await world.say(ada, general, str(number)) for number in range(3)]
    async with world.subscribe() as events:
        await world.delete_many(messages[:2])
        assert [(await anext(events)).message for _ in range(2)] == messages[:2]
    assert sent.last("MESSAGE_DELETE_BULK") == {
        "ids": [message.id for message in messages[:2]],
        "channel_id": general.id,
        "guild_id": general.guild_id,
    }
    assert world.messages(general.id) == (messages[2],)
    with pytest.raises(InvalidInput, match="From 2 to 100"):
        await world.delete_many(messages[2:])
    with pytest.raises(InvalidInput, match="one channel"):
        await world.delete_many([messages[2], await world.say(ada, world.dm(ada), "x")])


async def test_a_preview_changes_the_embeds_alone(world: World, general: Channel, ada: User, sent: Sent) -> None:
    message = await world.say(ada, general, f"see {_LINK}")
    assert await world.unfurl(message, _LINK, title="A page")
    created, update = sent.last("MESSAGE_CREATE"), sent.last("MESSAGE_UPDATE")
    assert update.pop("embeds") == [{"type": "link", "url": _LINK, "title": "A page"}]
    assert update["edited_timestamp"] is None
    created.pop("embeds")
    assert update == created
    await world.edit(ada, message, "no link")
    assert message.embeds == []


@pytest.mark.parametrize("text", [f"<{_LINK}>", f"`{_LINK}`", f"```\n{_LINK}\n```"])
async def test_a_link_that_is_set_apart_gets_no_preview(
    world: World, general: Channel, ada: User, sent: Sent, text: str
) -> None:
    message = await world.say(ada, general, text)
    assert not await world.unfurl(message, _LINK)
    assert [event.name for event in sent] == ["MESSAGE_CREATE"]
    with pytest.raises(NotFound, match="no link"):
        await world.unfurl(message, "https://example.net")


async def test_a_message_can_suppress_its_previews(world: World, general: Channel, posting: Posting) -> None:
    message = posting.post(general, {"content": _LINK, "flags": SUPPRESS_EMBEDS})
    assert not await world.unfurl(message, _LINK)


async def test_other_bots_are_marked_as_such(world: World, guild: Guild, general: Channel, sent: Sent) -> None:
    other = world.add_bot(guild, "Other")
    await world.say(other, general, "beep")
    assert sent.last("MESSAGE_CREATE")["author"]["bot"] is True
    assert sent.last("GUILD_MEMBER_ADD")["user"]["id"] == other.id


async def test_a_webhook_is_no_member(world: World, general: Channel, ada: User, sent: Sent) -> None:
    first = await world.say_by_webhook(general, "News", "one")
    second = await world.say_by_webhook(general, "Weather", "two")
    created = sent.last("MESSAGE_CREATE")
    assert created["webhook_id"] == created["author"]["id"] == first.author.id == second.author.id
    assert (created["author"]["username"], created["author"]["discriminator"]) == ("Weather", "0000")
    assert "member" not in created
    assert "application_id" not in created
    with pytest.raises(InvalidInput, match="no webhooks"):
        await world.say_by_webhook(world.dm(ada), "News", "one")


async def test_a_nonce_that_is_enforced_makes_one_message(
    general: Channel, posting: Posting, sent: Sent, clock: ManualClock
) -> None:
    body = {"content": "once", "nonce": "n1", "enforce_nonce": True}
    first = posting.post(general, body)
    await clock.advance(299)
    assert posting.post(general, body | {"content": "again"}) is first
    assert len(sent) == 1
    assert posting.post(general, body | {"nonce": "n2"}) is not first
    assert posting.post(general, {"content": "not enforced", "nonce": "n1"}) is not first
    await clock.advance(302)
    assert posting.post(general, body) is not first


async def test_a_nonce_holds_in_its_channel_for_its_author(
    world: World, guild: Guild, general: Channel, ada: User, posting: Posting
) -> None:
    body = {"content": "once", "nonce": 7, "enforce_nonce": True}
    first = posting.post(general, body)
    assert posting.post(world.dm(ada), body) is not first
    (await world.say(ada, general, "mine")).nonce = "theirs"
    assert posting.post(general, body | {"nonce": "theirs"}).author == world.bot
    posting.delete(first)
    assert posting.post(general, body) is not first
    with pytest.raises(Refusal) as refused:
        posting.post(general, body | {"nonce": "x" * 26})
    assert refused.value.errors == {
        "nonce": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 25 or fewer in length."}]}
    }
