"""Nicknames: what a guild calls its members, and which payloads bear it."""

import pytest

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.session import Intents, Session
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent


def test_the_bot_is_told_of_a_nickname_and_of_its_end(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    world.rename(guild, ada, " Countess ")
    world.rename(guild, ada, "Countess")
    told = sent.last("GUILD_MEMBER_UPDATE")
    assert (told["guild_id"], told["user"]["id"], told["nick"]) == (guild.id, ada.id, "Countess")
    assert told["user"]["global_name"] == "Ada"
    assert len(sent) == 1
    world.rename(guild, ada, None)
    assert sent.last("GUILD_MEMBER_UPDATE")["nick"] is None
    assert payloads.member(guild, ada)["nick"] is None


@pytest.mark.parametrize(("intents", "told"), [(Intents.GUILDS, 1), (Intents.GUILDS | Intents.GUILD_MEMBERS, 2)])
async def test_the_names_of_others_need_the_members_intent(
    world: World, guild: Guild, ada: User, intents: int, told: int
) -> None:
    session = Session(world.bot.id, intents, (0, 1), {guild.id})
    world.attach(session.offer)
    world.rename(guild, ada, "Countess")
    world.rename(guild, world.bot, "Helper")
    assert session.seq == told


async def test_the_gateway_tells_the_nicknames_of_author_and_mentioned(
    world: World, guild: Guild, general: Channel, ada: User, sent: Sent
) -> None:
    world.rename(guild, ada, "Countess")
    world.rename(guild, world.bot, "Helper")
    message = await world.say(ada, general, world.bot.mention)
    await world.edit(ada, message, f"again {world.bot.mention}")
    for name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        told = sent.last(name)
        assert told["member"]["nick"] == "Countess"
        assert [(user["id"], user["member"]["nick"]) for user in told["mentions"]] == [(world.bot.id, "Helper")]


async def test_without_the_gateway_a_message_has_no_members(
    world: World, guild: Guild, general: Channel, ada: User, sent: Sent
) -> None:
    world.rename(guild, ada, "Countess")
    first = await world.say(ada, general, ada.mention)
    reply = await world.say(ada, general, world.bot.mention, reply_to=first.id)
    shown = world.payload(reply)
    referenced = shown["referenced_message"]
    assert sent.last("MESSAGE_CREATE")["referenced_message"] == referenced
    for payload in (shown, referenced):
        assert not {"member", "guild_id"} & payload.keys()
        assert payload["author"] == ada.payload()
        assert not any("member" in user for user in payload["mentions"])
    assert [user["id"] for user in referenced["mentions"]] == [ada.id]


async def test_a_nickname_is_the_guilds_own(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    world.rename(guild, ada, "Countess")
    other = world.add_guild("Other", channels=("lounge",))
    other.members[ada.id] = ada
    await world.say(ada, next(iter(other.channels.values())), "hello")
    assert sent.last("MESSAGE_CREATE")["member"]["nick"] is None
    await world.say(ada, world.dm(ada), "hello")
    assert "member" not in sent.last("MESSAGE_CREATE")


def test_what_is_no_nickname_is_refused(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    eve = world.add_member(world.add_guild("Other"), "Eve")
    sent.clear()
    with pytest.raises(InvalidInput, match="Eve is no member of Test guild"):
        world.rename(guild, eve, "x")
    for nick in (" ", "x" * 33):
        with pytest.raises(InvalidInput, match=r"nickname has (0|33) characters.*1 to 32"):
            world.rename(guild, ada, nick)
    assert sent == []
    world.rename(guild, ada, "x" * 32)
    assert sent.last("GUILD_MEMBER_UPDATE")["nick"] == "x" * 32
