"""Registering application commands."""

from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.commands import Commands, check_command
from acore.simulator.model import Channel
from acore.simulator.refusals import Refusal
from acore.simulator.snowflakes import Snowflakes

_HELP = {"name": "help", "description": "Help"}
_IN_GUILD = Channel("1", "general", "9")
_IN_DM = Channel("2", "Ada", None)


@pytest.fixture
def commands() -> Commands:
    return Commands("7", Snowflakes(ManualClock()))


def _names(found: list[dict[str, Any]]) -> list[str]:
    return [command["name"] for command in found]


def test_a_stored_command_has_all_fields(commands: Commands) -> None:
    (stored,) = commands.overwrite(None, [_HELP])
    assert stored.keys() >= {"id", "application_id", "version", "type", "options", "contexts", "integration_types"}
    assert (stored["type"], stored["options"], stored["application_id"]) == (1, [], "7")
    assert "guild_id" not in stored


def test_overwriting_replaces_all_and_keeps_the_id_of_a_name(commands: Commands) -> None:
    (first,) = commands.overwrite(None, [_HELP])
    second = commands.overwrite(None, [_HELP | {"description": "Other"}, {"name": "ask", "description": "Ask"}])
    assert second[0]["id"] == first["id"]
    assert second[0]["version"] != first["version"]
    commands.overwrite(None, [])
    assert commands.all() == ()


def test_adding_a_command_of_the_same_name_replaces_it(commands: Commands) -> None:
    first = commands.put(None, _HELP)
    second = commands.put(None, _HELP | {"description": "Other"})
    assert (len(commands.all()), second["id"], second["description"]) == (1, first["id"], "Other")


def test_a_guilds_command_hides_the_global_one_of_its_name(commands: Commands) -> None:
    commands.overwrite(None, [_HELP])
    commands.overwrite("9", [_HELP | {"description": "Here"}])
    assert [command["description"] for command in commands.usable(_IN_GUILD)] == ["Here"]
    assert [command["description"] for command in commands.usable(_IN_DM)] == ["Help"]
    assert commands.of("9")[0]["guild_id"] == "9"


@pytest.mark.parametrize(
    ("fields", "guild", "dm"),
    [
        ({}, True, True),
        ({"dm_permission": False}, True, False),
        ({"contexts": [0]}, True, False),
        ({"contexts": [1]}, False, True),
    ],
)
def test_contexts_say_where_a_command_is(commands: Commands, *, fields: dict[str, Any], guild: bool, dm: bool) -> None:
    commands.overwrite(None, [_HELP | fields])
    assert (bool(commands.usable(_IN_GUILD)), bool(commands.usable(_IN_DM))) == (guild, dm)


def test_a_command_can_be_changed_and_removed(commands: Commands) -> None:
    stored = commands.put(None, _HELP)
    assert commands.change(None, stored["id"], {"description": "New"})["description"] == "New"
    with pytest.raises(Refusal):
        commands.change(None, stored["id"], {"name": "No Spaces"})
    with pytest.raises(Refusal):
        commands.change(None, stored["id"], [])
    commands.remove(None, stored["id"])
    with pytest.raises(Refusal) as refused:
        commands.remove(None, stored["id"])
    assert (refused.value.status, refused.value.code) == (404, 10063)


_OPTION = {"name": "a", "description": "A", "type": 3}


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ([], ()),
        ({"description": "x"}, ("name",)),
        ({"name": "x"}, ("description",)),
        ({"name": "", "description": "x"}, ("name",)),
        ({"name": "Upper", "description": "x"}, ("name",)),
        ({"name": "two words", "description": "x"}, ("name",)),
        ({"name": "x" * 33, "description": "x"}, ("name",)),
        ({"name": "x", "description": "x" * 101}, ("description",)),
        (_HELP | {"type": [1]}, ("type",)),
        (_HELP | {"default_member_permissions": "all"}, ("default_member_permissions",)),
        (_HELP | {"default_member_permissions": -1}, ("default_member_permissions",)),
        (_HELP | {"options": [_OPTION | {"type": 0}]}, ("options", "0", "type")),
        (_HELP | {"options": [{"name": "a", "type": 3}]}, ("options", "0", "description")),
        (_HELP | {"options": [_OPTION, _OPTION | {"required": True}]}, ("options", "1")),
        (_HELP | {"options": [_OPTION | {"name": f"o{n}"} for n in range(26)]}, ("options",)),
        (_HELP | {"options": [_OPTION | {"type": 1, "options": [{"name": "b"}]}]}, ("options", "0", "options", "0")),
    ],
)
def test_a_malformed_command_is_refused_at_its_place(command: Any, path: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        check_command(command, ("3",))
    errors: Any = refused.value.errors
    for key in ("3", *path):
        errors = errors[key]
    assert errors
    assert refused.value.code == 50035


@pytest.mark.parametrize("name", ["x", "a-b_c'd", "größe", "помощь", "x" * 32])
def test_names_may_be_of_any_script(name: str) -> None:
    check_command(_HELP | {"name": name}, ())


def test_context_menus_need_a_name_alone() -> None:
    check_command({"name": "Translate This", "type": 3}, ())


def test_the_same_name_twice_is_refused(commands: Commands) -> None:
    with pytest.raises(Refusal, match="Invalid Form Body") as refused:
        commands.overwrite(None, [_HELP, _HELP])
    assert refused.value.errors == {
        "1": {
            "name": {
                "_errors": [
                    {
                        "code": "APPLICATION_COMMANDS_DUPLICATE_NAME",
                        "message": "Application command names must be unique",
                    }
                ]
            }
        }
    }
    assert commands.all() == ()
