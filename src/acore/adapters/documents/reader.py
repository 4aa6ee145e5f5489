"""Reads files of all kinds that acore knows."""

import subprocess
import sys
import threading

import structlog
from pydantic import TypeAdapter, ValidationError

from acore.adapters.documents.kinds import Kind, kind_of
from acore.adapters.documents.parsing import parsed
from acore.domain.knowledge import Refusal
from acore.domain.reading import Reading, too_large
from acore.interfaces import DocumentReader

_log = structlog.get_logger(__name__)
_WORKER = "acore.adapters.documents.worker"
_ANSWER: TypeAdapter[Reading | Refusal] = TypeAdapter(Reading | Refusal)
_ALWAYS_APART: frozenset[Kind] = frozenset({"pdf", "docx"})
_NEVER_APART: frozenset[Kind] = frozenset({"text", "captions"})
_LARGE = 256 * 1024
"""Bytes from which on a page or a table is read in a process of its own."""
_STOPPED = "it was not read, because acore is stopping."


class FileReader(DocumentReader):
    """Reads small and plain files itself, and others in a process each, which is ended at the deadline."""

    def __init__(self, deadline_s: float = 30) -> None:
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def read(self, name: str, data: bytes, *, media_type: str | None = None) -> Reading | Refusal:
        """By kind; what the library of a kind does not understand is refused."""
        if (refusal := too_large(name, len(data))) is not None:
            return refusal
        kind = kind_of(name, data, media_type)
        is_apart = kind in _ALWAYS_APART or (kind not in _NEVER_APART and len(data) > _LARGE)
        return self._read_apart(kind, name, data) if is_apart else parsed(kind, name, data)

    def close(self) -> None:
        """End the processes; what they were reading is refused."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _read_apart(self, kind: Kind, name: str, data: bytes) -> Reading | Refusal:
        with self._lock:
            if self._closed:
                return Refusal(name, _STOPPED)
            # -P: the working directory holds no modules of ours
            process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-P", "-m", _WORKER, kind, name.replace("\0", "")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            )  # fmt: skip
            self._running.add(process)
        try:
            answer, complaints = process.communicate(data, timeout=self._deadline_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Refusal(name, f"it takes longer than {self._deadline_s:g} s to read. Cut it into parts.")
        finally:
            with self._lock:
                self._running.discard(process)
        return self._understood(name, kind, answer, complaints, process.returncode)

    def _understood(self, name: str, kind: Kind, answer: bytes, complaints: bytes, code: int) -> Reading | Refusal:
        try:
            told = _ANSWER.validate_json(answer)
        except ValidationError:
            if self._closed:
                return Refusal(name, _STOPPED)
            _log.warning("document_worker_died", kind=kind, code=code, said=complaints[-300:].decode(errors="replace"))
            return Refusal(name, "it ends the program that reads it: it is damaged, or made to do that.")
        if complaints:
            _log.info("document_worker", kind=kind, said=complaints[-300:].decode(errors="replace").rstrip())
        return told
