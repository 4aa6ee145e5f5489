"""Where a verb's sound goes: a file, standard output, or a player."""

import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

import typer

from acore.errors import EngineUnavailable

_IN_MEMORY = 32 * 2**20
_PLAYERS = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("play", "-q"),
)
"""Programs that play a file that is named to them, first those that mix with what is played already."""
_OTHER_KINDS = frozenset({".mp3", ".ogg", ".opus", ".flac", ".m4a", ".aac", ".mp4", ".webm", ".wma", ".aiff"})
"""Names that players believe, whatever is in the file."""


class Target(Protocol):
    """Where the sound goes once all of it is there; a failure before leaves no trace."""

    @property
    def name(self) -> str:
        """For people."""
        ...

    @property
    def tells(self) -> bool:
        """Whether people are to be told that it is there."""
        ...

    def opened(self) -> AbstractContextManager[BinaryIO]:
        """A file that can be sought, for a whole WAV; leaving it brings the sound where it goes."""


def target_of(output: str | None) -> Target:
    """What -o says: a file, ``-`` for standard output, and by itself whatever is there to hear it.

    Raises typer.BadParameter where that is a terminal, and no player is installed, and for a name that says that the
    file is of another kind.
    """
    if output not in (None, "-"):
        if (kind := Path(str(output)).suffix.lower()) in _OTHER_KINDS:
            raise typer.BadParameter(f"{output} would be no {kind[1:]} file: acore writes WAV. Name it with .wav.")
        return ToFile(str(output))
    if sys.stdout.isatty():
        if output is None and (player := player_here()) is not None:
            return player
        names = ", ".join(player[0] for player in _PLAYERS)
        raise typer.BadParameter(f"a terminal shows no sound, and none of {names} is here: write it with -o FILE.")
    return ToStandardOutput()


def player_here() -> "ToPlayer | None":
    """The player that is installed, where a terminal shows that somebody is there to hear it."""
    found = _player() if sys.stdout.isatty() else None
    return ToPlayer(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class ToFile:
    """A file; what it held is replaced."""

    name: str
    tells: bool = True

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Raises OSError at once where it can not be written; until all of it is there, the file is as it was."""
        path, is_whole = Path(self.name), False
        is_new = not (path.exists() or path.is_symlink())
        try:
            with path.open("ab") as file, _spool() as spool:
                is_file, mode = path.is_file(), path.stat().st_mode
                if is_new:
                    path.unlink(missing_ok=True)  # who is killed while it is said leaves nothing
                yield spool
                is_whole = True
                with _replaced(path.resolve(), mode) if is_file else nullcontext(file) as kept:
                    shutil.copyfileobj(_from_its_beginning(spool), kept)
        except OSError as error:
            if is_whole:
                error.filename, error.filename2 = self.name, None  # a full disk does not say what was to be written
            raise


@dataclass(frozen=True, slots=True)
class ToStandardOutput:
    """Whoever reads it."""

    name: str = "-"
    tells: bool = False

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """It is written at the end, because the beginning of a WAV says how long it is."""
        with _spool() as spool:
            yield spool
            shutil.copyfileobj(_from_its_beginning(spool), sys.stdout.buffer)


@dataclass(frozen=True, slots=True)
class ToPlayer:
    """A program that plays it."""

    command: tuple[str, ...]
    tells: bool = False

    @property
    def name(self) -> str:
        """The program's."""
        return self.command[0]

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Raises EngineUnavailable where the program can not play it."""
        with NamedTemporaryFile(prefix="acore-", suffix=".wav") as file:
            yield cast("BinaryIO", file)
            file.flush()
            done = subprocess.run([*self.command, file.name], check=False, stdin=subprocess.DEVNULL)  # noqa: S603  ours
        if done.returncode:
            told = f"{self.name} could not play it (code {done.returncode}); write it to a file with -o FILE."
            raise EngineUnavailable(told, engine=self.name)


def _player() -> tuple[str, ...] | None:
    return next((player for player in _PLAYERS if shutil.which(player[0])), None)


@contextmanager
def _replaced(path: Path, mode: int) -> Iterator[BinaryIO]:
    """A file beside the path that takes its place once it is whole; a disk may be full before."""
    try:
        draft = NamedTemporaryFile(dir=path.parent, prefix=".acore-", delete=False)  # noqa: SIM115  closed below
    except PermissionError:  # its folder takes no other file, so it has to be written where it is
        with path.open("wb") as file:
            yield file
        return
    try:
        with draft:
            yield cast("BinaryIO", draft)
        Path(draft.name).chmod(stat.S_IMODE(mode))
        Path(draft.name).replace(path)
    except BaseException:
        Path(draft.name).unlink(missing_ok=True)
        raise


def _spool() -> BinaryIO:
    return cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))


def _from_its_beginning(spool: BinaryIO) -> BinaryIO:
    spool.seek(0)
    return spool
