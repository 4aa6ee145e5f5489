"""The process that listens, as the event loop sees it."""

import asyncio
import contextlib
import sys
from typing import Any, Self

import orjson
import structlog

from acore.adapters.stt.sphinx_wire import AUDIO, END, HEAD, Heard
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable

_log = structlog.get_logger(__name__)
ENGINE = "pocketsphinx"
WORKER = "acore.adapters.stt.sphinx_worker"
START_S = 30
"""The model takes half a second to load, on a machine that has nothing else to do."""
_STOP_S = 2.0
_LARGEST_LINE = 2**20
_MOST_COMPLAINTS = 20
"""Lines that one worker may write into the log."""


class Worker:
    """One process with one decoder, which listens to one stream at a time."""

    def __init__(self, process: asyncio.subprocess.Process, answer_s: float) -> None:
        self._process = process
        self._answer_s = answer_s
        self._complaining = asyncio.create_task(self._log_complaints(), name="sphinx-complaints")

    @classmethod
    async def start(cls, arguments: tuple[str, ...], answer_s: float) -> Self:
        """Start it, and wait until its model is loaded; raises EngineRefused where it says that it can not serve.

        Each answer has to come within `answer_s` seconds. Cancelling leaves no process behind.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", WORKER, *arguments,  # -P: the working directory holds no modules of ours
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
                limit=_LARGEST_LINE, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise EngineUnavailable(f"pocketsphinx can not be started: {error}", engine=ENGINE) from error
        worker = cls(process, answer_s)
        try:
            await worker._answer(START_S)
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def answers(self) -> bool:
        """Whether it is there and ready for a stream: nobody notices when an idle process dies or hangs."""
        try:
            await self.finish()
        except EngineUnavailable:
            return False
        return True

    async def hear(self, pcm: bytes) -> list[Heard]:
        """What it hears in some more sound; EngineUnavailable where it dies, EngineTimeout where it hangs."""
        return await self._ask(AUDIO, pcm)

    async def finish(self) -> list[Heard]:
        """What was left; it is ready for another stream then."""
        return await self._ask(END, b"")

    async def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._complaining

    async def stop(self) -> None:
        """Let it end; where that takes too long, it is ended."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()
        await self._complaining

    async def _ask(self, kind: bytes, given: bytes) -> list[Heard]:
        assert self._process.stdin
        try:
            self._process.stdin.write(HEAD.pack(kind, len(given)) + given)
            async with asyncio.timeout(self._answer_s):
                await self._process.stdin.drain()
        except (ConnectionError, RuntimeError) as error:
            raise _gone() from error
        except TimeoutError as error:
            raise _hangs(self._answer_s) from error
        return await self._answer(self._answer_s)

    async def _answer(self, within_s: float) -> list[Heard]:
        assert self._process.stdout
        try:
            async with asyncio.timeout(within_s):
                line = await self._process.stdout.readline()
            told: dict[str, Any] = orjson.loads(line) if line else {}
        except TimeoutError as error:
            raise _hangs(within_s) from error
        except ValueError as error:  # no JSON, or a line without end
            raise EngineUnavailable("pocketsphinx can not be understood; ask again", engine=ENGINE) from error
        if (refused := told.get("refused")) is not None:
            raise EngineRefused(f"pocketsphinx can not serve: {refused}.", engine=ENGINE)
        if "heard" not in told:
            raise _gone()
        heard: list[Heard] = told["heard"]
        return heard

    async def _log_complaints(self) -> None:
        assert self._process.stderr
        lines = 0
        async for line in self._process.stderr:  # read to its end, or the worker would wait for room
            if (lines := lines + 1) <= _MOST_COMPLAINTS:
                _log.warning("sphinx_worker", said=line[:500].decode(errors="replace").rstrip())


def _gone() -> EngineUnavailable:
    return EngineUnavailable("pocketsphinx stopped in the middle of its work; ask again", engine=ENGINE)


def _hangs(seconds: float) -> EngineTimeout:
    return EngineTimeout(f"pocketsphinx did not answer within {seconds:g} s; it is started anew", engine=ENGINE)
