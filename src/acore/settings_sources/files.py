"""The settings files: which they are, and what they hold."""

import difflib
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from acore.errors import SettingsError

USUAL = Path("settings.toml")
LOCAL = "settings.local.toml"
_LARGEST = 1_000_000

Tree = Mapping[str, Any]


def beside(file: Path) -> Path:
    """The file that wins over a settings file."""
    return file.parent / LOCAL


def missing(file: Path, named_by: str) -> Iterator[str]:
    """The problem with a file that was named and is not there."""
    try:
        file.stat()
    except FileNotFoundError:
        hint = _other(file) or f"name one that is there, or leave {named_by} out"
        yield f"{named_by}: there is no file {file}; {hint}"
    except OSError:
        return  # reading it tells why


def _other(file: Path) -> str | None:
    there_are = [other.name for other in file.parent.glob("*.toml")] if file.parent.is_dir() else []
    close = difflib.get_close_matches(file.name, there_are, n=1)
    return f"did you mean {file.parent / close[0]}?" if close else None


def read(file: Path, problems: list[str]) -> Tree:
    """The file's tables; empty where there is no file, and one more problem where it can not be read."""
    try:
        return tomllib.loads(_bytes(file).decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):  # who needs the folder complains of it
        if file.is_symlink():
            problems.append(f"{file}: it is a link that leads nowhere; mend it, or remove it")
    except SettingsError as error:
        problems.append(str(error))
    except OSError as error:
        problems.append(f"{file}: it can not be read ({error.strerror}); give this user the right to, or name another")
    except UnicodeDecodeError as error:
        problems.append(f"{file}: it is not UTF-8 text (byte {error.start}); save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{file}: it is not TOML: {error}")
    except ValueError:
        problems.append(f"{str(file)!r} is no path; a path has no zero bytes")
    except RecursionError:
        problems.append(f"{file}: it is nested too deeply; no setting needs that")
    return {}


def is_open_to_others(file: Path) -> bool:
    """Whether anybody but its owner may read or write the file."""
    try:
        return os.name == "posix" and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
    except (OSError, ValueError):
        return False  # reading it tells why


def _bytes(file: Path) -> bytes:
    """A device is read as well: /dev/null is a file without settings."""
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISCHR(mode):
        raise SettingsError(f"{file}: it is {'a directory' if stat.S_ISDIR(mode) else 'a pipe or socket'}; name a file")
    with file.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise SettingsError(f"{file}: it is larger than {_LARGEST:,} bytes, which no settings file is; name another")
    return content
