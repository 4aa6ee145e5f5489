"""A chain of hearing, thinking and speaking in a process of its own: `python -m benchmarks.voice_client NAME`.

It prints a line of JSON with its version when it is warm. Then it answers each line that it reads, which is a number of
turns, with the seconds of each of them from the end of the turn to the first sound. It ends with its input.

It needs the standard library and the chain that is measured, as their environments are apart.
"""

import asyncio
import gc
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from importlib.metadata import version

WARM = 30
"""Turns that do not count."""
_WARNING = 30
REST_S = 0.03
"""Between two turns: who cleans up behind a turn, or tells others of it, has done so when the next one begins."""

Turn = Callable[[], Awaitable[float]]
"""Takes one turn, and gives the seconds to the first sound."""
Opened = AbstractAsyncContextManager[Turn]


def _chain(name: str) -> Callable[[], Opened]:
    """One of `benchmarks/talk_chains.py`."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Turn]:
        structlog = import_module("structlog")
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(_WARNING))
        yield getattr(import_module("benchmarks.talk_chains"), name)()

    return opened


def _pipecat(name: str) -> Callable[[], Opened]:
    """One of `benchmarks/voice_pipecat.py`."""

    def opened() -> Opened:
        os.environ["LOGURU_LEVEL"] = "ERROR"  # it is read when pipecat is imported
        conversation: Opened = getattr(import_module("benchmarks.voice_pipecat"), name)()
        return conversation

    return opened


CHAINS: Mapping[str, tuple[str, Callable[[], Opened]]] = {
    "generators": ("", _chain("through_generators")),
    "acore": ("acore", _chain("through_acore")),
    "pipecat, frames alone": ("pipecat-ai", _pipecat("frames_alone")),
    "pipecat, unobserved": ("pipecat-ai", _pipecat("unobserved")),
    "pipecat": ("pipecat-ai", _pipecat("as_documented")),
}
"""All of them: the package whose version is told, and how one is had."""


async def serve(name: str, orders: Iterable[str]) -> None:
    """Take as many turns as are ordered, and print what they took, until there are no more orders."""
    package, opened = CHAINS[name]
    async with opened() as turn:
        await _turns(turn, WARM)
        gc.collect()
        gc.freeze()
        _say({"version": version(package) if package else ""})
        lines = iter(orders)
        # Read on a thread: what a chain still has to do between two orders is not held up.
        while order := await asyncio.to_thread(next, lines, ""):
            _say(await _turns(turn, int(order)))


async def _turns(turn: Turn, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        taken.append(await turn())
        await asyncio.sleep(REST_S)
    return taken


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.stdin))
