"""A member's options against the command's."""

from typing import Any

import pytest

from acore.errors import InvalidInput, NotFound
from acore.simulator import options


def _command(*schemas: dict[str, Any]) -> dict[str, Any]:
    return {"name": "do", "type": 1, "options": [{"name": "x", "description": "The x"} | schema for schema in schemas]}


def _fill(schema: dict[str, Any], **given: Any) -> Any:
    path = options.find([_command(schema)], "do")
    return [option["value"] for option in options.fill(path, given)]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": 3}, "text"),
        ({"type": 3}, ""),
        ({"type": 4}, 3),
        ({"type": 5}, False),
        ({"type": 6}, "123"),
        ({"type": 7}, "123"),
        ({"type": 10}, 3),
        ({"type": 10}, 3.5),
        ({"type": 3, "choices": [{"name": "A", "value": "a"}]}, "a"),
        ({"type": 4, "min_value": 1, "max_value": 3}, 3),
        ({"type": 3, "min_length": 1, "max_length": 3}, "abc"),
    ],
)
def test_a_fitting_value_goes_through(schema: dict[str, Any], value: Any) -> None:
    assert _fill(schema, x=value) == [value]


@pytest.mark.parametrize(
    ("schema", "value", "words"),
    [
        ({"type": 3}, 3, "wants text, not 3"),
        ({"type": 4}, "3", "wants a whole number"),
        ({"type": 4}, 3.5, "wants a whole number"),
        ({"type": 4}, True, "wants a whole number"),
        ({"type": 5}, 1, "wants true or false"),
        ({"type": 10}, False, "wants a number"),
        ({"type": 12}, "file", r"kind \(12\)"),
        ({"type": 3, "choices": [{"name": "A", "value": "a"}]}, "b", "is one of 'a'"),
        ({"type": 4, "min_value": 1}, 0, "at least 1 as a value"),
        ({"type": 10, "max_value": 3}, 3.5, "at most 3 as a value"),
        ({"type": 3, "min_length": 2}, "a", "at least 2 characters"),
        ({"type": 3}, "a" * 6001, "at most 6000 characters"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_place(schema: dict[str, Any], value: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=f"/do: option 'x' .*{words}"):
        _fill(schema, x=value)


def test_a_missing_and_an_unknown_option_are_refused() -> None:
    with pytest.raises(InvalidInput, match="/do needs the option 'x': The x"):
        _fill({"type": 3, "required": True})
    with pytest.raises(InvalidInput, match="no option 'y'; it has x"):
        _fill({"type": 3}, y="")
    with pytest.raises(InvalidInput, match="no option 'y'; it takes none"):
        options.fill([{"name": "do"}], {"y": 1})
    assert _fill({"type": 3}) == []


_SUB = {"name": "sub", "type": 1, "options": [{"name": "x", "description": "x", "type": 3}]}
_TREE = [
    {"name": "do", "type": 1, "options": [_SUB, {"name": "group", "type": 2, "options": [_SUB]}]},
    {"name": "Menu", "type": 3, "options": []},
]


def test_subcommands_are_spelled_out_and_context_menus_are_not() -> None:
    assert options.spellings(_TREE) == ["do group sub", "do sub"]


def test_a_subcommands_options_are_nested() -> None:
    path = options.find(_TREE, "do group sub")
    assert options.fill(path, {"x": "v"}) == [
        {
            "name": "group",
            "type": 2,
            "options": [{"name": "sub", "type": 1, "options": [{"name": "x", "type": 3, "value": "v"}]}],
        }
    ]


@pytest.mark.parametrize("text", ["", "/", "do", "do group", "do sub more", "Menu", "other"])
def test_an_unknown_or_incomplete_command_names_those_there_are(text: str) -> None:
    with pytest.raises(NotFound, match="there are /do group sub, /do sub"):
        options.find(_TREE, text)
