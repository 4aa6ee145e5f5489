"""The running acore of a data directory: who owns it, and how other commands reach it.

The owner holds a lock on ``acore.lock`` for as long as it lives, so a dead owner never blocks a
new one; ``run.json`` (0600) tells its process, its address and the token that its doors ask for.
"""

import errno
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import orjson
from filelock import FileLock, Timeout
from pydantic import SecretStr, TypeAdapter, ValidationError

from acore.adapters.http import PooledHttp
from acore.domain.encoding import encodable
from acore.domain.knowledge import IndexReport, IndexStep, Listed
from acore.domain.models import Used
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.errors import AcoreError, DataDirInUse, EngineUnavailable, InvalidInput, NotFound, SettingsError
from acore.interfaces import FarSide

_PART = TypeAdapter(ReplyPart)
_STEP = TypeAdapter(IndexStep)
_LISTED = TypeAdapter(Listed)
_TITLES: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
_USED = TypeAdapter(Used)
_PRIVATE = 0o077
"""Taken from the modes of all files that this process makes: they hold what members said."""
_PATIENCE_S = 600
"""Indexing a large folder is silent until it is done."""


@dataclass(frozen=True, slots=True)
class RunFile:
    """What ``run.json`` says; `address` None is an acore that serves no page."""

    pid: int
    address: str | None
    token: SecretStr


_RUN_FILE = TypeAdapter(RunFile)


def prepare_data_dir(data_dir: Path) -> None:
    """Create the directory (0700) where it is missing; from then on all that this process writes is private.

    Raises SettingsError where the directory can not be written, EngineUnavailable where the disk is full.
    """
    os.umask(_PRIVATE)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(data_dir.iterdir()):
            data_dir.chmod(0o700)
        probe = data_dir / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _unwritable(data_dir, error) from error


def _unwritable(data_dir: Path, error: OSError) -> AcoreError:
    told = f"data_dir {data_dir.absolute()} can not be written: {error.strerror or error}."
    other = "or set another one: ACORE_DATA_DIR=/path acore ..."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EngineUnavailable(f"{told} Make room on the disk, {other}", engine="data_dir")
    return SettingsError(f"{told} Give this user rights to it, {other}")


class DataDirLock:
    """Holds a data directory for this process; a context manager that gives it back at the end."""

    def __init__(self, data_dir: Path) -> None:
        self._run_file = data_dir / "run.json"
        self._lock = FileLock(data_dir / "acore.lock")
        self._data_dir = data_dir

    def __enter__(self) -> Self:
        """Take it at once; raises DataDirInUse with the owner's pid where another process holds it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            owner = read(self._data_dir)
            raise DataDirInUse(
                f"another acore (pid {owner.pid if owner else 'unknown'}) uses {self._data_dir.absolute()}. "
                "Stop it, or set another data_dir: ACORE_DATA_DIR=/path acore ...",
                pid=owner.pid if owner else None,
            ) from error
        except OSError as error:
            raise _unwritable(self._data_dir, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._run_file.unlink(missing_ok=True)
        self._lock.release()

    def announce(self, *, address: str | None, token: str) -> None:
        """Write ``run.json``: whole or not at all, readable by this user alone.

        Raises SettingsError where it can not be written, EngineUnavailable where the disk is full.
        """
        draft = self._run_file.with_suffix(".new")
        try:
            draft.unlink(missing_ok=True)
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  by descriptor
                file.write(orjson.dumps({"pid": os.getpid(), "address": address, "token": token}))
            draft.replace(self._run_file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise _unwritable(self._data_dir, error) from error


def read(data_dir: Path) -> RunFile | None:
    """What ``run.json`` says, or None where there is none that can be used."""
    try:
        found = _RUN_FILE.validate_json((data_dir / "run.json").read_bytes())
    except (OSError, ValidationError):
        return None
    sound = found.token.get_secret_value().isascii() and (found.address or "http://").startswith("http://")
    return found if sound else None


class RunningAcore:
    """The acore that owns a data directory, asked over loopback. Use it as a context manager."""

    def __init__(self, address: str, token: SecretStr) -> None:
        self._http = PooledHttp().client(
            FarSide(
                engine="acore",
                base_url=address,
                api_key=token,
                timeout=_PATIENCE_S,
                silence=_PATIENCE_S,
                way_out="It may be stopping: restart it where that lasts.",
            )
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        """As `ChatService.reply`, from the running acore."""
        async with aclosing(self._lines("/api/reply", question)) as lines:
            async for line in lines:
                yield _PART.validate_json(line)

    async def index(self, targets: Sequence[Path | str]) -> IndexReport:
        """As `KnowledgeService.index`; relative paths are this process's."""
        async with aclosing(self.steps(targets)) as steps:
            report = IndexReport()
            async for step in steps:
                report += step.report
            return report

    async def steps(self, targets: Sequence[Path | str]) -> AsyncGenerator[IndexStep, None]:
        """As `KnowledgeService.steps`; relative paths are this process's."""
        body = {
            "files": [_address(target) for target in targets if not isinstance(target, str)],
            "urls": [target for target in targets if isinstance(target, str)],
        }
        async with aclosing(self._lines("/api/index", body)) as lines:
            async for line in lines:
                yield _STEP.validate_json(line)

    async def documents(self) -> tuple[Listed, ...]:
        """As `KnowledgeService.listed`, of all."""
        async with aclosing(self._lines("/api/documents", {})) as lines:
            return tuple([_LISTED.validate_json(line) async for line in lines])

    async def remove(self, name: str) -> tuple[str, ...]:
        """As `KnowledgeService.remove_named`; a relative path is this process's."""
        body = {"name": encodable(name), "file": _address(Path(name))}
        async with aclosing(self._lines("/api/remove", body)) as lines:
            return tuple([title async for line in lines for title in _TITLES.validate_json(line)])

    async def forget(self, scope: Scope) -> int:
        """As `ChatService.forget`."""
        async with aclosing(self._lines("/api/forget", scope)) as lines:
            return sum([int(line) async for line in lines])

    async def use(self, choice: str, key: SecretStr | None) -> Used:
        """As `Application.use`, with the choice as it was typed."""
        body = {"choice": choice, "key": None if key is None else key.get_secret_value()}
        async with aclosing(self._lines("/api/use", body)) as lines:
            (report,) = [_USED.validate_json(line) async for line in lines]
            return report

    async def _lines(self, path: str, body: object) -> AsyncGenerator[bytes, None]:
        """The answer's lines; a line that tells of an error is raised as that error."""
        async with self._http.call("POST", path, body) as answer, aclosing(answer.lines()) as batches:
            async for lines in batches:
                for line in lines:
                    _raise_told(line)
                    yield line


def _address(path: Path) -> str:
    """What stands for a path in JSON, though its name may be no text; a relative one is this process's."""
    return path.absolute().as_uri()


def _raise_told(line: bytes) -> None:
    if not line.startswith(b'{"error"'):
        return
    told = orjson.loads(line)
    kind = next(
        (kind for kind in (InvalidInput, NotFound, SettingsError) if kind.__name__ == told["error"]), AcoreError
    )
    raise kind(told["message"])
