"""The files on this machine that may become knowledge, and those that were handed over and are kept."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from acore.domain.encoding import shown
from acore.domain.knowledge import Refusal
from acore.domain.reading import LARGEST, too_large
from acore.errors import InvalidInput, NotFound

_log = structlog.get_logger(__name__)
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_NOT_REGULAR = "it is no regular file."
_OURS = "it is acore's own, and may hold secrets. Copy what you need to another place."


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What keeps reading bounded."""

    largest_file: int = LARGEST
    """Bytes."""
    most_files: int = 100_000
    """Files in one go."""


@dataclass(frozen=True, slots=True)
class Unreadable(Refusal):
    """A file that the system does not give now; what it said may still be true."""


class DocumentFiles:
    """Finds and reads files; what is acore's own, but for the documents it keeps, is never read."""

    def __init__(self, data_dir: Path, kept: Path, limits: FileLimits) -> None:
        self._data_dir = data_dir
        self._kept = kept
        self._limits = limits

    def below(self, paths: Sequence[Path]) -> list[Path]:
        """The files that these are, or that stand below them, in order; hidden ones, links and acore's own left out.

        Raises NotFound for a path that does not exist, InvalidInput for too many files.
        """
        for path in paths:
            if not path.exists():
                raise NotFound(f"{shown(str(path.absolute()))}: there is no such file or folder.")
        found = [file for path in paths for file in (self._walk(path) if path.is_dir() else (path,))]
        if len(found) > self._limits.most_files:
            raise InvalidInput(
                f"There are {len(found):,} files; {self._limits.most_files:,} go at once. Index smaller folders."
            )
        return list(dict.fromkeys(found))

    def read(self, file: Path) -> bytes | Refusal:
        """The bytes of a file, or why they are not read."""
        name = shown(str(file))
        if self._is_private(file):
            return Refusal(name, _OURS)
        try:
            known = file.stat()
            if not stat.S_ISREG(known.st_mode):  # a pipe may never end
                return Refusal(name, _NOT_REGULAR)
            if known.st_size > self._limits.largest_file:
                return too_large(name, known.st_size) or Refusal(name, "it is larger than I may read.")
            return file.read_bytes()
        except OSError as error:
            return Unreadable(name, f"it can not be read ({error.strerror or error}).")

    def _is_private(self, path: Path) -> bool:
        """Whether what stands there is of acore itself, or a file of variables: it may hold secrets."""
        place = path.resolve()
        is_ours = place.is_relative_to(self._data_dir.resolve())
        everyones = self._kept.resolve() in (place, place.parent)  # what is further below belongs to one server each
        return (is_ours and not everyones) or place.name == ".env"

    def _walk(self, folder: Path) -> Iterator[Path]:
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            _log.warning("folder_not_read", path=str(folder), reason=str(error))
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.is_symlink():
                continue
            if entry.is_dir():
                yield from self._walk(entry)
            elif entry.is_file() and not self._is_private(entry):
                yield entry


def is_gone(file: Path) -> bool:
    """Whether a file was removed: it is not there, and the folder that it was in is.

    A drive that is not mounted takes no document with it.
    """
    return file.parent.is_dir() and is_missing(file)


def is_missing(file: Path) -> bool:
    """Whether nothing stands there; what can not be told is there."""
    try:
        return not file.exists()
    except OSError:
        return False
