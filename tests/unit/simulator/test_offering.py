"""To whom Discord offers a command that asks for permissions."""

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator.permissions import Permission, named
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent

_CLEAR = {"name": "clear", "description": "Clear", "default_member_permissions": str(int(Permission.MANAGE_MESSAGES))}
_FIND = {"name": "find", "description": "Find", "default_member_permissions": "0"} | {
    "options": [{"name": "what", "description": "What", "type": 3, "autocomplete": True}]
}
_MENUS = [
    {
        "name": "Remove",
        "type": 3,
        "default_member_permissions": int(Permission.MANAGE_MESSAGES | Permission.BAN_MEMBERS),
    },
    {"name": "Ban", "type": 2, "default_member_permissions": str(int(Permission.BAN_MEMBERS))},
]


@pytest.fixture
def bob(world: World, guild: Guild, ada: User) -> User:
    assert guild.owner_id == ada.id
    world.registry.overwrite(None, [_CLEAR, _FIND, *_MENUS])
    return world.add_member(guild, "Bob")


async def test_a_command_is_offered_to_those_who_have_what_it_asks_for(  # noqa: PLR0913, PLR0917  fixtures
    world: World, guild: Guild, general: Channel, ada: User, bob: User, sent: Sent
) -> None:
    with pytest.raises(InvalidInput, match=r"does not offer 'clear' to Bob in #general: it needs MANAGE_MESSAGES"):
        await world.invoke(bob, general, "clear")
    assert sent == []
    await world.invoke(ada, general, "clear")
    world.permit(general, bob, allow=Permission.MANAGE_MESSAGES)
    await world.invoke(bob, general, "clear")
    assert sent.last("INTERACTION_CREATE")["member"]["user"]["id"] == bob.id
    with pytest.raises(InvalidInput, match="Discord does not offer 'clear'"):
        await world.invoke(bob, world.add_channel(guild, "other"), "clear")


async def test_none_at_all_is_for_administrators(world: World, guild: Guild, general: Channel, bob: User) -> None:
    world.give(bob, world.add_role(guild, "moderator", Permission.MANAGE_MESSAGES | Permission.MANAGE_GUILD))
    with pytest.raises(InvalidInput, match="it needs ADMINISTRATOR"):
        await world.invoke(bob, general, "find")
    with pytest.raises(InvalidInput, match="it needs ADMINISTRATOR"):
        await world.complete(bob, general, "find", "what", "x")
    world.give(bob, world.add_role(guild, "admin", Permission.ADMINISTRATOR))
    await world.invoke(bob, general, "find")


async def test_context_menus_ask_for_all_of_their_permissions(
    world: World, guild: Guild, general: Channel, ada: User, bob: User
) -> None:
    message = await world.say(ada, general, "x")
    world.give(bob, world.add_role(guild, "moderator", Permission.MANAGE_MESSAGES))
    with pytest.raises(InvalidInput, match="'Remove' to Bob in #general: it needs BAN_MEMBERS"):
        await world.use_on_message(bob, "Remove", message)
    with pytest.raises(InvalidInput, match="it needs BAN_MEMBERS"):
        await world.use_on_user(bob, general, "Ban", ada)
    world.give(bob, world.add_role(guild, "bouncer", Permission.BAN_MEMBERS))
    await world.use_on_message(bob, "Remove", message)
    await world.use_on_user(bob, general, "Ban", ada)


async def test_a_guild_can_offer_a_command_to_whom_it_wants(
    world: World, guild: Guild, general: Channel, bob: User
) -> None:
    cleo = world.add_member(guild, "Cleo")
    world.offer(guild, "/clear", bob)
    await world.invoke(bob, general, "clear")
    with pytest.raises(InvalidInput, match="MANAGE_MESSAGES"):
        await world.invoke(cleo, general, "clear")
    role = world.add_role(guild, "helper", 0)
    world.offer(guild, "clear", role)
    world.give(cleo, role)
    await world.invoke(cleo, general, "clear")
    world.offer(guild, "find", guild.roles[guild.id])
    world.registry.overwrite(None, [_CLEAR, _FIND])
    await world.invoke(cleo, general, "find")
    with pytest.raises(NotFound, match=r"no command 'fly' for Test guild; there are 'clear', 'find'"):
        world.offer(guild, "fly", bob)


async def test_only_guilds_that_have_the_bot_are_asked(world: World, bob: User) -> None:
    await world.invoke(bob, world.dm(bob), "clear")
    elsewhere = world.add_guild("Elsewhere")
    eve = world.add_member(elsewhere, "Eve")
    elsewhere.members[bob.id] = bob
    assert elsewhere.owner_id == eve.id
    await world.remove(elsewhere)
    world.registry.overwrite(None, [_CLEAR | {"integration_types": [0, 1]}])
    world.install_for(bob)
    await world.invoke(bob, next(iter(elsewhere.channels.values())), "clear")


def test_permissions_are_told_by_name() -> None:
    assert named(Permission.MANAGE_MESSAGES | Permission.BAN_MEMBERS | 1 << 7) == "BAN_MEMBERS, 1 << 7, MANAGE_MESSAGES"
