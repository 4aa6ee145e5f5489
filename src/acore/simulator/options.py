"""A member's options for a slash command, checked as a Discord client checks them."""

from collections.abc import Iterable, Mapping
from typing import Any

from acore.errors import InvalidInput, NotFound
from acore.simulator.model import Payload

Value = str | int | float | bool | tuple[str, bytes]
"""What a person gives for an option; a file is its name and its bytes."""

_SUBCOMMANDS = (1, 2)
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _NUMBER, _FILE = 3, 4, 5, 6, 7, 10, 11
_ROLE, _MENTIONABLE = 8, 9
_WANTED: Mapping[int, tuple[str, tuple[type, ...]]] = {
    _STRING: ("text", (str,)),
    _INTEGER: ("a whole number", (int,)),
    _BOOLEAN: ("true or false", (bool,)),
    _USER: ("the id of a member", (str,)),
    _CHANNEL: ("the id of a channel", (str,)),
    _ROLE: ("the id of a role", (str,)),
    _MENTIONABLE: ("the id of a member or a role", (str,)),
    _NUMBER: ("a number", (int, float)),
    _FILE: ("a file: its name and its bytes", (tuple,)),
}
_LONGEST_TEXT = 6000


def spellings(commands: Iterable[Payload]) -> list[str]:
    """Every way to call the slash commands, subcommands included: ``config show``."""
    return sorted(
        name for command in commands if command["type"] == 1 for name in _spellings(command["name"], command["options"])
    )


def find(commands: Iterable[Payload], text: str) -> list[Payload]:
    """The command that the words name, then its group and subcommand; raises NotFound with what there is."""
    known = tuple(commands)
    path: list[Payload] = []
    level: Iterable[Payload] = [command for command in known if command["type"] == 1]
    for word in text.removeprefix("/").split():
        step = next((entry for entry in level if entry["name"] == word), None)
        if step is None:
            raise _not_found(text, known)
        path.append(step)
        level = _subcommands(step)
    if not path or level:
        raise _not_found(text, known)
    return path


def find_in_menu(commands: Iterable[Payload], kind: int, name: str) -> Payload:
    """The command of a context menu; raises NotFound with those that this menu has."""
    menu = {command["name"]: command for command in commands if command["type"] == kind}
    if name not in menu:
        there = ", ".join(repr(entry) for entry in sorted(menu)) or "none: the bot registered none here"
        raise NotFound(f"no command {name!r} in this menu; there are {there}")
    return menu[name]


def fill(path: list[Payload], given: Mapping[str, Value]) -> list[Payload]:
    """The `options` of the interaction; raises InvalidInput where one is unknown, missing or of the wrong kind."""
    leaf = path[-1]
    title = " ".join(step["name"] for step in path)
    schemas = {schema["name"]: schema for schema in leaf.get("options") or []}
    if strange := sorted(given.keys() - schemas.keys()):
        raise InvalidInput(f"/{title} has no option {strange[0]!r}; {_offer(schemas)}")
    filled: list[Payload] = []
    for name, schema in schemas.items():
        if name in given:
            filled.append({"name": name, "type": schema["type"], "value": _checked(title, schema, given[name])})
        elif schema.get("required"):
            raise InvalidInput(f"/{title} needs the option {name!r}: {schema['description']}")
    return _nested(path, filled)


def fill_partly(path: list[Payload], focused: str, text: str, others: Mapping[str, Value]) -> list[Payload]:
    """The `options` while a person types into one of them; raises InvalidInput where the bot completes none such."""
    leaf = path[-1]
    title = " ".join(step["name"] for step in path)
    schemas = {schema["name"]: schema for schema in leaf.get("options") or []}
    if strange := sorted({focused, *others} - schemas.keys()):
        raise InvalidInput(f"/{title} has no option {strange[0]!r}; {_offer(schemas)}")
    if not schemas[focused].get("autocomplete"):
        raise InvalidInput(f"/{title}: the bot completes no option {focused!r}")
    filled: list[Payload] = []
    for name, schema in schemas.items():
        if name == focused:
            filled.append({"name": name, "type": schema["type"], "value": text, "focused": True})
        elif name in others:
            filled.append({"name": name, "type": schema["type"], "value": others[name]})
    return _nested(path, filled)


def _nested(path: list[Payload], filled: list[Payload]) -> list[Payload]:
    for step in reversed(path[1:]):
        filled = [{"name": step["name"], "type": step["type"], "options": filled}]
    return filled


def _spellings(prefix: str, options: Iterable[Payload]) -> list[str]:
    nested = [option for option in options if option["type"] in _SUBCOMMANDS]
    if not nested:
        return [prefix]
    return [name for sub in nested for name in _spellings(f"{prefix} {sub['name']}", sub.get("options") or [])]


def _subcommands(step: Payload) -> list[Payload]:
    return [option for option in step.get("options") or [] if option["type"] in _SUBCOMMANDS]


def _not_found(text: str, commands: Iterable[Payload]) -> NotFound:
    there = ", ".join(f"/{name}" for name in spellings(commands)) or "none: the bot registered none here"
    return NotFound(f"no command /{text.removeprefix('/')}; there are {there}")


def _offer(schemas: Mapping[str, Payload]) -> str:
    return f"it has {', '.join(schemas)}" if schemas else "it takes none"


def _checked(title: str, schema: Payload, value: Value) -> Value:
    what, kinds = _WANTED.get(schema["type"], (f"a kind ({schema['type']}) that the simulator does not offer", ()))
    fits = isinstance(value, kinds) and (schema["type"] == _BOOLEAN or not isinstance(value, bool))
    place = f"/{title}: option {schema['name']!r}"
    if not fits:
        raise InvalidInput(f"{place} wants {what}, not {value!r}")
    if (choices := schema.get("choices")) and value not in [choice["value"] for choice in choices]:
        raise InvalidInput(f"{place} is one of {', '.join(repr(choice['value']) for choice in choices)}, not {value!r}")
    if isinstance(value, str):
        _within(place, "characters", len(value), schema.get("min_length", 0), schema.get("max_length", _LONGEST_TEXT))
    elif not isinstance(value, tuple):
        _within(place, "as a value", value, schema.get("min_value"), schema.get("max_value"))
    return value


def _within(place: str, unit: str, value: float, least: Any, most: Any) -> None:  # noqa: ANN401  numbers of the bot's JSON
    if least is not None and value < least:
        raise InvalidInput(f"{place} wants at least {least} {unit}; there are {value}")
    if most is not None and value > most:
        raise InvalidInput(f"{place} wants at most {most} {unit}; there are {value}")
