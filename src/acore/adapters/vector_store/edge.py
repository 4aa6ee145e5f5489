"""The embedded index: Qdrant's engine in a worker process that owns ``data_dir/index``."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from acore.adapters.vector_store.edge_building import Building
from acore.adapters.vector_store.edge_process import ENGINE, Worker
from acore.adapters.vector_store.packing import packed
from acore.adapters.vector_store.rows import UNFINISHED, audiences_of, chunk_of, listing, row_of, size_of
from acore.domain.encoding import encodable
from acore.domain.knowledge import Chunk, Hit, Listed, Query, Vector
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import EngineContext, EngineSettings, VectorStore

_MOST_HITS = 1000
_BATCH = 32
"""Chunks in one request: searches come in between, and the loop is not held up."""
_LEAVING_S = 5.0
"""How long the worker of an acore that was killed may take to write everything down: the next one waits for it."""
_LOOK_S = 0.05
_AHEAD = 2
"""Requests that are on their way while chunks are written: one is worked on, one is being put into words."""


class EdgeSettings(EngineSettings):
    """How long a call may take, and when there is time to build."""

    engine: Literal["edge"] = "edge"
    timeout_s: float = Field(default=60, gt=0)
    """Seconds that one call to the index may take."""
    quiet_s: float = Field(default=5, gt=0)
    """Seconds without a write after which the graph for vectors is built."""


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
        self._building = Building(self._folder, self._ask, context.clock, settings.quiet_s)
        self._worker: Worker | None = None
        self._closed = False

    async def aclose(self) -> None:
        """End the worker: it writes everything down, and is killed where that takes too long."""
        self._closed = True
        await self._building.aclose()
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
        size = size_of(chunks, vectors)
        rows = [None] * len(chunks) if vectors is None else vectors
        whose = {"document": document, "guild": guild or ""}
        async with self._building.writing:
            self._building.wrote(**whose, chunks=len(chunks))
            if chunks:
                await self._ask("begin", first=row_of(chunks[0]) | {"fingerprint": UNFINISHED}, size=size)
            pairs = list(zip(chunks, rows, strict=True))
            for start in range(1, len(pairs), _BATCH * _AHEAD):
                batches = (pairs[at : at + _BATCH] for at in range(start, start + _BATCH * _AHEAD, _BATCH))
                await asyncio.gather(*(self._ask("write", chunks=_rows(batch)) for batch in batches if batch))
            await self._ask("finish", **whose, first=_rows(pairs[:1]), count=len(chunks))

    async def fingerprint(self, document: str, *, guild: str | None = None) -> str | None:
        """Look at the document's first chunk."""
        found: str | None = await self._ask("fingerprint", document=document, guild=guild or "")
        return found

    async def search(self, query: Query) -> tuple[Hit, ...]:
        """BM25 over the chunks of everyone and of the query's guild; at most 1000 hits."""
        if query.limit < 1:
            return ()
        limit = min(query.limit, _MOST_HITS)
        found = await self._ask("search", text=encodable(query.text), seen=audiences_of(query.scope), limit=limit)
        return tuple(Hit(chunk_of(row["chunk"]), row["score"]) for row in found)

    async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
        """By the graph where there is one, by comparing each where there is none; at most 1000 hits."""
        if query.limit < 1:
            return ()
        self._building.read()
        limit = min(query.limit, _MOST_HITS)
        found = await self._ask("nearest", vector=packed(vector), seen=audiences_of(query.scope), limit=limit)
        return tuple(Hit(chunk_of(row["chunk"]), row["score"]) for row in found)

    async def chunk(self, identity: UUID, scope: Scope) -> Chunk | None:
        """Read it."""
        row = await self._ask("chunk", identity=str(identity), seen=audiences_of(scope))
        return chunk_of(row) if row else None

    async def documents(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """The first chunks of all."""
        rows = await self._ask("documents", seen=audiences_of(scope) if scope else None)
        return listing((chunk_of(row["first"]), row["chunks"]) for row in rows)

    async def count(self) -> int:
        """Count them."""
        counted: int = await self._ask("count")
        return counted

    async def build(self) -> bool:
        """Build the graph for vectors now instead of at the next quiet moment; False where too much was written.

        Searches and writes go on meanwhile. Raises EngineError; the index is then as it was.
        """
        return await self._building.build()

    async def _ask(self, work: str, **given: object) -> Any:  # noqa: ANN401  JSON
        until = time.monotonic() + min(_LEAVING_S, self._timeout_s)
        told = await self._told(work, given)
        while told.get("error") == "in use" and time.monotonic() < until:
            await asyncio.sleep(_LOOK_S)
            told = await self._told(work, given)
        if "error" in told:
            raise self._fault(told["error"], told["message"])
        return told["result"]

    async def _told(self, work: str, given: dict[str, object]) -> dict[str, Any]:
        worker = await self._running()
        answered = worker.answered
        try:
            async with asyncio.timeout(self._timeout_s):
                return await worker.ask(work, given)
        except TimeoutError as error:
            if worker.answered == answered:
                worker.kill()  # it hangs: the next call starts another
            told = f"the index did not answer within {self._timeout_s:g} s; ask again in a moment"
            raise EngineTimeout(told, engine=ENGINE) from error

    async def _running(self) -> Worker:
        async with self._starting:
            if self._closed:
                raise EngineUnavailable("the index is closed, because acore is stopping", engine=ENGINE)
            if self._worker is None or self._worker.ended:
                if self._worker is not None:
                    await self._worker.stop()
                self._worker = await Worker.start(str(self._folder))
            return self._worker

    def _fault(self, kind: str, message: str) -> EngineError:
        if kind == "in use":
            return EngineUnavailable(f"another program uses the index in {self._folder} ({message})", engine=ENGINE)
        if kind == "full":
            return EngineUnavailable(
                f"the index in {self._folder} can not be written; make room on the disk ({message})", engine=ENGINE
            )
        if kind == "rights":
            return EngineRefused(
                f"the index in {self._folder} can not be written ({message}). Give this user rights to the folder, or "
                "set another data_dir: ACORE_DATA_DIR=/path acore ...",
                engine=ENGINE,
            )
        return EngineRefused(
            f"the index in {self._folder} can not be used ({message}). Stop acore, delete that folder, and index your "
            "documents again: they are not touched.",
            engine=ENGINE,
        )


def _rows(pairs: Sequence[tuple[Chunk, Vector | None]]) -> list[dict[str, Any]]:
    return [row_of(chunk) | ({} if vector is None else {"vector": packed(vector)}) for chunk, vector in pairs]
