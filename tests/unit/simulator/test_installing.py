"""Applications that users have for themselves, and groups without the bot."""

from typing import Any

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator.files import Files
from acore.simulator.model import EPHEMERAL
from acore.simulator.permissions import Permission
from acore.simulator.posting import Posting
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent

_ASK: dict[str, Any] = {"name": "ask", "description": "Ask", "integration_types": [0, 1], "contexts": [0, 1, 2]}


@pytest.fixture
async def elsewhere(world: World, guild: Guild, ada: User) -> Channel:
    """A channel of a guild that Ada is on and the bot is not."""
    other = world.add_guild("Elsewhere")
    other.members[ada.id] = ada
    await world.remove(other)
    world.add_member(other, "Bob")
    return next(iter(other.channels.values()))


async def test_a_command_of_the_guild_belongs_to_it(world: World, general: Channel, ada: User, sent: Sent) -> None:
    world.registry.overwrite(None, [_ASK])
    await world.invoke(ada, general, "ask")
    asked = sent.last("INTERACTION_CREATE")
    assert (asked["context"], asked["authorizing_integration_owners"]) == (0, {"0": general.guild_id})
    world.install_for(ada)
    await world.invoke(ada, general, "ask")
    assert sent.last("INTERACTION_CREATE")["authorizing_integration_owners"] == {"0": general.guild_id, "1": ada.id}
    await world.invoke(ada, world.dm(ada), "ask")
    asked = sent.last("INTERACTION_CREATE")
    assert (asked["context"], asked["authorizing_integration_owners"]) == (1, {"0": "0", "1": ada.id})


async def test_where_the_bot_is_not_only_the_users_own_installation_counts(
    world: World, elsewhere: Channel, ada: User, sent: Sent
) -> None:
    world.registry.overwrite(None, [_ASK, {"name": "here", "description": "On guilds with the bot"}])
    with pytest.raises(NotFound, match="none: the bot"):
        await world.invoke(ada, elsewhere, "ask")
    world.install_for(ada)
    await world.invoke(ada, elsewhere, "ask")
    assert sent[-1].guild_id is None
    asked = sent.last("INTERACTION_CREATE")
    assert (asked["context"], asked["authorizing_integration_owners"]) == (0, {"1": ada.id})
    assert (asked["guild_id"], asked["member"]["user"]["id"]) == (elsewhere.guild_id, ada.id)
    assert int(asked["app_permissions"]) & Permission.EMBED_LINKS
    assert not int(asked["app_permissions"]) & Permission.VIEW_CHANNEL
    with pytest.raises(NotFound, match="there are /ask"):
        await world.invoke(ada, elsewhere, "here")


async def test_an_answer_elsewhere_may_have_to_be_private(world: World, elsewhere: Channel, sent: Sent) -> None:
    posting = Posting(world, Files(), "http://127.0.0.1/attachments")
    world.registry.overwrite(None, [_ASK])
    guild = world.guilds[str(elsewhere.guild_id)]
    bob = next(user for user in guild.members.values() if user.name == "bob")
    world.install_for(bob)
    for denied, flags in ((0, 0), (Permission.USE_EXTERNAL_APPS, EPHEMERAL)):
        world.permit(elsewhere, bob, deny=denied)
        asked = world.interactions.known(await world.invoke(bob, elsewhere, "ask"))
        assert asked is not None
        message = posting.post(elsewhere, {"content": "x"}, answering=asked)
        assert (message.flags, message.payload()["interaction_metadata"]["authorizing_integration_owners"]) == (
            flags,
            {"1": bob.id},
        )
        asked.original = None
        assert bool(posting.hold(asked, ephemeral=False).flags & EPHEMERAL) == bool(flags)
    assert "MESSAGE_CREATE" not in [event.name for event in sent]


async def test_a_group_of_people_is_a_context_of_its_own(world: World, guild: Guild, ada: User, sent: Sent) -> None:
    bob = world.add_member(guild, "Bob")
    group = world.add_group("Two", [ada, bob])
    world.registry.overwrite(None, [_ASK])
    world.install_for(ada)
    sent.clear()
    await world.say(bob, group, "among us")
    assert sent == []
    await world.invoke(ada, group, "ask")
    asked = sent.last("INTERACTION_CREATE")
    assert (asked["context"], asked["authorizing_integration_owners"]) == (2, {"1": ada.id})
    assert (asked["channel"]["type"], asked["channel"]["owner_id"]) == (3, ada.id)
    assert asked["user"]["id"] == ada.id
    with pytest.raises(NotFound, match="none: the bot"):
        await world.invoke(bob, group, "ask")
    with pytest.raises(InvalidInput, match="Eve is not in"):
        await world.say(world.add_member(guild, "Eve"), group, "x")
    for wrong in ([ada], [ada, world.bot]):
        with pytest.raises(InvalidInput, match="at least two"):
            world.add_group("x", wrong)
    world.registry.overwrite(None, [{"name": "old", "description": "Without contexts"}])
    with pytest.raises(NotFound, match="none: the bot"):
        await world.invoke(ada, group, "old")
