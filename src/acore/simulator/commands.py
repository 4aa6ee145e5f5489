"""The application commands that the bot registered, checked as Discord checks them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from acore.simulator.model import Channel, Payload
from acore.simulator.refusals import Refusal, invalid_form, missing, too_long, unknown
from acore.simulator.shapes import check_object
from acore.simulator.snowflakes import Snowflakes

_NAME = re.compile(r"[-_'\w]{1,32}")
_BITS = re.compile(r"[0-9]{1,20}")
_MOST_COMMANDS = 100
_MOST_OPTIONS = 25
_LONGEST_NAME = 32
_LONGEST_DESCRIPTION = 100
_SLASH = 1
_KINDS = (1, 2, 3)
_OPTION_KINDS = range(1, 12)
_IN_GUILD, _IN_DM, _IN_GROUP = 0, 1, 2
_FOR_USERS = 1
_DEFAULTS: Payload = {
    "name_localizations": None,
    "description_localizations": None,
    "default_member_permissions": None,
    "dm_permission": True,
    "contexts": None,
    "nsfw": False,
}


class Commands:
    """The global commands and those of single guilds; the names of one kind are unique in each."""

    def __init__(self, application_id: str, snowflakes: Snowflakes) -> None:
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._scopes: dict[str | None, dict[str, Payload]] = {}

    def all(self) -> tuple[Payload, ...]:
        """Every command, global ones first."""
        scopes = sorted(self._scopes, key=lambda guild: guild or "")
        return tuple(command for guild in scopes for command in self._scopes[guild].values())

    def of(self, guild_id: str | None) -> list[Payload]:
        """The commands of one guild, or the global ones for None."""
        return list(self._scopes.get(guild_id, {}).values())

    def usable(self, channel: Channel) -> list[Payload]:
        """What a member can call in the channel; a guild's own command hides the global one of its name."""
        context = context_of(channel)
        there = {(c["type"], c["name"]): c for c in self.of(None) if _allows(c, context)}
        if channel.guild_id:
            there |= {(c["type"], c["name"]): c for c in self.of(channel.guild_id)}
        return list(there.values())

    def overwrite(self, guild_id: str | None, given: Any) -> list[Payload]:  # noqa: ANN401  anything may stand in a request
        """Replace all commands of the scope; a command that keeps kind and name keeps its id."""
        if not isinstance(given, list):
            raise invalid_form((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        if len(given) > _MOST_COMMANDS:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({_MOST_COMMANDS})")
        names: set[tuple[int, str]] = set()
        for index, command in enumerate(given):
            check_command(command, (str(index),))
            if (key := _key(command)) in names:
                raise invalid_form(
                    (str(index), "name"),
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
            names.add(key)
        ids = {_key(command): command["id"] for command in self.of(guild_id)}
        stored = [self._stored(command, guild_id, ids.get(_key(command))) for command in given]
        self._scopes[guild_id] = {command["id"]: command for command in stored}
        return stored

    def put(self, guild_id: str | None, given: Any) -> Payload:  # noqa: ANN401  anything may stand in a request
        """Add one command, or replace the one of its kind and name."""
        check_command(given, ())
        others = [command for command in self.of(guild_id) if _key(command) != _key(given)]
        self.overwrite(guild_id, [*others, given])
        return next(command for command in self.of(guild_id) if _key(command) == _key(given))

    def get(self, guild_id: str | None, command_id: str) -> Payload:
        """One command; raises Refusal where there is none such."""
        try:
            return self._scopes.get(guild_id, {})[command_id]
        except KeyError as error:
            raise unknown("application command") from error

    def change(self, guild_id: str | None, command_id: str, changes: Any) -> Payload:  # noqa: ANN401  as above
        """Change some fields of a command."""
        current = self.get(guild_id, command_id)
        check_object(changes)
        changed = current | changes
        check_command(changed, ())
        stored = self._stored(changed, guild_id, command_id)
        self._scopes[guild_id][command_id] = stored
        return stored

    def remove(self, guild_id: str | None, command_id: str) -> None:
        """Delete one command; raises Refusal where there is none such."""
        self.get(guild_id, command_id)
        del self._scopes[guild_id][command_id]

    def _stored(self, given: Payload, guild_id: str | None, command_id: str | None) -> Payload:
        stored = _DEFAULTS | given
        asked = stored["default_member_permissions"]
        stored |= {
            "default_member_permissions": None if asked is None else str(int(asked)),
            "id": command_id or self._snowflakes.next(),
            "application_id": self._application_id,
            "version": self._snowflakes.next(),
            "type": given.get("type") or _SLASH,
            "description": given.get("description") or "",
            "options": given.get("options") or [],
            "integration_types": given.get("integration_types") or [0],
        }
        return stored | ({"guild_id": guild_id} if guild_id else {})


def context_of(channel: Channel) -> int:
    """Where a command is called, by Discord's numbers: on a guild, in direct messages with the bot, or elsewhere."""
    if channel.guild_id:
        return _IN_GUILD
    return _IN_GROUP if channel.group else _IN_DM


def check_command(command: Any, path: Sequence[str]) -> None:  # noqa: ANN401  anything may stand in a request
    """Raise Discord's refusal where a command, below `path` in its request, is malformed."""
    check_object(command, path)
    if not command.get("name"):
        raise missing((*path, "name"))
    asked = command.get("default_member_permissions")
    if asked is not None and not _BITS.fullmatch(str(asked)):
        raise invalid_form((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", f'Value "{asked}" is not int.')
    if (kind := command.get("type") or _SLASH) not in _KINDS:
        raise invalid_form((*path, "type"), "BASE_TYPE_CHOICES", f"Value must be one of {_KINDS}.")
    if kind != _SLASH:
        _check_menu_entry(command, path)
    else:
        _check_entry(command, path)
        _check_options(command.get("options") or [], (*path, "options"))


def _check_menu_entry(command: Payload, path: Sequence[str]) -> None:
    """A context menu shows the name alone."""
    if len(command["name"]) > _LONGEST_NAME:
        raise too_long((*path, "name"), _LONGEST_NAME)
    for field in ("description", "options"):
        if command.get(field):
            raise invalid_form(
                (*path, field),
                "APPLICATION_COMMAND_CONTEXT_MENU_NO_" + field.upper(),
                f"Context menu commands cannot have {field}",
            )


def _check_entry(entry: Payload, path: Sequence[str]) -> None:
    name = str(entry.get("name", ""))
    if not _NAME.fullmatch(name) or name != name.lower():
        raise invalid_form((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if not entry.get("description"):
        raise missing((*path, "description"))
    if len(entry["description"]) > _LONGEST_DESCRIPTION:
        raise too_long((*path, "description"), _LONGEST_DESCRIPTION)


def _check_options(options: Iterable[Payload], path: Sequence[str]) -> None:
    optional_seen = False
    for index, option in enumerate(options):
        place = (*path, str(index))
        if index == _MOST_OPTIONS:
            raise too_long(path, _MOST_OPTIONS)
        _check_entry(option, place)
        if option.get("type") not in _OPTION_KINDS:
            raise invalid_form((*place, "type"), "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.")
        _check_options(option.get("options") or [], (*place, "options"))
        if option.get("required") and optional_seen:
            raise invalid_form(
                place,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")


def _key(command: Payload) -> tuple[int, str]:
    return command.get("type") or _SLASH, command["name"]


def _allows(command: Payload, context: int) -> bool:
    if command["contexts"] is not None:
        return context in command["contexts"]
    if context == _IN_GROUP:
        return _FOR_USERS in command["integration_types"]
    return context == _IN_GUILD or command["dm_permission"] is not False
