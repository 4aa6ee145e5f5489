"""The JSON types that Discord's forms have, by the names of their fields."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from acore.simulator.refusals import Refusal, invalid_form

_Shape = Literal["text", "nonce", "number", "object", "list", "objects"]

_SHAPES: Mapping[str, _Shape] = {
    "content": "text",
    "title": "text",
    "description": "text",
    "text": "text",
    "name": "text",
    "value": "text",
    "custom_id": "text",
    "label": "text",
    "placeholder": "text",
    "min_length": "number",
    "max_length": "number",
    "min_values": "number",
    "max_values": "number",
    "component": "object",
    "nonce": "nonce",
    "flags": "number",
    "footer": "object",
    "author": "object",
    "allowed_mentions": "object",
    "message_reference": "object",
    "parse": "list",
    "users": "list",
    "contexts": "list",
    "embeds": "objects",
    "fields": "objects",
    "components": "objects",
    "attachments": "objects",
    "options": "objects",
}
_TYPES: Mapping[_Shape, tuple[type | tuple[type, ...], str, str]] = {
    "text": (str, "BASE_TYPE_STRING", "Must be string."),
    "nonce": ((str, int), "BASE_TYPE_STRING", "Must be string."),
    "number": (int, "NUMBER_TYPE_COERCE", "Value is not int."),
    "object": (dict, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"),
    "list": (list, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
    "objects": (list, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
}


def check_object(value: Any, path: Sequence[str] = ()) -> None:  # noqa: ANN401  anything may stand in a request
    """Refuse it unless it is an object whose known fields are null or of their types, all the way down."""
    if not isinstance(value, dict):
        raise _refusal("object", path)
    for name, shape in _SHAPES.items():
        if value.get(name) is not None:
            _check(value[name], shape, (*path, name))


def _check(value: Any, shape: _Shape, path: Sequence[str]) -> None:  # noqa: ANN401  as above
    if not isinstance(value, _TYPES[shape][0]):
        raise _refusal(shape, path)
    if shape == "object":
        check_object(value, path)
    elif isinstance(value, list) and shape == "objects":
        for index, entry in enumerate(value):
            check_object(entry, (*path, str(index)))


def _refusal(shape: _Shape, path: Sequence[str]) -> Refusal:
    _, code, message = _TYPES[shape]
    return invalid_form(path, code, message)
