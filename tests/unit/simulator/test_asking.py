"""Select menus, buttons, completion and modals: what the bot is sent, and what people can not do."""

import asyncio
from typing import Any

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator import rest_interactions
from acore.simulator.refusals import Refusal
from acore.simulator.world import Channel, Guild, SimMessage, User, World

from .conftest import Sent

_ROWS: list[dict[str, Any]] = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "custom_id": "go", "label": "Go"},
            {"type": 2, "style": 1, "custom_id": "no", "label": "No", "disabled": True},
        ],
    },
    {"type": 1, "components": [{"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}]}]},
    {"type": 1, "components": [{"type": 5, "custom_id": "people", "max_values": 2}]},
    {"type": 1, "components": [{"type": 8, "custom_id": "places", "disabled": True}]},
]
_FIND = {
    "name": "find",
    "description": "Find",
    "options": [
        {"name": "what", "description": "What", "type": 3, "autocomplete": True, "required": True},
        {"name": "count", "description": "How many", "type": 4},
    ],
}


@pytest.fixture
def message(world: World, general: Channel) -> SimMessage:
    message = world.compose(world.bot, general, "use me")
    message.components = _ROWS
    world.deliver(message)
    return message


async def test_a_choice_is_sent_with_its_values(world: World, ada: User, message: SimMessage, sent: Sent) -> None:
    await world.choose(ada, message, "menu", ["a"])
    asked = sent.last("INTERACTION_CREATE")
    assert asked["data"] == {"custom_id": "menu", "component_type": 3, "values": ["a"]}
    assert (asked["type"], asked["message"]["id"]) == (3, message.id)


async def test_people_that_are_chosen_are_resolved(
    world: World, guild: Guild, ada: User, message: SimMessage, sent: Sent
) -> None:
    bob = world.add_member(guild, "Bob")
    await world.choose(ada, message, "people", [ada.id, bob.id])
    data = sent.last("INTERACTION_CREATE")["data"]
    assert (data["component_type"], data["values"]) == (5, [ada.id, bob.id])
    assert data["resolved"]["users"].keys() == data["resolved"]["members"].keys() == {ada.id, bob.id}


async def test_what_is_disabled_or_not_there_can_not_be_used(
    world: World, ada: User, message: SimMessage, sent: Sent
) -> None:
    with pytest.raises(InvalidInput, match="button 'no' is disabled"):
        await world.press(ada, message, "no")
    with pytest.raises(InvalidInput, match="select menu 'places' is disabled"):
        await world.choose(ada, message, "places", ["1"])
    with pytest.raises(InvalidInput, match="no value 'z'"):
        await world.choose(ada, message, "menu", ["z"])
    with pytest.raises(NotFound, match="no button 'menu'; there are 'go', 'no'"):
        await world.press(ada, message, "menu")
    with pytest.raises(NotFound, match="no select menu 'go'; there are 'menu'"):
        await world.choose(ada, message, "go", [])
    await world.delete(None, message)
    with pytest.raises(NotFound, match="deleted"):
        await world.press(ada, message, "go")
    assert "INTERACTION_CREATE" not in [event.name for event in sent]


async def test_what_is_typed_is_sent_as_it_stands(world: World, general: Channel, ada: User, sent: Sent) -> None:
    (command,) = world.registry.overwrite(None, [_FIND])
    typing = asyncio.create_task(world.complete(ada, general, "find", "what", "ne", {"count": 3}))
    await asyncio.sleep(0)
    asked = sent.last("INTERACTION_CREATE")
    assert asked["type"] == 4
    assert asked["data"] == {
        "id": command["id"],
        "name": "find",
        "type": 1,
        "options": [
            {"name": "what", "type": 3, "value": "ne", "focused": True},
            {"name": "count", "type": 4, "value": 3},
        ],
    }
    world.fail(asked["id"])
    with pytest.raises(TimeoutError, match="Loading options failed"):
        await typing


async def test_a_completion_has_a_deadline_and_needs_an_option_that_is_completed(
    world: World, general: Channel, ada: User
) -> None:
    world.registry.overwrite(None, [_FIND])
    with pytest.raises(TimeoutError):
        await world.complete(ada, general, "find", "what", "ne", timeout=0)
    with pytest.raises(InvalidInput, match="completes no option 'count'"):
        await world.complete(ada, general, "find", "count", "1")
    with pytest.raises(InvalidInput, match="no option 'other'"):
        await world.complete(ada, general, "find", "what", "x", {"other": 1})


async def test_a_modal_that_nobody_opened_can_not_be_filled_in(world: World, general: Channel, ada: User) -> None:
    world.registry.overwrite(None, [_FIND])
    interaction_id = await world.invoke(ada, general, "find", {"what": "x"})
    for wrong in (interaction_id, "1"):
        with pytest.raises(NotFound, match="No modal"):
            await world.submit(ada, wrong, {})


@pytest.mark.parametrize(
    "choices",
    ["ab", [{"name": "a", "value": 1}] * 26, [{"value": "a"}], [{"name": "a"}], [{"name": "a", "value": "x" * 101}]],
)
def test_choices_that_discord_does_not_take_are_refused(
    world: World, general: Channel, ada: User, choices: Any
) -> None:
    interaction = world.interactions.open(4, ada, general, "find")
    with pytest.raises(Refusal) as refused:
        rest_interactions._choose(interaction, {"choices": choices})
    assert refused.value.errors
    assert [*refused.value.errors] == ["choices"]
