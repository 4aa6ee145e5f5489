"""The embedded index: Qdrant's engine in a worker process that owns ``data_dir/index``."""

import asyncio
import contextlib
import itertools
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson
import structlog
from pydantic import Field

from acore.domain.encoding import encodable
from acore.domain.knowledge import Added, Audience, Chunk, Hit, Listed, Query, Source, Vector
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import EngineContext, EngineSettings, VectorStore

_log = structlog.get_logger(__name__)
_ENGINE = "edge"
_WORKER = "acore.adapters.vector_store.edge_worker"
_LARGEST_LINE = 16 * 2**20
_MOST_WAITING = 256
_MOST_HITS = 1000
_BATCH = 32
"""Chunks in one request: searches come in between, and the loop is not held up."""
_MOST_COMPLAINTS = 20
"""Lines that one worker may write into the log."""
_STOP_S = 2.0


class EdgeSettings(EngineSettings):
    """How long a call may take."""

    engine: Literal["edge"] = "edge"
    timeout_s: float = Field(default=60, gt=0)
    """Seconds that one call to the index may take."""


class EdgeVectorStore(VectorStore):
    """Asks its worker, which is started by the first call and again after it died.

    A call that is cancelled is abandoned: the worker may still finish it. When the worker dies, the
    calls under way raise EngineUnavailable, and the next one starts a new worker.
    """

    Settings = EdgeSettings

    def __init__(self, settings: EdgeSettings, context: EngineContext) -> None:
        self._folder = context.data_dir / "index"
        self._timeout_s = settings.timeout_s
        self._starting = asyncio.Lock()
        self._replacing = asyncio.Lock()
        self._worker: _Worker | None = None
        self._closed = False

    async def aclose(self) -> None:
        """End the worker: it writes everything down, and is killed where that takes too long."""
        self._closed = True
        async with self._starting:
            worker, self._worker = self._worker, None
            if worker is not None:
                await worker.stop()

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        """Write the chunks, the first one last; durable when it returns."""
        del vectors
        whose = {"document": document, "guild": guild or ""}
        async with self._replacing:
            if chunks:
                await self._ask("begin", **whose)
            for start in range(1, len(chunks), _BATCH):
                await self._ask("write", chunks=[_row(chunk) for chunk in chunks[start : start + _BATCH]])
            await self._ask("finish", **whose, first=[_row(chunk) for chunk in chunks[:1]], count=len(chunks))

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """Look at the document's first chunk."""
        found: str | None = await self._ask("fingerprint", document=document, guild=guild or "")
        return found

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """BM25 over the chunks of everyone and of the query's guild; at most 1000 hits."""
        if query.limit < 1:
            return ()
        limit = min(query.limit, _MOST_HITS)
        found = await self._ask("search", text=encodable(query.text), seen=_seen(query.scope), limit=limit)
        return tuple(Hit(_chunk(row["chunk"]), row["score"]) for row in found)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """Nothing, as it keeps no vectors."""
        del vector, query
        return ()

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Read it."""
        row = await self._ask("chunk", identity=str(identity), seen=_seen(scope))
        return _chunk(row) if row else None

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """The first chunks of all."""
        rows = await self._ask("documents", seen=_seen(scope) if scope else {})
        found = [(_chunk(row["first"]), row["chunks"]) for row in rows]
        listed = [
            Listed(first.document, first.source.document, first.audience, first.added, chunks, first.fingerprint)
            for first, chunks in found
        ]
        return tuple(sorted(listed, key=lambda one: (one.title, one.document)))

    async def count(self) -> int:
        """Count them."""
        counted: int = await self._ask("count")
        return counted

    async def _ask(self, work: str, **given: object) -> Any:  # noqa: ANN401  JSON
        worker = await self._running()
        answered = worker.answered
        try:
            async with asyncio.timeout(self._timeout_s):
                told = await worker.ask(work, given)
        except TimeoutError as error:
            if worker.answered == answered:
                worker.kill()  # it hangs: the next call starts another
            raise EngineTimeout(f"the index did not answer within {self._timeout_s:g} s", engine=_ENGINE) from error
        if "error" in told:
            raise self._fault(told["error"], told["message"])
        return told["result"]

    async def _running(self) -> "_Worker":
        async with self._starting:
            if self._closed:
                raise EngineUnavailable("the index is closed, because acore is stopping", engine=_ENGINE)
            if self._worker is None or self._worker.ended:
                if self._worker is not None:
                    await self._worker.stop()
                self._worker = await _Worker.start(str(self._folder))
            return self._worker

    def _fault(self, kind: str, message: str) -> EngineError:
        if kind == "in use":
            return EngineUnavailable(f"another program uses the index in {self._folder} ({message})", engine=_ENGINE)
        if kind == "full":
            return EngineUnavailable(
                f"the index in {self._folder} can not be written; make room on the disk ({message})", engine=_ENGINE
            )
        if kind == "rights":
            return EngineRefused(
                f"the index in {self._folder} can not be written ({message}). Give this user rights to the folder, or "
                "set another data_dir: ACORE_DATA_DIR=/path acore ...",
                engine=_ENGINE,
            )
        return EngineRefused(
            f"the index in {self._folder} can not be used ({message}). Stop acore, delete that folder, and index your "
            "documents again: they are not touched.",
            engine=_ENGINE,
        )


class _Worker:
    """The process, and the calls that wait for its answers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.answered = 0
        self._given_up = False
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reading = asyncio.create_task(self._read(), name="index-answers")
        self._complaining = asyncio.create_task(self._log_complaints(), name="index-complaints")

    @classmethod
    async def start(cls, folder: str) -> "_Worker":
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", _WORKER, folder,  # -P: the working directory holds no modules of ours
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                limit=_LARGEST_LINE, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise EngineUnavailable(f"the index can not be started: {error}", engine=_ENGINE) from error
        return cls(process)

    @property
    def ended(self) -> bool:
        return self._given_up or self._reading.done()

    async def ask(self, work: str, given: dict[str, object]) -> dict[str, Any]:
        if len(self._waiting) >= _MOST_WAITING:
            raise EngineUnavailable("too many questions wait for the index; try again in a moment", engine=_ENGINE)
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            assert self._process.stdin
            self._process.stdin.write(orjson.dumps({"n": number, "work": work, "given": given}) + b"\n")
            await self._process.stdin.drain()
            return await answer
        except (ConnectionError, RuntimeError) as error:
            raise _gone() from error
        finally:
            self._waiting.pop(number, None)

    def kill(self) -> None:
        self._given_up = True
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        for harder in (self._process.terminate, self._process.kill):
            try:
                async with asyncio.timeout(_STOP_S):
                    await self._process.wait()
                break
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    harder()
        await self._process.wait()
        await asyncio.gather(self._reading, self._complaining)

    async def _read(self) -> None:
        assert self._process.stdout
        try:
            async for line in self._process.stdout:
                told = orjson.loads(line)
                self.answered += 1
                self._given_up = self._given_up or told.get("last", False)
                answer = self._waiting.get(told["n"])
                if answer is not None and not answer.done():
                    answer.set_result(told)
        except ValueError as error:  # no JSON, or a line without end
            _log.error("index_worker_misspoke", reason=str(error)[:200])
            self.kill()
        finally:
            code = await self._process.wait()
            for answer in self._waiting.values():
                if answer.done():
                    continue
                if code == -signal.SIGBUS:  # the engine's files are mapped, and a full disk has no room behind them
                    answer.set_result({"error": "full", "message": "its process was stopped for want of room"})
                else:
                    answer.set_exception(_gone())

    async def _log_complaints(self) -> None:
        assert self._process.stderr
        lines = 0
        async for line in self._process.stderr:  # read to its end, or the worker would wait for room
            if (lines := lines + 1) <= _MOST_COMPLAINTS:
                _log.warning("index_worker", said=line[:500].decode(errors="replace").rstrip())


def _gone() -> EngineUnavailable:
    return EngineUnavailable("the index stopped in the middle of its work; ask again to start it anew", engine=_ENGINE)


def _row(chunk: Chunk) -> dict[str, object]:
    return {
        "id": str(chunk.id),
        "document": chunk.document,
        "guild": chunk.audience.guild or "",
        "category": chunk.audience.category or "",
        "channel": chunk.audience.channel or "",
        "owner": chunk.audience.owner or "",
        "added_by": chunk.added.by,
        "added_at": chunk.added.at.isoformat() if chunk.added.at else None,
        "position": chunk.position,
        "fingerprint": chunk.fingerprint,
        "text": chunk.text,
        **asdict(chunk.source),
    }


def _chunk(row: dict[str, Any]) -> Chunk:
    return Chunk(
        document=row["document"],
        position=row["position"],
        fingerprint=row["fingerprint"],
        text=row["text"],
        source=Source(row["title"], row["uri"]),
        audience=Audience(*(row.get(key) or None for key in ("guild", "category", "channel", "owner"))),
        added=Added(row.get("added_by"), datetime.fromisoformat(at) if (at := row.get("added_at")) else None),
    )


def _seen(scope: Scope) -> dict[str, list[str]]:
    """What the keys of a chunk may be for the scope to see it."""
    keys = {"guild": scope.guild, "category": scope.category, "channel": scope.channel, "owner": scope.user}
    return {key: ["", value] if value else [""] for key, value in keys.items()}
