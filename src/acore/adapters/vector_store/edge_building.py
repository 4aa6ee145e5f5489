"""When the index gets its graph: at a quiet moment, in a copy, by another process."""

import asyncio
import contextlib
import shutil
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import structlog

from acore.adapters.vector_store.edge_process import ENGINE
from acore.errors import EngineError, EngineTimeout, EngineUnavailable
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)
_BUILDER = "acore.adapters.vector_store.edge_build"
_MOST_CHANGED = 5000
"""Chunks that may change while a graph is built: they are written again into the copy, and searches wait for that."""
_LONGEST_S = 3600.0


class Building:
    """Waits until nobody has written for a while, and then has everything flushed and the graph built.

    Searches go on meanwhile, and so do writes: what they change is written again into the copy before
    it takes the index's place. Too much of that, and the copy is given up until it is quiet again.
    """

    def __init__(self, folder: Path, ask: Callable[..., Awaitable[Any]], clock: Clock, quiet_s: float) -> None:
        self.writing = asyncio.Lock()
        """Held by whoever writes to the index."""
        self._folder = folder
        self._ask = ask
        self._clock = clock
        self._quiet_s = quiet_s
        self._writes = 0
        self._building = asyncio.Lock()
        self._adopting = False
        """Whether the worker may be putting the copy in the index's place."""
        self._changed: dict[tuple[str, str], int] = {}
        self._settling: asyncio.Task[None] | None = None

    def wrote(self, document: str, guild: str, chunks: int) -> None:
        """Some chunks of a document are being written."""
        self._writes += 1
        self._changed[document, guild] = chunks
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle(), name="index-settling")

    def read(self) -> None:
        """Somebody reads: the first time, what an earlier process left is looked after when it is quiet."""
        if self._settling is None:
            self._settling = asyncio.create_task(self._settle(), name="index-settling")

    async def aclose(self) -> None:
        """Give up what is being built."""
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.gather(self._settling, return_exceptions=True)

    async def build(self) -> bool:
        """Build the graph now; False where too much was written meanwhile.

        Raises EngineError where it can not be built: the index is then as it was. Cancelling it is safe.
        """
        draft = self._folder.with_name(f"{self._folder.name}.built-{uuid4().hex}")
        async with self._building:
            try:
                return await self._built(draft)
            finally:
                if not self._adopting:  # or the copy may be the index by now; the next start removes what is left
                    await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)

    async def _built(self, draft: Path) -> bool:
        started = time.monotonic()
        self._adopting = False
        async with contextlib.AsyncExitStack() as stack:
            async with self.writing:
                await self._ask("flush")
                self._changed = {}
                said = await stack.enter_async_context(_builder(self._folder, draft))
                await _expect(said, "copied")
            await _expect(said, "built")
        async with self.writing:
            if sum(self._changed.values()) > _MOST_CHANGED:
                return False
            changed = [{"document": document, "guild": guild} for document, guild in self._changed]
            self._adopting = True
            taken = bool(await self._ask("adopt", built=str(draft), changed=changed))
            self._adopting = False
        _log.info("index_built", seconds=round(time.monotonic() - started, 3), taken=taken, caught_up=len(changed))
        return taken

    async def _settle(self) -> None:
        try:
            quiet = False
            while not quiet:
                before = self._writes
                await self._clock.sleep(self._quiet_s)
                quiet = self._writes == before and (not await self._ask("wants_graph") or await self.build())
        except EngineError as error:
            _log.warning("index_not_built", reason=str(error))


@contextlib.asynccontextmanager
async def _builder(folder: Path, draft: Path) -> AsyncGenerator[asyncio.StreamReader]:
    """The process, by what it says; it is ended where it did not end by itself."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", _BUILDER, str(folder), str(draft),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise EngineUnavailable(f"the graph of the index can not be built: {error}", engine=ENGINE) from error
    try:
        assert process.stdout
        yield process.stdout
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _expect(said: asyncio.StreamReader, step: str) -> None:
    try:
        async with asyncio.timeout(_LONGEST_S):
            line = await said.readline()
    except TimeoutError as error:
        raise EngineTimeout(f"the graph of the index was not built within {_LONGEST_S:g} s", engine=ENGINE) from error
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:  # nothing, or nothing of ours
        told = {"message": "its process ended early"}
    if told.get("done") != step:
        raise EngineUnavailable(f"the graph of the index can not be built ({told['message']})", engine=ENGINE)
