"""Variables: ours, those that aliases and ``NAME_FILE`` stand for, and those whose features come later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from acore.settings_sources.aliases import ELSEWHERE, FILLED, LATER, TRANSLATED
from acore.settings_sources.given import Gathered, Given
from acore.settings_sources.keys import PREFIX, Key, dotted, key_of, variable_of

FILE_VARIABLE = f"{PREFIX}SETTINGS"
_FROM_FILE = "_file"
_LONGEST_SECRET = 10_000


@dataclass(frozen=True, slots=True)
class Layer:
    """Variables of one kind, none of them empty; `said` is how messages call one."""

    values: Mapping[str, str] = field(repr=False)
    said: str = "{}"


def keys_of(layer: Layer) -> Iterator[tuple[str, Key]]:
    """Our variables with their keys; a name in upper case comes last, so that it wins over other spellings."""
    for name in sorted(layer.values, reverse=True):
        if name.upper().startswith(PREFIX) and name.upper() != FILE_VARIABLE:
            yield name, key_of(name)


def file_named_in(layers: Sequence[Layer]) -> str | None:
    """What ACORE_SETTINGS says, in the highest layer that has it."""
    named = [value for layer in layers for name, value in layer.values.items() if name.upper() == FILE_VARIABLE]
    return named[-1] if named else None


def later(layers: Sequence[Layer]) -> Iterator[str]:
    """A warning for each variable that changes nothing: its feature is not there, or set in another way."""
    for name, feature in LATER.items():
        if any(name in layer.values for layer in layers):
            yield f"{name} is for {feature}, which this version of acore has not; it changes nothing"
    for name, key in ELSEWHERE.items():
        if any(name in layer.values for layer in layers):
            yield f"{name} changes nothing, as every engine has its own: set {key}"


class Reader:
    """Reads the values of one layer; what is wrong with them becomes a problem of `found`."""

    def __init__(self, found: Gathered, layer: Layer) -> None:
        self._found = found
        self._layer = layer

    def aliases(self) -> Iterator[Given]:
        """The values of aliases, lowest first."""
        for name, key in reversed(FILLED):
            file = self._layer.values.get(f"{name}_FILE")
            if file and self._found.keys.is_secret(key):  # in this order: the key's engine is loaded to tell
                yield from self._secret_in(file, f"{name}_FILE", key)
            if text := self._layer.values.get(name):
                yield from self._value(TRANSLATED.get(name, str)(text), name, key)

    def ours(self) -> Iterator[Given]:
        """The values of ACORE_ variables, lowest first; a secret wins over the file that holds one."""
        plain = []
        for name, key in keys_of(self._layer):
            if self._names_a_file(key):
                yield from self._secret_in(self._layer.values[name], name, _without_file(key))
            else:
                plain.append((name, key))
        for name, key in plain:
            yield from self._checked(name, key)

    def _names_a_file(self, key: Key) -> bool:
        keys = self._found.keys
        return key[-1].endswith(_FROM_FILE) and keys.is_secret(_without_file(key)) and not keys.is_value(key)

    def _checked(self, name: str, key: Key) -> Iterator[Given]:
        keys = self._found.keys
        if keys.node(key) is None:
            self._problem(name, f"there is no such setting; {keys.unknown(key, variable_of)}")
        elif keys.is_table(key):
            self._problem(name, f"{dotted(key)} is a table; {keys.below(key, variable_of)}")
        else:
            yield from self._value(self._layer.values[name], name, key)

    def _value(self, text: str, name: str, key: Key) -> Iterator[Given]:
        try:
            value = self._found.keys.read_text(key, text)
        except ValueError as error:
            self._problem(name, str(error))
        else:
            yield Given(key, value, self._said(name), variable=name)

    def _secret_in(self, file: str, name: str, key: Key) -> Iterator[Given]:
        try:
            with Path(file).open(encoding="utf-8") as stream:
                secret = stream.read(_LONGEST_SECRET).strip()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            self._problem(name, f"the file {file} can not be read ({why}); it should hold the secret and nothing else")
            return
        if secret:
            yield Given(key, secret, self._said(name), variable=name)
        else:
            self._problem(name, f"the file {file} is empty; it should hold the secret and nothing else")

    def _said(self, name: str) -> str:
        return self._layer.said.format(name)

    def _problem(self, name: str, text: str) -> None:
        self._found.problems.append(f"{self._said(name)}: {text}")


def _without_file(key: Key) -> Key:
    return (*key[:-1], key[-1].removesuffix(_FROM_FILE))
