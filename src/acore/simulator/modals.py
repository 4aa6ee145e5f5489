"""Modals: the forms that a bot opens, and what a person fills in, both checked as Discord checks them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from acore.errors import InvalidInput
from acore.simulator.model import Payload
from acore.simulator.refusals import Refusal, invalid_form, missing, too_long
from acore.simulator.shapes import check_object

Filled = Mapping[str, str | Sequence[str]]
"""What a person gives for each custom id: a text, or the values chosen in a select menu."""

_ROW, _TEXT_INPUT, _TEXT_DISPLAY, _LABEL = 1, 4, 10, 18
_SELECTS = (3, 5, 6, 7, 8)
_OUTER = (_ROW, _TEXT_DISPLAY, _LABEL)
_MOST_PARTS = 5
_LONGEST_ID, _LONGEST_LABEL, _LONGEST_TEXT = 100, 45, 4000
_LONGEST: Mapping[str, int] = {"custom_id": _LONGEST_ID, "label": _LONGEST_LABEL, "placeholder": 100, "value": 4000}
# https://discord.com/developers/docs/components/reference#text-input-text-input-structure


def check_modal(modal: Payload) -> None:
    """Raise Discord's refusal where the form that a bot opens is malformed."""
    for field, most in (("title", _LONGEST_LABEL), ("custom_id", _LONGEST_ID)):
        if not modal.get(field):
            raise missing((field,))
        if len(modal[field]) > most:
            raise too_long((field,), most)
    components = modal.get("components") or []
    if not components:
        raise missing(("components",))
    if len(components) > _MOST_PARTS:
        raise too_long(("components",), _MOST_PARTS)
    for index, component in enumerate(components):
        _check_outer(component, ("components", str(index)))


def submitted(modal: Payload, filled: Filled) -> list[Payload]:
    """The components of the MODAL_SUBMIT; raises InvalidInput for a field that is unknown or does not fit."""
    known = [str(part["custom_id"]) for component in modal["components"] for part in _inputs(component)]
    if strange := sorted(filled.keys() - set(known)):
        raise InvalidInput(f"The modal has no field {strange[0]!r}; it has {', '.join(known)}.")
    numbers = _numbers(modal["components"])
    return [_sent(component, filled, numbers) for component in modal["components"]]


def _check_outer(component: Payload, path: Sequence[str]) -> None:
    if component.get("type") not in _OUTER:
        raise _wrong_type(path, _OUTER)
    if component["type"] == _ROW:
        inner = component.get("components") or []
        if len(inner) != 1:
            raise invalid_form((*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
        if inner[0].get("type") != _TEXT_INPUT:
            raise _wrong_type((*path, "components", "0"), (_TEXT_INPUT,))
        _check_text_input(inner[0], (*path, "components", "0"))
        if not inner[0].get("label"):
            raise missing((*path, "components", "0", "label"))
    elif component["type"] == _LABEL:
        _check_label(component, path)


def _check_label(component: Payload, path: Sequence[str]) -> None:
    if not component.get("label"):
        raise missing((*path, "label"))
    if len(component["label"]) > _LONGEST_LABEL:
        raise too_long((*path, "label"), _LONGEST_LABEL)
    place, inner = (*path, "component"), component.get("component")
    check_object(inner, place)
    assert inner is not None
    if inner.get("type") not in (_TEXT_INPUT, *_SELECTS):
        raise _wrong_type(place, (_TEXT_INPUT, *_SELECTS))
    if inner["type"] == _TEXT_INPUT:
        _check_text_input(inner, place)
    elif not inner.get("custom_id"):
        raise missing((*place, "custom_id"))


def _check_text_input(component: Payload, path: Sequence[str]) -> None:
    if not component.get("custom_id"):
        raise missing((*path, "custom_id"))
    for field, most in _LONGEST.items():
        if len(component.get(field) or "") > most:
            raise too_long((*path, field), most)
    if component.get("style") not in (1, 2):
        raise invalid_form((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    for field, least in (("min_length", 0), ("max_length", 1)):
        value = component.get(field)
        if value is not None and not least <= value <= _LONGEST_TEXT:
            raise invalid_form(
                (*path, field),
                "NUMBER_TYPE_MAX" if value > _LONGEST_TEXT else "NUMBER_TYPE_MIN",
                f"int value should be between {least} and {_LONGEST_TEXT}.",
            )


def _wrong_type(path: Sequence[str], fitting: Sequence[int]) -> Refusal:
    return invalid_form(
        (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {tuple(fitting)}.'
    )


def _inputs(component: Payload) -> Iterator[Payload]:
    yield from component.get("components") or []
    if component.get("component"):
        yield component["component"]


def _numbers(components: Sequence[Payload]) -> dict[int, int]:
    """The numbers that Discord gives to components without one, in the order of the form, by identity."""
    every = [part for component in components for part in (component, *_inputs(component))]
    taken = {part["id"] for part in every if part.get("id")}
    free = (number for number in range(1, 2 * len(every) + 1) if number not in taken)
    return {id(part): part.get("id") or next(free) for part in every}


def _sent(component: Payload, filled: Filled, numbers: Mapping[int, int]) -> Payload:
    about: Payload = {"type": component["type"], "id": numbers[id(component)]}
    if component["type"] == _ROW:
        return about | {"components": [_value(part, "", filled, numbers) for part in component["components"]]}
    if component["type"] == _LABEL:
        return about | {"component": _value(component["component"], component["label"], filled, numbers)}
    return about


def _value(part: Payload, label: str, filled: Filled, numbers: Mapping[int, int]) -> Payload:
    about: Payload = {"type": part["type"], "id": numbers[id(part)], "custom_id": part["custom_id"]}
    title = label or part.get("label") or part["custom_id"]
    if part["type"] == _TEXT_INPUT:
        return about | {"value": _text(part, title, filled.get(part["custom_id"], part.get("value") or ""))}
    return about | {"values": chosen(part, title, filled.get(part["custom_id"], ()))}


def _text(part: Payload, title: str, given: Any) -> str:  # noqa: ANN401  a person may give a list
    if not isinstance(given, str):
        raise InvalidInput(f"The field {title!r} wants text, not {given!r}.")
    required = part.get("required", True)
    if not given and not required:
        return given
    least = max(part.get("min_length") or 0, 1 if required else 0)
    most = part.get("max_length") or _LONGEST_TEXT
    if not least <= len(given) <= most:
        raise InvalidInput(f"The field {title!r} takes from {least} to {most} characters; there are {len(given)}.")
    return given


def chosen(select: Payload, title: str, given: str | Sequence[str]) -> list[str]:
    """The values of a select menu; raises InvalidInput where they are too few, too many, or not on offer."""
    values = [given] if isinstance(given, str) else [*given]
    least, most = select.get("min_values"), select.get("max_values") or 1
    least = 1 if least is None else least
    if not select.get("required", True) and not values:
        return values
    if not least <= len(values) <= most or len(set(values)) != len(values):
        raise InvalidInput(
            f"The menu {title!r} takes from {least} to {most} different values; there are {len(values)}."
        )
    offered = [str(option["value"]) for option in select.get("options") or []]
    if offered and (strange := [value for value in values if value not in offered]):
        raise InvalidInput(f"The menu {title!r} has no value {strange[0]!r}; it has {', '.join(offered)}.")
    return values
