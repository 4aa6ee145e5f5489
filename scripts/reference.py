"""Writes the reference of the settings, for people and for editors, from the code; and the file of `acore init`.

Run it after a change to a setting: ``python scripts/reference.py``. A test compares.
"""
# ruff: noqa: INP001  a program, not a package

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from acore.adapters import engines
from acore.settings import Settings
from acore.settings_slots import SlotSettings
from acore.settings_sources.aliases import ELSEWHERE, FILLED, LATER
from acore.settings_sources.keys import Key, Keys, dotted, variable_of

_ROOT = Path(__file__).parent.parent
FOLDER = _ROOT / "docs" / "reference"
PACKAGED = _ROOT / "src" / "acore" / "cli" / "settings.toml"
_ENGINES_OF = {(slot, name): name for slot, built_in in engines.BUILT_IN.items() for name in built_in}
KEYS = Keys(Settings, _ENGINES_OF)

_INTRODUCTION = """# Settings

Written by `scripts/reference.py` from the code; change the code, not this page.

Where a value comes from, the upper one winning:

1. a variable `ACORE_…`, with `__` between the levels; in the environment, then in `.env` of the working directory
2. a [variable of another name](#variables-of-other-names), likewise
3. for secrets: `secrets.toml` in `data_dir`, readable by you alone
4. `settings.local.toml` beside the settings file; `acore config set` writes it
5. the settings file: `acore --settings FILE`, else the one that `ACORE_SETTINGS` names, else `./settings.toml`
6. the default

An empty variable counts as unset. A list is JSON in a variable, or its parts with commas between them; paths may
have the separator of `PATH` instead. A secret never stands in a settings file: set its variable, or the variable
with `_FILE` behind its name to a file that holds it. Relative paths start at the working directory.

A key, a table or an `ACORE_…` name that is not on this page is an error that names the nearest one. `acore config
check` tells every problem at once, `acore config show --origin` what is in force and why. Editors that read JSON
schemas complete and check the file with [settings.schema.json](settings.schema.json).
"""
_ENGINES = """An engine's keys stand in a table with its name, such as `[llm.engines.scripted]`. A table of another name
(of `a-z`, `0-9` and `_`) says `engine = "…"`, so that two tables can hold the same engine; `use` names a table or an
engine. A table without an API key has that of its engine's own table, where both are at the same address.
"""
_ALIASES = """## Variables of other names

| Variable | Key |
|---|---|
"""
_ELSEWHERE = """
These are set for each engine by itself. Setting one warns, and changes nothing.

| Variable | Key |
|---|---|
"""
_LATER = """
These belong to features that this version has not. Setting one warns, and changes nothing.

| Variable | Feature |
|---|---|
"""
_HEAD = "| Key | Type | Default | Variable | Meaning |\n|---|---|---|---|---|"


def render() -> dict[str, str]:
    """The reference's files, by name."""
    return {
        "settings.md": "\n".join(_page()) + "\n",
        "settings.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
    }


def schema() -> dict[str, Any]:
    """The JSON schema of a settings file; secrets are not in it, because they do not stand in one."""
    whole = _schema_of(Settings, ())
    whole.pop("$defs", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Settings of acore", **whole}


def _schema_of(model: type[BaseModel], above: Key) -> dict[str, Any]:
    made = model.model_json_schema()
    made.pop("title", None)
    made.pop("description", None)
    for name, told in tuple(made["properties"].items()):
        key = (*above, name)
        node = KEYS.node(key)
        told.pop("title", None)
        if KEYS.is_secret(key):
            del made["properties"][name]
        elif isinstance(node, type):
            made["properties"][name] = {"description": model.model_fields[name].description, **_schema_of(node, key)}
        elif KEYS.is_table(key):
            made["properties"][name] = {"description": model.model_fields[name].description, **_schema_of_engines(key)}
        else:
            made["properties"][name] = _inlined(told, made.get("$defs", {}))
    made.pop("$defs", None)
    return made


def _inlined(told: Any, parts: Mapping[str, Any]) -> Any:  # noqa: ANN401  JSON
    """A schema with what it refers to in its place."""
    if isinstance(told, list):
        return [_inlined(one, parts) for one in told]
    if not isinstance(told, dict):
        return told
    if "$ref" in told:
        return _inlined(parts[told["$ref"].rpartition("/")[2]], parts)
    return {name: _inlined(one, parts) for name, one in told.items()}


def _schema_of_engines(key: Key) -> dict[str, Any]:
    tables = {name: _schema_of(settings, (*key, name)) for name, settings in _engines_at(key)}
    other = {"type": "object", "required": ["engine"], "properties": {"engine": {"type": "string"}}}
    return {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z0-9_]+$"},
        "properties": tables,
        "additionalProperties": other,
    }


def _engines_at(key: Key) -> Iterator[tuple[str, type[BaseModel]]]:
    for slot, name in _ENGINES_OF:
        if slot == KEYS.node(key):
            node = KEYS.node((*key, name))
            assert isinstance(node, type)
            yield name, node


def _page() -> Iterator[str]:
    yield _INTRODUCTION
    yield "## Top level\n"
    yield from _table(Settings, ())
    for name, field in Settings.model_fields.items():
        node = KEYS.node((name,))
        if isinstance(node, type):
            yield f"\n## [{name}]\n\n{field.description}\n"
            yield from _table(node, (name,))
            yield from _inner_tables(node, (name,))
            if issubclass(node, SlotSettings):
                yield from _engine_tables((name, "engines"))
    yield "\n## Engine tables\n"
    yield _ENGINES
    yield _ALIASES + "\n".join(f"| `{name}` | `{dotted(key)}` |" for name, key in FILLED)
    yield _ELSEWHERE + "\n".join(f"| `{name}` | {key} |" for name, key in ELSEWHERE.items())
    yield _LATER + "\n".join(f"| `{name}` | {feature} |" for name, feature in LATER.items())


def _engine_tables(key: Key) -> Iterator[str]:
    for name, settings in _engines_at(key):
        if settings.model_fields.keys() - {"engine"}:
            yield f"\n### [{dotted((*key, name))}]\n"
            yield from _table(settings, (*key, name))
            yield from _inner_rows(settings, (*key, name))


def _inner_tables(model: type[BaseModel], above: Key) -> Iterator[str]:
    """The tables inside of a table, each with its own heading."""
    for name in model.model_fields:
        node = KEYS.node((*above, name))
        if isinstance(node, type):
            yield f"\n### [{dotted((*above, name))}]\n\n{model.model_fields[name].description}\n"
            yield from _table(node, (*above, name))


def _inner_rows(model: type[BaseModel], above: Key) -> Iterator[str]:
    """The keys of the tables inside of an engine's table, as further rows of it."""
    for name in model.model_fields:
        node = KEYS.node((*above, name))
        if isinstance(node, type):
            yield from _rows(node, (*above, name))


def _table(model: type[BaseModel], above: Key) -> Iterator[str]:
    yield _HEAD
    yield from _rows(model, above)


def _rows(model: type[BaseModel], above: Key) -> Iterator[str]:
    told = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        key = (*above, name)
        if KEYS.is_value(key) and name != "engine":
            default = "" if field.is_required() else _default(field.get_default(call_default_factory=True))
            meaning = " ".join((field.description or "").split())
            told_of = f"{_type(key, told[name])} | {default} | `{variable_of(key)}` | {meaning}"
            yield f"| `{dotted(key)}` | {told_of} |"


def _default(value: object) -> str:
    if value is None:
        return "not set"
    return f"`{json.dumps(list(value) if isinstance(value, tuple) else value, default=str, ensure_ascii=False)}`"


def _type(key: Key, told: Mapping[str, Any]) -> str:
    """The type of a value in words, with its limits."""
    if KEYS.is_secret(key):
        return "secret"
    one = next((choice for choice in told.get("anyOf", ()) if choice.get("type") != "null"), told)
    if "enum" in one:
        return ", ".join(f"`{choice}`" for choice in one["enum"])
    if one.get("type") == "array":
        return f"list: {_type(key, one['items'])}"
    words = {
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "string": "text",
        "object": "tables",
    }
    word = {"path": "path"}.get(one.get("format", ""), words[one["type"]])
    least, most = one.get("minimum"), one.get("maximum")
    if least is not None and most is not None:
        return f"{word}, {least:g} to {most:g}"
    if (above := one.get("exclusiveMinimum")) is not None:
        return f"{word}, above {above:g}"
    return "URL" if one.get("pattern", "").startswith("^https?") else word


def packaged() -> str:
    """What `acore init` writes: settings.toml without its first line, which names the schema in this checkout."""
    return (_ROOT / "settings.toml").read_text("utf-8").partition("\n")[2]


def main() -> None:
    """Write all of them."""
    for name, text in render().items():
        (FOLDER / name).write_text(text, "utf-8")
    PACKAGED.write_text(packaged(), "utf-8")


if __name__ == "__main__":
    main()
