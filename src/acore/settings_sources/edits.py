"""Changing one value of a settings file in place."""

import os
import stat
import tomllib
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from acore.errors import SettingsError
from acore.settings_sources import files

_NEW = "# Written by `acore config set`. What stands here wins over settings.toml.\n\n"


def write(file: Path, key: Sequence[str], value: object) -> None:
    """Set one value and keep everything else, comments included; the file is replaced whole, or not at all.

    Raises SettingsError where the file can not be read, changed or written.
    """
    problems: list[str] = []
    expected = _with({**files.read(file, problems)}, key, value)
    if problems:
        raise SettingsError(problems[0])
    target = file.resolve()  # a link stays one
    text = target.read_bytes().decode("utf-8-sig") if target.exists() else _NEW
    changed = _edited(text, key, value)
    if changed is None or not _is_text(changed) or tomllib.loads(changed) != expected:
        raise SettingsError(f"{file}: {'.'.join(key)} can not be set without harm to the rest; set it with an editor")
    _replace(target, changed, file)


def _with(tree: dict[str, Any], key: Sequence[str], value: object) -> dict[str, Any]:
    first, *rest = key
    inner = tree.get(first)
    return {**tree, first: _with(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def _edited(text: str, key: Sequence[str], value: object) -> str | None:
    try:
        document = tomlkit.parse(text)
        place: MutableMapping[str, Any] = document
        for part in key[:-1]:
            if part not in place:
                place[part] = tomlkit.table(is_super_table=part != key[-2])
            place = place[part]
        place[key[-1]] = value
        return tomlkit.dumps(document)
    except (TOMLKitError, TypeError):
        return None


def _is_text(text: str) -> bool:
    """What a shell hands over need not be UTF-8."""
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


def _replace(target: Path, text: str, file: Path) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SettingsError(
            f"{file}: it can not be written ({error.strerror}); give this user the right to, or edit it as another"
        ) from error
