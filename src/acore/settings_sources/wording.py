"""What is said when a value does not fit: the place, what is wanted there, and what there is."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from acore.errors import SettingsError
from acore.settings_sources.given import Gathered, Given
from acore.settings_sources.keys import Key, dotted, variable_of

_SUBJECT = re.compile(r"^\w+ (?=should )")
_UNKNOWN = "extra_forbidden"
_WORDS = {
    "path_type": "should be a path",
    "tuple_type": "should be a list",
    "string_type": "should be text",
    _UNKNOWN: "there is no such setting",
}
"""Ours, where pydantic's are Python's."""
_QUOTED = re.compile(r"'([^']*)'")
_PASSWORD = re.compile(r"(?<=//)[^/\s]*@")
_LONGEST = 60


def problems(error: ValidationError, found: Gathered) -> Iterator[str]:
    """A sentence for each value that pydantic refused; never with a secret in it."""
    for detail in error.errors(include_url=False, include_context=True):
        yield _sentence(detail, found)


def fail(told: list[str]) -> None:
    """Raise SettingsError with every problem there is, where there is one."""
    if len(told) == 1:
        raise SettingsError(told[0])
    if told:
        raise SettingsError(f"{len(told)} problems in the settings:\n" + "\n".join(f"  {one}" for one in told))


def readable(value: object) -> str:
    """A value as JSON writes it, without the password of a URL; can always be printed."""
    text = json.dumps(masked(value), ensure_ascii=False, default=str)
    return text.encode(errors="backslashreplace").decode()  # names of files need not be UTF-8


def _short(value: object) -> str:
    text = readable(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def masked(value: object) -> object:
    """The value without the password of a URL."""
    return _PASSWORD.sub("***@", value) if isinstance(value, str) else value


def _sentence(detail: ErrorDetails, found: Gathered) -> str:
    key: Key = tuple(str(step) for step in detail["loc"] if step != "[key]")
    given = _given(key, found)
    place = f"{given.origin}: " if given else ""
    if detail["type"] == "missing":
        return f"{place}[{dotted(key[:-1])}] needs {key[-1]}; set it there, or as {variable_of(key)}"
    wanted = _WORDS.get(detail["type"]) or _SUBJECT.sub("", detail["msg"].removeprefix("Value error, "))
    text = f"{place}{dotted(key)} {wanted}" if wanted.startswith("should ") else f"{place}{dotted(key)}: {wanted}"
    if given is None or detail["type"] in ("value_error", _UNKNOWN) or "[key]" in detail["loc"]:
        return text
    if any(found.keys.is_secret(key[:depth]) for depth in range(1, len(key) + 1)):
        return f"{text}; it is a secret, and not shown"
    return f"{text}; it is {_short(_value(key, given))}{_near(detail, given)}"


def _given(key: Key, found: Gathered) -> Given | None:
    """Who gave the value at the key, or around it, or in it."""
    around = [key[:depth] for depth in range(len(key), 0, -1)]
    if (exact := next((found.given[one] for one in around if one in found.given), None)) is not None:
        return exact
    inside = [given for one, given in found.given.items() if one[: len(key)] == key]
    return next(iter(inside), None) or _sibling(key, found)


def _sibling(key: Key, found: Gathered) -> Given | None:
    return next((given for one, given in found.given.items() if one[: len(key) - 1] == key[:-1]), None)


def _value(key: Key, given: Given) -> object:
    """What was given at the key: a table or a list may have been given as one value."""
    value = given.value
    for step in key[len(given.key) :]:
        if not isinstance(value, Mapping) or step not in value:
            break
        value = value[step]
    return value


def _near(detail: ErrorDetails, given: Given) -> str:
    choices = _QUOTED.findall(str(detail.get("ctx", {}).get("expected", "")))
    close = difflib.get_close_matches(str(given.value), choices, n=1)
    return f"; did you mean {close[0]}?" if close else ""
