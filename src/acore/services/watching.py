"""Sees which files change, by looking at them now and then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from acore.services.document_files import DocumentFiles, is_gone

_State = tuple[int, int]
"""When a file was changed last, and its size."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to files between two looks."""

    changed: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()

    def __add__(self, later: "Changes") -> "Changes":
        """Both; a file that came or went again is told of as both."""
        return Changes(*(tuple(dict.fromkeys(one)) for one in (self.changed + later.changed, self.gone + later.gone)))


class FolderWatch:
    """Looks at files and folders; the first look is what later ones are compared with.

    A file that is still being written is told of when it has stood still from one look to the next. A folder that is
    not there takes no file with it: it may be on a drive that is not mounted.
    """

    def __init__(self, files: DocumentFiles, paths: Sequence[Path]) -> None:
        self._files = files
        self._paths = paths
        self._settled = self._states()
        self._moving: dict[Path, _State] = {}

    def look(self) -> Changes:
        """What changed since the last look; it takes disk time, so call it outside the event loop."""
        now = self._states()
        there = [path for path in self._paths if path.is_dir()]
        gone = tuple(file for file in self._settled if file not in now and _went(file, there))
        moved = {file: state for file, state in now.items() if self._settled.get(file) != state}
        changed = tuple(file for file, state in moved.items() if self._moving.get(file) == state)
        self._moving = moved
        self._settled.update((file, now[file]) for file in changed)
        for file in gone:
            del self._settled[file]
        return Changes(changed, gone)

    def _states(self) -> dict[Path, _State]:
        found = self._files.below([path for path in self._paths if path.exists()])
        return dict(_stated(found))


def _stated(files: Iterable[Path]) -> Iterable[tuple[Path, _State]]:
    for file in files:
        try:
            known = file.stat()
        except OSError:  # it went while it was looked at
            continue
        yield file, (known.st_mtime_ns, known.st_size)


def _went(file: Path, there: Iterable[Path]) -> bool:
    """Whether a file that is not there was removed from one of the folders, or was watched by itself."""
    return is_gone(file) or any(file.is_relative_to(folder) for folder in there)
