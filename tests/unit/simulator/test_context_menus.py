"""Commands of context menus, and what the bot is sent of them."""

from typing import Any

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator.files import Files
from acore.simulator.posting import Posting
from acore.simulator.refusals import Refusal
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent

_QUOTE: dict[str, Any] = {"name": "Quote this", "type": 3}
_WHO: dict[str, Any] = {"name": "Who is it", "type": 2}


async def test_a_message_command_brings_its_message(world: World, general: Channel, ada: User, sent: Sent) -> None:
    (command,) = world.registry.overwrite(None, [_QUOTE])
    message = await world.say(ada, general, "wise words")
    await world.use_on_message(ada, "Quote this", message)
    asked = sent.last("INTERACTION_CREATE")
    assert asked["type"] == 2
    assert asked["data"] == {
        "id": command["id"],
        "name": "Quote this",
        "type": 3,
        "target_id": message.id,
        "resolved": {"messages": {message.id: world.payload(message)}},
    }


async def test_a_user_command_brings_user_and_member(world: World, guild: Guild, general: Channel, sent: Sent) -> None:
    ada, bob = world.add_member(guild, "Ada"), world.add_member(guild, "Bob")
    world.registry.overwrite(None, [_WHO])
    await world.use_on_user(ada, general, "Who is it", bob)
    data = sent.last("INTERACTION_CREATE")["data"]
    assert (data["type"], data["target_id"]) == (2, bob.id)
    assert data["resolved"]["users"] == {bob.id: bob.payload()}
    assert "user" not in data["resolved"]["members"][bob.id]
    await world.use_on_user(ada, world.dm(ada), "Who is it", world.bot)
    assert sent.last("INTERACTION_CREATE")["data"]["resolved"] == {"users": {world.bot.id: world.bot.payload()}}


async def test_the_answer_tells_what_it_was_used_on(world: World, guild: Guild, general: Channel, ada: User) -> None:
    posting = Posting(world, Files(), "http://127.0.0.1/attachments")
    world.registry.overwrite(None, [_QUOTE, _WHO])
    message = await world.say(ada, general, "wise words")
    by_message = await world.use_on_message(ada, "Quote this", message)
    by_user = await world.use_on_user(ada, general, "Who is it", ada)
    answers = [
        posting.post(general, {"content": "so"}, answering=world.interactions.known(asked)).payload()
        for asked in (by_message, by_user)
    ]
    assert [answer["type"] for answer in answers] == [23, 23]
    assert answers[0]["interaction_metadata"]["target_message_id"] == message.id
    assert answers[1]["interaction_metadata"]["target_user"] == ada.payload()
    assert answers[0]["interaction"]["name"] == "Quote this"


async def test_a_menu_has_its_own_commands(world: World, general: Channel, ada: User, guild: Guild) -> None:
    message = await world.say(ada, general, "x")
    with pytest.raises(NotFound, match="none: the bot"):
        await world.use_on_message(ada, "Quote this", message)
    world.registry.overwrite(None, [_QUOTE, _WHO])
    with pytest.raises(NotFound, match="'Quote this'"):
        await world.use_on_message(ada, "Who is it", message)
    with pytest.raises(InvalidInput, match="Eve is not in"):
        await world.use_on_user(ada, general, "Who is it", world.add_member(world.add_guild("Other"), "Eve"))
    await world.delete(ada, message)
    with pytest.raises(NotFound, match="deleted"):
        await world.use_on_message(ada, "Quote this", message)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [({"name": "x" * 33}, "name"), ({"description": "no"}, "description"), ({"options": [{}]}, "options")],
)
def test_a_menu_entry_is_a_name_alone(world: World, wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(Refusal) as refused:
        world.registry.overwrite(None, [_QUOTE | wrong])
    assert refused.value.errors
    assert [*refused.value.errors["0"]] == [place]
