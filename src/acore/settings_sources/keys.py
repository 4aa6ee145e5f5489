"""Which keys there are, what each of them holds, and how it is called as a variable."""

import difflib
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

import orjson
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from acore.adapters import engines
from acore.settings_slots import SlotSettings

Key = tuple[str, ...]
"""The path of a key: ``("web", "port")`` is written web.port, and ACORE_WEB__PORT as a variable."""

_NO_NUMBER = {True: "true", False: "false"}
"""How a boolean is told where a number is wanted."""

PREFIX = "ACORE_"
BETWEEN = "__"
SECRET_NAMES = ("token", "api_key")
"""Secret also where the engine that would know is not there."""


def key_of(variable: str) -> Key:
    """The key that a variable of ours sets."""
    return tuple(variable[len(PREFIX) :].lower().split(BETWEEN))


class Open:
    """A place in the settings whose keys nobody here knows, such as the table of an unknown engine."""


OPEN: Final = Open()


class Slot(str):
    """The place where a slot's engine tables stand, by their names."""

    __slots__ = ()


Node = type[BaseModel] | Slot | FieldInfo | Open
"""What stands at a key: a table, the engine tables of a slot, a value, or nobody knows."""


def dotted(key: Key) -> str:
    """As files and people write it."""
    return ".".join(key)


def variable_of(key: Key) -> str:
    """The variable that sets it."""
    return PREFIX + BETWEEN.join(key).upper()


class Keys:
    """The keys of a settings model, with those of the engines that its tables name.

    `engines_of` tells the engine of every table there is, by slot and table name.
    """

    def __init__(self, model: type[BaseModel], engines_of: Mapping[tuple[str, str], str]) -> None:
        self._model = model
        self._engines_of = engines_of

    def node(self, key: Key) -> Node | None:
        """What stands at the key; None where there is no such key."""
        here: Node | None = self._model
        for part in key:
            here = self._below(here, part)
        return here

    def unknown(self, key: Key, said: Callable[[Key], str] = dotted) -> str:
        """The way out for a key that is not there: the nearest one, in the words of `said`, or those there are."""
        depth = next(depth for depth in range(len(key)) if self.node(key[: depth + 1]) is None)
        above, names = key[:depth], self._names(key[:depth])
        beside = [(*above, name, *key[depth + 1 :]) for name in difflib.get_close_matches(key[depth], names, n=1)]
        if beside and self.node(beside[0]) is not None:
            return f"did you mean {said(beside[0])}?"
        everywhere = {dotted(other): other for other in self.values()} if not above else {}
        if close := difflib.get_close_matches(dotted(key), everywhere, n=1):
            return f"did you mean {said(everywhere[close[0]])}?"
        return self.below(above, said)

    def below(self, key: Key, said: Callable[[Key], str] = dotted) -> str:
        """The keys that stand in a table, in the words of `said`."""
        there_are = ", ".join(said((*key, name)) for name in self._names(key))
        return f"there are {there_are}" if there_are else f"nothing stands below {said(key)}"

    def values(self) -> Iterator[Key]:
        """Every key that holds a value; of the engines' tables those that are named."""
        yield from self._values_below(())

    def is_table(self, key: Key) -> bool:
        """Whether keys stand below it, rather than a value."""
        return isinstance(self.node(key), type | Slot) or isinstance(self.node(key[:-1]), Slot)

    def is_value(self, key: Key) -> bool:
        """Whether it is known to hold a value."""
        return isinstance(self.node(key), FieldInfo)

    def is_secret(self, key: Key) -> bool:
        """Whether what it holds must be neither shown nor written to a settings file."""
        node = self.node(key)
        if isinstance(node, FieldInfo) and SecretStr in _parts(node.annotation):
            return True
        return (isinstance(node, FieldInfo) or node is OPEN) and key[-1] in SECRET_NAMES

    def read(self, key: Key, given: Any) -> Any:  # noqa: ANN401  anything may stand in a file
        """The value with ``~`` in paths resolved, and lists and tables made from the text of variables."""
        node = self.node(key)
        paths = isinstance(node, FieldInfo) and Path in _parts(node.annotation)
        if isinstance(given, list):
            return [self.read(key, item) for item in given]
        if isinstance(given, bool) and isinstance(node, FieldInfo) and not _takes_booleans(node):
            return _NO_NUMBER[given]
        return os.path.expanduser(given) if paths and isinstance(given, str) else given  # noqa: PTH111  `~nobody` stays

    def read_text(self, key: Key, text: str) -> Any:  # noqa: ANN401  whatever the key holds
        """The value that a variable's text stands for; raises ValueError for broken JSON."""
        node = self.node(key)
        parts = _parts(node.annotation) if isinstance(node, FieldInfo) else ()
        if SecretStr in parts:
            return text.strip()
        listed = any(kind in parts for kind in (list, tuple, set, frozenset))
        if (listed and text.lstrip().startswith("[")) or (dict in parts and text.lstrip().startswith("{")):
            try:
                return self.read(key, orjson.loads(text))
            except orjson.JSONDecodeError as error:
                raise ValueError(f"it begins as JSON and is not: {error}") from error
        if listed:
            between = f"[,{re.escape(os.pathsep)}]" if Path in parts else ","
            return self.read(key, [part.strip() for part in re.split(between, text) if part.strip()])
        return self.read(key, text)

    def _below(self, here: Node | None, part: str) -> Node | None:
        if here is None or isinstance(here, Open):
            return here
        if isinstance(here, Slot):
            return self._engine_table(here, part)
        if isinstance(here, FieldInfo):
            return OPEN if dict in _parts(here.annotation) else None
        if issubclass(here, SlotSettings) and part == "engines":
            return Slot(here.slot)
        field = here.model_fields.get(part)
        return field and (_table_in(field.annotation) or field)

    def _engine_table(self, slot: Slot, name: str) -> Node:
        try:
            return engines.load(str(slot), self._engines_of.get((slot, name), name)).Settings
        except (ValueError, ImportError):
            return OPEN  # checking the table tells why

    def _names(self, key: Key) -> list[str]:
        node = self.node(key)
        if isinstance(node, type):
            return list(node.model_fields)
        return [name for slot, name in self._engines_of if slot == node] if isinstance(node, Slot) else []

    def _values_below(self, key: Key) -> Iterator[Key]:
        if isinstance(self.node(key), FieldInfo):
            yield key
        for name in self._names(key):
            yield from self._values_below((*key, name))


def _takes_booleans(field: FieldInfo) -> bool:
    """Python counts true as 1, which nobody means who writes it."""
    return not {int, float} & {*_parts(field.annotation)} or bool in _parts(field.annotation)


def _parts(annotation: Any) -> Collection[Any]:  # noqa: ANN401  annotations are objects of many kinds
    """Every type that an annotation is made of: ``tuple[Path, ...] | None`` has tuple, Path and None."""
    inner = [part for argument in get_args(annotation) for part in _parts(argument)]
    return [annotation, get_origin(annotation), *inner]


def _table_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    """The table that a field holds, or may hold; a list or a dictionary of tables is a value."""
    choices = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return next((one for one in choices if isinstance(one, type) and issubclass(one, BaseModel)), None)
