"""Permissions as Discord works them out, what they keep people and the bot from, and what the bot is told."""

from typing import Any

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator.access import in_channel, in_guild, sees
from acore.simulator.permissions import EVERYONE, EVERYTHING, Permission, Role
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent

_P = Permission


@pytest.fixture
def bob(world: World, guild: Guild, ada: User) -> User:
    assert guild.owner_id == ada.id
    return world.add_member(guild, "Bob")


def test_roles_add_up_and_some_may_everything(world: World, guild: Guild, ada: User, bob: User) -> None:
    assert in_guild(guild, ada.id) == EVERYTHING
    assert in_guild(guild, bob.id) == EVERYONE
    moderator = world.add_role(guild, "moderator", _P.MANAGE_MESSAGES)
    world.give(bob, moderator)
    assert in_guild(guild, bob.id) == EVERYONE | _P.MANAGE_MESSAGES
    world.give(bob, world.add_role(guild, "admin", _P.ADMINISTRATOR))
    assert in_guild(guild, bob.id) == EVERYTHING


def test_overwrites_hold_from_everyone_over_roles_to_the_member(
    world: World, guild: Guild, general: Channel, ada: User, bob: User
) -> None:
    everyone = guild.roles[guild.id]
    roles = [world.add_role(guild, name, 0) for name in ("one", "two")]
    for role in roles:
        world.give(bob, role)
    world.permit(general, everyone, deny=_P.SEND_MESSAGES | _P.ADD_REACTIONS)
    assert not in_channel(guild, general, bob.id) & _P.SEND_MESSAGES
    world.permit(general, roles[0], allow=_P.SEND_MESSAGES)
    world.permit(general, roles[1], deny=_P.SEND_MESSAGES)
    assert in_channel(guild, general, bob.id) & _P.SEND_MESSAGES
    world.permit(general, bob, deny=_P.SEND_MESSAGES, allow=_P.ADD_REACTIONS)
    assert in_channel(guild, general, bob.id) & (_P.SEND_MESSAGES | _P.ADD_REACTIONS) == _P.ADD_REACTIONS
    assert in_channel(guild, general, ada.id) == EVERYTHING
    world.permit(general, bob)
    assert bob.id not in general.overwrites


def test_without_sight_nothing_is_allowed_and_without_speech_no_files(
    world: World, guild: Guild, general: Channel, bob: User
) -> None:
    world.permit(general, bob, deny=_P.SEND_MESSAGES)
    assert not in_channel(guild, general, bob.id) & (_P.ATTACH_FILES | _P.EMBED_LINKS | _P.MENTION_EVERYONE)
    world.permit(general, bob, deny=_P.VIEW_CHANNEL)
    assert in_channel(guild, general, bob.id) == 0
    assert not sees(guild, general, bob.id)


async def test_a_thread_has_its_parents_permissions_and_its_own_right_to_write(
    world: World, guild: Guild, general: Channel, ada: User, bob: User
) -> None:
    thread = await world.start_thread(ada, general, "Plans")
    world.permit(general, bob, deny=_P.SEND_MESSAGES)
    assert in_channel(guild, thread, bob.id) & _P.ATTACH_FILES
    world.permit(general, bob, deny=_P.SEND_MESSAGES_IN_THREADS)
    with pytest.raises(InvalidInput, match="SEND_MESSAGES_IN_THREADS"):
        await world.say(bob, thread, "x")
    await world.say(bob, general, "x")
    with pytest.raises(InvalidInput, match="no permissions of its own"):
        world.permit(thread, bob, deny=_P.VIEW_CHANNEL)


async def test_people_can_do_only_what_they_may(world: World, general: Channel, ada: User, bob: User) -> None:
    link = "https://example.org"
    mine = await world.say(ada, general, "x")
    shown = await world.say(bob, general, link)
    world.permit(
        general,
        bob,
        deny=_P.ATTACH_FILES | _P.EMBED_LINKS | _P.MENTION_EVERYONE | _P.CREATE_PUBLIC_THREADS,
        allow=_P.MANAGE_MESSAGES,
    )
    assert not await world.unfurl(shown, link)
    assert not (await world.say(bob, general, "@everyone")).mention_everyone
    assert (await world.say(ada, general, "@everyone")).mention_everyone
    with pytest.raises(InvalidInput, match="ATTACH_FILES"):
        await world.say(bob, general, "x", files=[("a", b"")])
    with pytest.raises(InvalidInput, match="CREATE_PUBLIC_THREADS"):
        await world.start_thread(bob, general, "x")
    await world.delete(bob, mine)
    world.permit(general, bob, deny=_P.VIEW_CHANNEL)
    with pytest.raises(InvalidInput, match="VIEW_CHANNEL"):
        await world.say(bob, general, "x")


async def test_commands_need_a_permission_of_their_own(world: World, general: Channel, bob: User) -> None:
    world.registry.overwrite(None, [{"name": "help", "description": "Help"}])
    await world.invoke(bob, general, "help")
    world.permit(general, bob, deny=_P.USE_APPLICATION_COMMANDS)
    with pytest.raises(InvalidInput, match="USE_APPLICATION_COMMANDS"):
        await world.invoke(bob, general, "help")


async def test_the_bot_is_told_of_roles_and_overwrites(
    world: World, guild: Guild, general: Channel, bob: User, sent: Sent
) -> None:
    role = world.add_role(guild, "helper", _P.MANAGE_MESSAGES)
    created = sent.last("GUILD_ROLE_CREATE")
    assert (created["role"]["id"], created["role"]["permissions"]) == (role.id, "8192")
    world.give(bob, role)
    world.give(bob, role)
    assert sent.last("GUILD_MEMBER_UPDATE")["roles"] == [role.id]
    assert [event.name for event in sent].count("GUILD_MEMBER_UPDATE") == 1
    world.permit(general, role, allow=_P.MANAGE_THREADS)
    world.permit(general, bob, deny=_P.SEND_MESSAGES)
    assert sent.last("CHANNEL_UPDATE")["permission_overwrites"] == [
        {"id": role.id, "type": 0, "allow": str(1 << 34), "deny": "0"},
        {"id": bob.id, "type": 1, "allow": "0", "deny": "2048"},
    ]
    world.take(bob, role)
    assert sent.last("GUILD_MEMBER_UPDATE")["roles"] == []
    with pytest.raises(NotFound, match="no role"):
        world.give(bob, Role("1", "other", 0, 1))
    with pytest.raises(InvalidInput, match="no member"):
        world.give(world.add_member(world.add_guild("Other"), "Eve"), role)


async def test_the_bot_hears_nothing_of_a_channel_that_it_does_not_see(
    world: World, guild: Guild, general: Channel, ada: User, sent: Sent
) -> None:
    thread = await world.start_thread(ada, general, "Plans")
    role = world.add_role(guild, "insider", 0)
    world.permit(general, guild.roles[guild.id], deny=_P.VIEW_CHANNEL)
    sent.clear()
    message = await world.say(ada, thread, "secret")
    await world.edit(ada, message, "more")
    await world.delete(ada, message)
    await world.delete_many([await world.say(ada, general, text) for text in "ab"])
    await world.start_thread(ada, general, "More")
    await world.archive(thread)
    assert sent == []
    await world.reopen(thread)
    world.permit(general, role, allow=_P.VIEW_CHANNEL)
    world.give(world.bot, role)
    synced = sent.last("THREAD_LIST_SYNC")
    assert (synced["channel_ids"], [t["name"] for t in synced["threads"]]) == ([general.id], ["Plans", "More"])


async def test_interactions_carry_what_member_and_bot_may(
    world: World, guild: Guild, general: Channel, bob: User, sent: Sent
) -> None:
    command: dict[str, Any] = {"name": "who", "description": "Who"}
    option = {"name": "whom", "description": "Whom", "type": 9}
    world.registry.overwrite(None, [command | {"options": [option]}])
    role = world.add_role(guild, "helper", 0)
    world.permit(general, bob, allow=_P.MANAGE_MESSAGES)
    world.permit(general, world.bot, deny=_P.EMBED_LINKS)
    await world.invoke(bob, general, "who", {"whom": role.id})
    asked = sent.last("INTERACTION_CREATE")
    assert int(asked["member"]["permissions"]) == EVERYONE | _P.MANAGE_MESSAGES
    assert int(asked["app_permissions"]) == EVERYONE & ~_P.EMBED_LINKS
    assert asked["channel"]["permissions"] == asked["member"]["permissions"]
    assert asked["data"]["resolved"]["roles"][role.id]["name"] == "helper"
    await world.invoke(bob, general, "who", {"whom": bob.id})
    assert sent.last("INTERACTION_CREATE")["data"]["resolved"].keys() == {"users", "members"}
    with pytest.raises(InvalidInput, match="no id in this world"):
        await world.invoke(bob, general, "who", {"whom": "1"})
