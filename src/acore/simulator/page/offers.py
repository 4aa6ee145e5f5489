"""What a bot offers its members, as JSON for the page: commands, buttons, and forms to fill in."""

from collections.abc import Iterable, Iterator
from typing import Any

View = dict[str, Any]

_SLASH, _ON_MESSAGE = 1, 3
_NESTED = (1, 2)
_BUTTON, _TEXT_DISPLAY, _PARAGRAPH = 2, 10, 2
_LONGEST_FIELD = 4000


def slash_commands(commands: Iterable[View], guild_id: str) -> Iterator[View]:
    """The slash commands that the guild's members have, each spelled out with its subcommand."""
    for command in _in_guild(commands, guild_id, _SLASH):
        yield from _spelled("", command)


def apps(commands: Iterable[View], guild_id: str) -> list[str]:
    """What the menu of a message offers the guild's members."""
    return sorted({command["name"] for command in _in_guild(commands, guild_id, _ON_MESSAGE)})


def buttons(components: Iterable[View]) -> list[list[View]]:
    """The buttons below a message, row by row; those inside containers as well."""
    rows: list[list[View]] = []
    for component in components:
        inner = component.get("components") or []
        row = [_button(part) for part in inner if part.get("type") == _BUTTON]
        rows += [row] if row else buttons(inner)
    return rows


def form(modal: View) -> View:
    """The title of a modal and its parts: fields to write in, and text between them."""
    return {"title": modal["title"], "parts": [part for outer in modal["components"] for part in _parts(outer)]}


def _in_guild(commands: Iterable[View], guild_id: str, kind: int) -> Iterator[View]:
    for command in commands:
        if command.get("type", _SLASH) == kind and command.get("guild_id") in (None, guild_id):
            yield command


def _spelled(prefix: str, command: View) -> Iterator[View]:
    name = f"{prefix} {command['name']}".strip()
    options = command.get("options") or []
    nested = [option for option in options if option["type"] in _NESTED]
    for option in nested:
        yield from _spelled(name, option)
    if not nested:
        yield {"name": name, "description": command.get("description", ""), "options": [_option(o) for o in options]}


def _option(option: View) -> View:
    bounds: View = {key: option[key] for key in ("min_value", "max_value", "min_length", "max_length") if key in option}
    return {
        "name": option["name"],
        "description": option.get("description", ""),
        "type": option["type"],
        "required": bool(option.get("required")),
        "choices": [{"name": choice["name"], "value": choice["value"]} for choice in option.get("choices") or []],
        **bounds,
    }


def _button(button: View) -> View:
    emoji = button.get("emoji") or {}
    return {
        "id": button.get("custom_id"),
        "label": button.get("label") or "",
        "emoji": emoji.get("name") or "",
        "style": button.get("style", _BUTTON),
        "disabled": bool(button.get("disabled")),
        "url": button.get("url"),
    }


def _parts(outer: View) -> Iterator[View]:
    """A row holds fields that bear their label themselves; a label holds one field."""
    if outer.get("type") == _TEXT_DISPLAY:
        yield {"text": outer.get("content") or ""}
    for field in outer.get("components") or []:
        yield _field(field, field.get("label") or "", "")
    if field := outer.get("component"):
        yield _field(field, outer["label"], outer.get("description") or "")


def _field(field: View, label: str, about: str) -> View:
    return {
        "id": field["custom_id"],
        "label": label,
        "about": about,
        "paragraph": field.get("style") == _PARAGRAPH,
        "required": field.get("required", True),
        "least": field.get("min_length") or 0,
        "most": field.get("max_length") or _LONGEST_FIELD,
        "value": field.get("value") or "",
        "placeholder": field.get("placeholder") or "",
    }
