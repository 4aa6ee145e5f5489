"""Changing values of a settings file in place."""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from filelock import FileLock, Timeout
from tomlkit.exceptions import TOMLKitError

from acore.errors import SettingsError
from acore.settings_sources import files
from acore.settings_sources.keys import Key

_PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file that is written for the first time begins with, and who may read it."""

    heading: str
    mode: int


SETTINGS = Kind("# Written by `acore config set` and `acore use`. What stands here wins over settings.toml.\n\n", 0o644)
SECRETS = Kind("# Secrets of this acore, written by `acore use`. For nobody else's eyes.\n\n", 0o600)


def write(file: Path, values: Mapping[Key, object], kind: Kind) -> None:
    """Set values and keep everything else, comments included; the file is replaced whole, or not at all.

    Raises SettingsError where the file can not be read, changed or written.
    """
    target = file.resolve()  # a link stays one
    if kind is SECRETS:
        _prepare(target.parent)
    with _alone(target):
        _write(file, target, values, kind)


def _write(file: Path, target: Path, values: Mapping[Key, object], kind: Kind) -> None:
    problems: list[str] = []
    expected = {**files.read(file, problems)}
    if problems:
        raise SettingsError(problems[0])
    changed: str | None = target.read_bytes().decode("utf-8-sig") if target.exists() else kind.heading
    for key, value in values.items():
        expected = _with(expected, key, value)
        changed = None if changed is None else _edited(changed, key, value)
    if changed is None or not _is_text(changed) or tomllib.loads(changed) != expected:
        names = " and ".join(".".join(key) for key in values)
        raise SettingsError(f"{file}: {names} can not be set without harm to the rest; set it with an editor")
    _replace(target, changed, file, kind.mode)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Nobody else of acore changes the file meanwhile, in this process or another."""
    lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=_PATIENCE_S)
    try:
        lock.acquire()
    except Timeout as error:
        raise SettingsError(f"{target}: another acore is changing it; try again") from error
    except OSError:
        yield  # where no lock can be made, the file can not be written either, and that is told with its reason
        return
    try:
        yield
    finally:
        lock.release()


def _prepare(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{data_dir}: it can not be made ({error.strerror}); set another data_dir") from error


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


def _replace(target: Path, text: str, file: Path, mode: int) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.exists() and mode != SECRETS.mode:
            mode = stat.S_IMODE(target.stat().st_mode)
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:  # noqa: PTH123  by descriptor
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if mode != SETTINGS.mode:  # what the umask took away
            draft.chmod(mode)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SettingsError(
            f"{file}: it can not be written ({error.strerror}); give this user the right to, or edit it as another"
        ) from error
