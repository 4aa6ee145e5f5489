"""Reads every source, lowest first, and lays them over one another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from acore.settings_sources import files, variables
from acore.settings_sources.aliases import FILLED
from acore.settings_sources.given import Gathered, Given
from acore.settings_sources.keys import Key, Keys, dotted, variable_of
from acore.settings_sources.variables import Layer, Reader

SECRETS = "secrets.toml"
_DATA_DIR = ("data_dir",)
_API_KEY = "api_key"
_ADDRESSES = ("base_url", "url")
"""Keys that say where an engine's far side is: a key is sent to no other than the one it is for."""


def gather(
    model: type[BaseModel], path: Path | None, layers: Sequence[Layer], problems: Sequence[str] = ()
) -> Gathered:
    """Everything that is given, lowest first: the files, secrets.toml, aliases, ACORE_ variables.

    A table without an API key has that of its engine's own table, where both are at the same address.
    `path` is the settings file that was named, or None; `layers` are the variables, lowest first.
    Problems are collected, after those that are there already, so that all of them are told at once.
    """
    problems = [*problems]
    named = variables.file_named_in(layers)
    file = path or Path(named or files.USUAL)
    local = files.beside(file)
    if path or named:
        problems += files.missing(file, "--settings" if path else variables.FILE_VARIABLE)
    trees = {str(one): files.read(one, problems) for one in dict.fromkeys((file, local))}
    kinds = _engines_of(trees.values(), layers)
    found = Gathered(Keys(model, kinds), (file, local), problems=problems)
    found.warnings += variables.later(layers)
    for origin, tree in trees.items():
        _lay(found, _Tree(found, origin).values(tree))
    readers = [Reader(found, layer) for layer in layers]
    upper = [given for read in (Reader.aliases, Reader.ours) for reader in readers for given in read(reader)]
    data_dir = {**found.given, **{given.key: given for given in upper}}.get(_DATA_DIR)
    _lay(found, _secrets(found, Path(str(data_dir.value if data_dir else model.model_fields["data_dir"].default))))
    _lay(found, upper)
    _lay(found, tuple(_of_one_account(found, kinds)))
    return found


class _Tree:
    """Takes the values out of a file's tables; what is wrong with their keys becomes a problem of `found`."""

    def __init__(self, found: Gathered, origin: str, *, of_secrets: bool = False) -> None:
        self._found = found
        self._origin = origin
        self._of_secrets = of_secrets

    def values(self, tree: files.Tree, above: Key = ()) -> Iterator[Given]:
        """Every value; an empty table is one as well."""
        keys = self._found.keys
        for name, value in tree.items():
            key = (*above, name)
            if keys.node(key) is None:
                self._problem(f"there is no key {dotted(key)}; {keys.unknown(key)}")
            elif isinstance(value, Mapping) and value and not keys.is_value(key):
                yield from self.values(value, key)
            elif keys.is_table(key) and not isinstance(value, Mapping):
                self._problem(f"{dotted(key)} is a table, and not {_kind(value)}; write [{dotted(key)}]")
            elif keys.is_table(key) or keys.is_secret(key) is self._of_secrets:
                yield Given(key, keys.read(key, value), self._origin)
            elif self._of_secrets:
                self._problem(f"{dotted(key)} is no secret; write it to {self._found.files[1]}")
            else:
                self._problem(f"{dotted(key)} {secret_elsewhere(key)}")

    def _problem(self, text: str) -> None:
        self._found.problems.append(f"{self._origin}: {text}")


def secret_elsewhere(key: Key) -> str:
    """Why a secret is not written to a settings file, and where it belongs."""
    alias = next((f" (or {name})" for name, filled in FILLED if filled == key), "")
    return (
        f"is a secret, and secrets do not stand in settings files. Set {variable_of(key)}{alias}, "
        f"or {variable_of(key)}_FILE to a file that holds it, or put it into {SECRETS} in data_dir (chmod 600)"
    )


def _secrets(found: Gathered, data_dir: Path) -> Iterator[Given]:
    file = data_dir / SECRETS
    tree = files.read(file, found.problems)
    if files.is_open_to_others(file):
        found.warnings.append(f"{file} can be read by others of this machine; keep it to yourself: chmod 600 {file}")
    yield from _Tree(found, str(file), of_secrets=True).values(tree)


def _lay(found: Gathered, values: Iterable[Given]) -> None:
    """Over what is there."""
    for given in values:
        found.given[given.key] = given


def _of_one_account(found: Gathered, kinds: Mapping[tuple[str, str], str]) -> Iterator[Given]:
    """The API key of an engine's own table, for its other tables that have none and are at the same address."""
    for (slot, name), engine in kinds.items():
        own, other = (slot, "engines", engine), (slot, "engines", name)
        key = found.given.get((*own, _API_KEY))
        if (
            key is not None
            and (*other, _API_KEY) not in found.given
            and found.keys.is_secret((*other, _API_KEY))
            and kinds.get((slot, engine), engine) == engine
            and all(_value_at(found, (*own, where)) == _value_at(found, (*other, where)) for where in _ADDRESSES)
        ):
            yield replace(key, key=(*other, _API_KEY), variable=None)


def _value_at(found: Gathered, key: Key) -> object:
    """What is given, or else the default."""
    node = found.keys.node(key)
    default = node.default if isinstance(node, FieldInfo) else None
    return given.value if (given := found.given.get(key)) else default


def _engines_of(trees: Iterable[files.Tree], layers: Sequence[Layer]) -> dict[tuple[str, str], str]:
    """The engine of each engine table, by slot and table name."""
    named: dict[tuple[str, str], str] = {}
    for tree in trees:
        for slot, name, table in _engine_tables(tree):
            engine = table.get("engine") if isinstance(table, Mapping) else None
            named[slot, name] = engine if isinstance(engine, str) else named.get((slot, name), name)
    for layer in layers:
        for variable, key in variables.keys_of(layer):
            match key:
                case (slot, "engines", name, "engine"):
                    named[slot, name] = layer.values[variable]
                case (slot, "engines", name, *_):
                    named.setdefault((slot, name), name)
    return named


def _engine_tables(tree: files.Tree) -> Iterator[tuple[str, str, object]]:
    for slot, table in tree.items():
        if isinstance(table, Mapping) and isinstance(tables := table.get("engines"), Mapping):
            yield from ((slot, name, inner) for name, inner in tables.items())


def _kind(value: object) -> str:
    """What a value is, for messages; the value itself may be a secret in the wrong place."""
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list"}
    return kinds.get(type(value), "a date")
