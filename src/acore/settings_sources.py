"""Where settings come from: files, secrets, variables and their aliases, each with its origin."""

import difflib
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from acore.errors import SettingsError

PREFIX = "ACORE_"
BETWEEN = "__"
FILE_VARIABLE = f"{PREFIX}SETTINGS"
_SECRETS = ("token", "api_key")
_LARGEST_FILE = 1_000_000
_USUAL = "settings.toml"

ALIASES: Mapping[str, str] = {
    "DISCORD_TOKEN": "discord.token",
    "DISCORD_BOT_TOKEN": "discord.token",
    "LOG_LEVEL": "log.level",
}
"""Names of others that fill our keys, below our own names."""

NOT_YET: Mapping[str, str] = {
    **dict.fromkeys(("OPENAI_API_KEY", "OPENROUTER_API_KEY", "OLLAMA_HOST"), "an engine that this version has not yet"),
    "QDRANT_URL": "a vector server, which this version can not use yet",
    **dict.fromkeys(
        ("LLM_CACHE_ENABLED", "LLM_CACHE_TTL", "LLM_CACHE_MAX_SIZE"),
        "the response cache, which this version has not yet",
    ),
    **dict.fromkeys(
        (
            "ENABLE_QUALITY_FILTERING",
            "ENABLE_CONTENT_ROUTING",
            "ENABLE_EARLY_EXIT",
            "ENABLE_DASHBOARD_METRICS",
            "DASHBOARD_API_URL",
            "QUALITY_MIN_OVERALL",
            "QUALITY_MIN_COHERENCE",
            "ENABLE_AUDIT_LOGGING",
            "ENABLE_SEMANTIC_CACHE",
            "ENABLE_HTTP_RETRY",
            "RETRY_MAX_ATTEMPTS",
            "ENABLE_GRAPH_MEMORY",
            "ENABLE_HIPPORAG_MEMORY",
            "ENABLE_PROMPT_COMPRESSION",
            "CONFIG_VERSION",
            "GOOGLE_DRIVE_CREDENTIALS",
        ),
        "a part of acore that this version has not yet",
    ),
}
"""Names of others that belong to what comes later: a warning, and no effect."""


@dataclass(slots=True)
class Gathered:
    """Everything that was found: the values of files as a tree, the variables flat, and each key's origin."""

    tree: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    """Ours, by their ACORE_ name in upper case; aliases are already under the name they stand for."""
    origins: dict[str, str] = field(default_factory=dict)
    """Key path, such as ``llm.use``, to the file or the variable that set it."""
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def gather(path: Path | None) -> Gathered:
    """Read files and variables, lowest first; problems are collected, so that all are told at once."""
    found = Gathered()
    variables = {**_dotenv(found), **os.environ}
    _read_files(settings_file(path, variables), found)
    _read_variables(variables, found)
    return found


def settings_file(path: Path | None, variables: Mapping[str, str] = os.environ) -> Path:
    """The file that is named, else the one of ACORE_SETTINGS, else ./settings.toml."""
    return path or Path(variables.get(FILE_VARIABLE) or _USUAL)


def is_secret(key: str) -> bool:
    """Whether the key holds a secret."""
    return key.rsplit(".", 1)[-1] in _SECRETS


def _read_files(file: Path, found: Gathered) -> None:
    if not file.exists() and file != Path(_USUAL):
        found.problems.append(f"{file}: there is no such file. Name one that exists, or leave --settings out.")
    for candidate in (file, file.with_name("settings.local.toml")):
        if candidate.exists():
            tree = _toml(candidate, found)
            _refuse_secrets(candidate, tree, found)
            _merge(found, tree, str(candidate))


def read_secrets(data_dir: Path, found: Gathered) -> None:
    """Add what ``secrets.toml`` in the data directory holds; variables still win over it."""
    file = data_dir / "secrets.toml"
    if not file.exists():
        return
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        found.warnings.append(f"{file} can be read by others. Keep it to yourself: chmod 600 {file}")
    _merge(found, _toml(file, found), str(file))


def _toml(file: Path, found: Gathered) -> dict[str, Any]:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            found.problems.append(f"{file}: it is larger than {_LARGEST_FILE:,} bytes, which no settings file is.")
            return {}
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        found.problems.append(f"{file}: it can not be read ({getattr(error, 'strerror', None) or error}).")
    except tomllib.TOMLDecodeError as error:
        found.problems.append(f"{file}: it is not TOML: {error}.")
    return {}


def _merge(found: Gathered, tree: Mapping[str, Any], origin: str) -> None:
    for key, value in leaves(tree):
        found.origins[key] = origin
        place = found.tree
        *tables, last = key.split(".")
        for table in tables:
            inner = place.setdefault(table, {})
            place = inner if isinstance(inner, dict) else place.setdefault(table, {})
        place[last] = value


def leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a nested table with its dotted path; an empty table is a value."""
    for key, value in tree.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping) and value:
            yield from leaves(value, path)
        else:
            yield path, value


def _refuse_secrets(file: Path, tree: Mapping[str, Any], found: Gathered) -> None:
    for key, _ in leaves(tree):
        if is_secret(key):
            found.problems.append(
                f"{file}: {key} is a secret, and secrets do not stand in settings files. "
                f"Set the variable {variable_of(key)}, or put it into secrets.toml in data_dir."
            )


def variable_of(key: str) -> str:
    """The variable that sets a key: ``llm.use`` is ACORE_LLM__USE."""
    return PREFIX + key.upper().replace(".", BETWEEN)


def key_of(variable: str) -> str:
    """The key that a variable sets."""
    return variable[len(PREFIX) :].lower().replace(BETWEEN, ".")


def _dotenv(found: Gathered) -> dict[str, str]:
    """The lines of ``.env``; those that are not ours are nobody's business here."""
    file = Path(".env")
    if not file.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(file, interpolate=False).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        found.problems.append(f"{file.absolute()}: it can not be read ({error}).")
        return {}


def _read_variables(variables: Mapping[str, str], found: Gathered) -> None:
    given = {name.upper(): value for name, value in variables.items() if value != ""}
    for name in NOT_YET.keys() & given.keys():
        found.warnings.append(f"{name} is set; it belongs to {NOT_YET[name]}, and has no effect.")
    for alias, key in ALIASES.items():
        ours = variable_of(key)
        if ours not in found.variables and (value := _or_from_file(given, alias, found)) is not None:
            found.variables[ours] = value
            found.origins[key] = alias
    for name in sorted(given):
        if not name.startswith(PREFIX) or name == FILE_VARIABLE:
            continue
        ours = name.removesuffix("_FILE") if _names_secret_file(name) else name
        if (value := _or_from_file(given, ours, found)) is not None:
            found.variables[ours] = value
            found.origins[key_of(ours)] = name


def _names_secret_file(variable: str) -> bool:
    return variable.endswith("_FILE") and variable.removesuffix("_FILE").lower().endswith(_SECRETS)


def _or_from_file(given: Mapping[str, str], name: str, found: Gathered) -> str | None:
    """The variable's value, or what stands in the file that NAME_FILE names."""
    if name in given:
        return given[name]
    if (file := given.get(f"{name}_FILE")) is None or not _names_secret_file(f"{name}_FILE"):
        return None
    try:
        return Path(file).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        found.problems.append(f"{name}_FILE: {file} can not be read ({getattr(error, 'strerror', None) or error}).")
        return None


def nearest(word: str, there_are: list[str]) -> str:
    """A hint for a misspelt word: the nearest of those there are, or all of them."""
    close = difflib.get_close_matches(word, there_are, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(there_are))}"


def fail(problems: list[str]) -> None:
    """Raise SettingsError with every problem on a line of its own, where there are any."""
    if problems:
        raise SettingsError("the settings can not be used:\n" + "\n".join(f"  {problem}" for problem in problems))
