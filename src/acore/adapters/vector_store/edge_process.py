"""The process that owns the index, as the event loop sees it."""

import asyncio
import contextlib
import itertools
import signal
import sys
from typing import Any, Self

import orjson
import structlog

from acore.errors import EngineUnavailable

_log = structlog.get_logger(__name__)
ENGINE = "edge"
WORKER = "acore.adapters.vector_store.edge_worker"
LARGEST_LINE = 16 * 2**20
_MOST_WAITING = 256
_MOST_COMPLAINTS = 20
"""Lines that one worker may write into the log."""
_STOP_S = 2.0


class Worker:
    """The process, and the calls that wait for its answers; `answered` counts those that came."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.answered = 0
        self._given_up = False
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reading = asyncio.create_task(self._read(), name="index-answers")
        self._complaining = asyncio.create_task(self._log_complaints(), name="index-complaints")

    @classmethod
    async def start(cls, folder: str) -> Self:
        """Start it over the folder; it opens that with the first question."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", WORKER, folder,  # -P: the working directory holds no modules of ours
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                limit=LARGEST_LINE, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise EngineUnavailable(f"the index can not be started: {error}", engine=ENGINE) from error
        return cls(process)

    @property
    def ended(self) -> bool:
        """Whether it answers nothing more."""
        return self._given_up or self._reading.done()

    async def ask(self, work: str, given: dict[str, object]) -> dict[str, Any]:
        """Its answer, faults included; raises EngineUnavailable where it dies."""
        if len(self._waiting) >= _MOST_WAITING:
            raise EngineUnavailable("too many questions wait for the index; try again in a moment", engine=ENGINE)
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
        """End it at once."""
        self._given_up = True
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """Let it write everything down and end; where that takes too long, it is ended."""
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
    return EngineUnavailable("the index stopped in the middle of its work; ask again to start it anew", engine=ENGINE)
