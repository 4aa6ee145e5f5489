"""What people can do in the world, and what the bot is sent of it."""

import asyncio

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput, NotFound
from acore.simulator.world import Channel, Guild, User, World, WorldEvent

from .conftest import Sent

_ASK = {
    "name": "ask",
    "description": "Ask",
    "options": [{"name": "question", "description": "What", "type": 3, "required": True}],
}


async def test_a_message_is_kept_sent_to_the_bot_and_told(
    world: World, general: Channel, ada: User, sent: Sent
) -> None:
    async with world.subscribe() as events:
        message = await world.say(ada, general, "  hello \n")
        event = await anext(events)
    assert message.content == "hello"
    assert world.messages(general.id) == (message,)
    assert (event.kind, event.message, event.user, event.channel_id) == ("message", message, ada, general.id)
    assert [e.name for e in sent] == ["MESSAGE_CREATE"]


@pytest.mark.parametrize(("text", "words"), [("", "empty"), (" \n\t", "empty"), ("x" * 2001, "2001 characters; 2000")])
async def test_what_discord_does_not_take_is_refused(  # noqa: PLR0913, PLR0917  fixtures
    world: World, general: Channel, ada: User, sent: Sent, text: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        await world.say(ada, general, text)
    assert sent == []
    assert world.messages(general.id) == ()


async def test_only_members_and_the_two_of_a_direct_conversation_may_write(world: World, ada: User) -> None:
    other = world.add_guild("Other")
    bob = world.add_member(other, "Bob")
    with pytest.raises(InvalidInput, match="Ada is not in #general"):
        await world.say(ada, next(iter(other.channels.values())), "hi")
    with pytest.raises(InvalidInput, match="Bob is not in #Ada"):
        await world.say(bob, world.dm(ada), "hi")


async def test_a_reply_needs_its_message(world: World, general: Channel, ada: User) -> None:
    with pytest.raises(NotFound, match="message 5"):
        await world.say(ada, general, "hi", reply_to="5")


async def test_a_reply_mentions_whom_it_replies_to(world: World, general: Channel, guild: Guild, ada: User) -> None:
    bob = world.add_member(guild, "Bob")
    first = await world.say(ada, general, "first")
    reply = await world.say(bob, general, f"see {world.bot.mention}", reply_to=first.id)
    assert reply.mentions == (world.bot, ada)


def test_names_are_discords_and_ids_are_unique(world: World, guild: Guild) -> None:
    people = [world.add_member(guild, name) for name in ("Ada", "Ada Lovelace!", "…")]
    assert [person.name for person in people] == ["ada", "ada_lovelace_", "_"]
    assert len({person.id for person in people}) == 3


def test_direct_messages_are_one_channel_a_person(world: World, guild: Guild, ada: User) -> None:
    bob = world.add_member(guild, "Bob")
    assert world.dm(ada) is world.dm(ada)
    assert world.dm(ada) != world.dm(bob)


async def test_the_bot_is_told_of_guilds_only_by_joining_and_leaving(world: World, sent: Sent) -> None:
    guild = world.add_guild("New", channels=("a", "b"))
    assert sent == []
    await world.join(guild)
    assert [channel["name"] for channel in sent.last("GUILD_CREATE")["channels"]] == ["a", "b"]
    assert "unavailable" not in sent.last("GUILD_CREATE")
    await world.remove(guild)
    await world.remove(guild)
    assert [e.name for e in sent] == ["GUILD_CREATE", "GUILD_DELETE"]


async def test_a_command_reaches_the_bot_with_its_options(
    world: World, general: Channel, ada: User, sent: Sent
) -> None:
    (command,) = world.registry.overwrite(None, [_ASK])
    interaction_id = await world.invoke(ada, general, "/ask", {"question": "why"})
    asked = sent.last("INTERACTION_CREATE")
    assert asked["id"] == interaction_id
    assert asked["data"] == {
        "id": command["id"],
        "name": "ask",
        "type": 1,
        "options": [{"name": "question", "type": 3, "value": "why"}],
    }
    assert asked["member"]["user"]["id"] == ada.id
    assert "user" not in asked


async def test_a_command_in_direct_messages_comes_from_a_user(world: World, ada: User, sent: Sent) -> None:
    world.registry.overwrite(None, [_ASK])
    await world.invoke(ada, world.dm(ada), "ask", {"question": "why"})
    asked = sent.last("INTERACTION_CREATE")
    assert asked["user"]["id"] == ada.id
    assert asked["context"] == 1
    assert not {"member", "guild_id", "guild"} & asked.keys()


async def test_a_guilds_command_is_not_there_elsewhere(world: World, guild: Guild, general: Channel, ada: User) -> None:
    world.registry.overwrite(guild.id, [_ASK])
    await world.invoke(ada, general, "ask", {"question": "why"})
    with pytest.raises(NotFound, match="none: the bot registered none here"):
        await world.invoke(ada, world.dm(ada), "ask", {"question": "why"})


async def test_an_unanswered_command_fails_once(world: World, general: Channel, ada: User) -> None:
    world.registry.overwrite(None, [_ASK])
    interaction_id = await world.invoke(ada, general, "ask", {"question": "why"})
    async with world.subscribe() as events:
        world.fail(interaction_id)
        world.fail(interaction_id)
        world.tell(failed := await anext(events))
        assert await anext(events) is failed
    assert (failed.kind, failed.user, failed.text) == ("failed", ada, "The application did not respond")
    assert (failed.interaction_id, failed.channel_id) == (interaction_id, general.id)


async def test_wait_for_takes_the_next_event_that_fits_and_has_a_deadline(
    world: World, general: Channel, ada: User
) -> None:
    with pytest.raises(TimeoutError):
        await world.wait_for(lambda _: True, timeout=0)
    async with world.subscribe() as events:
        await world.say(ada, general, "before")
        await anext(events)
    with pytest.raises(TimeoutError):
        await world.wait_for(lambda event: event.kind == "message", timeout=0)


async def test_wait_for_returns_the_event_that_somebody_else_causes(world: World) -> None:
    waiting = asyncio.create_task(world.wait_for(lambda event: event.text == "two", timeout=5))
    await asyncio.sleep(0)
    world.tell(WorldEvent("failed", text="one"))
    world.tell(expected := WorldEvent("failed", text="two"))
    assert await waiting is expected


async def test_what_is_attached_ends_when_it_is_detached(world: World, general: Channel, ada: User) -> None:
    heard: list[str] = []
    detach = world.attach(lambda event: heard.append(event.name))
    await world.say(ada, general, "one")
    detach()
    await world.say(ada, general, "two")
    assert heard == ["MESSAGE_CREATE"]


async def test_times_are_the_clocks(world: World, general: Channel, ada: User, clock: ManualClock) -> None:
    await clock.advance(90)
    message = await world.say(ada, general, "now")
    assert message.timestamp == clock.now()
    assert message.payload()["timestamp"] == "2026-01-05T12:01:30.000000+00:00"
