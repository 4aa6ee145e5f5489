"""What acore adds to a call of a model server, against the bare client that one would write instead.

The engine alone is measured here, what stands around it in `calls.py`, `limiter.py` and `replay.py`.
The bare client reads `aiter_lines` and `json.loads`; it uses the same connections as acore, or httpx's own. The server
is a process of its own, so that only the clients' processor time is counted; the clients take turns.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial

import httpx
from httpx_aiohttp import AiohttpTransport

from acore.adapters.http import PooledHttp
from acore.adapters.llm.openai import OpenAILLM, OpenAISettings
from acore.domain.chat import ChatRequest, Message
from acore.domain.scope import Scope
from acore.interfaces import FarSide
from acore.testing import engine_context
from benchmarks import calls, limiter, replay
from benchmarks.figures import Figure
from benchmarks.processes import ROOT, environment

_CHUNKS, _STREAMS = 2000, 5
_AT_ONCE, _BURSTS = 256, 5
_SLOW_S = 0.2
_FIRSTS = 300
_LEAVES = 50
_LIMITS = httpx.Limits(max_connections=1000)
_REQUEST = ChatRequest(messages=(Message("user", "Say something."),), scope=Scope("c", "u"))

Call = Callable[[], Awaitable[float]]
"""Asks for a whole answer; returns the seconds until its first words."""


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with _upstream() as address:
        own = httpx.AsyncClient(base_url=address, limits=_LIMITS, timeout=60, trust_env=False)
        same = httpx.AsyncClient(base_url=address, transport=AiohttpTransport(limits=_LIMITS), timeout=60)
        async with (
            own,
            same,
            _engine(address, f"chunks-{_CHUNKS}") as many,
            _engine(address, "slow") as slow,
            _engine(address, "chunks-1") as quick,
            _engine(address, "hang") as hanging,
        ):
            ours, bare, httpx_own = await _per_chunk(many, same, own)
            added, added_bare, added_own = await _in_flight(slow, same, own)
            first, first_bare = await _first_words(quick, same)
            left = await _leaving(hanging, address)
        around = await calls.measure(address)
    return [
        Figure("llm.cpu_per_chunk", ours * 1e6, "us", bare * 1e6, "<=1.2"),
        Figure("llm.cpu_per_chunk_httpx", ours * 1e6, "us", httpx_own * 1e6, "<=0.6"),
        Figure("llm.added_p50", added * 1e3, "ms", added_bare * 1e3, "<=1.5"),
        Figure("llm.added_p50_httpx", added * 1e3, "ms", added_own * 1e3, "<=0.1"),
        Figure("llm.first_delta", first * 1e3, "ms", first_bare * 1e3, "<=1.3"),
        Figure("llm.leaving", left * 1e3, "ms", None, "<=100"),
        *around,
        *await limiter.measure(),
        *await replay.measure(),
    ]


def _engine(address: str, model: str) -> OpenAILLM:
    return OpenAILLM(OpenAISettings(base_url=f"{address}/v1", model=model, timeout=60), engine_context())


@asynccontextmanager
async def _upstream() -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.upstream", cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def _ask_bare(client: httpx.AsyncClient, model: str) -> float:
    """The client that one would write: returns the seconds until the first words."""
    began, first = time.perf_counter(), 0.0
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": "Say something."}]}
    async with client.stream("POST", "/v1/chat/completions", json=body) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: ") and line != "data: [DONE]":
                text = json.loads(line[6:])["choices"][0]["delta"].get("content")
                first = first or (time.perf_counter() - began if text else 0.0)
    return first


async def _ask(llm: OpenAILLM) -> float:
    began, first = time.perf_counter(), 0.0
    async with aclosing(llm.stream(_REQUEST)) as deltas:
        async for delta in deltas:
            first = first or (time.perf_counter() - began if delta.text else 0.0)
    return first


def _calls(llm: OpenAILLM, clients: Sequence[httpx.AsyncClient], model: str) -> list[Call]:
    return [partial(_ask, llm), *(partial(_ask_bare, client, model) for client in clients)]


async def _per_chunk(llm: OpenAILLM, *clients: httpx.AsyncClient) -> tuple[float, ...]:
    """Processor seconds of each client for a chunk that comes in a packet of its own."""
    calls = _calls(llm, clients, f"chunks-{_CHUNKS}")
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(_STREAMS):
        for call, column in zip(calls, taken, strict=True):
            began = time.process_time()
            await call()
            column.append((time.process_time() - began) / _CHUNKS)
    return tuple(statistics.median(column) for column in taken)


async def _in_flight(llm: OpenAILLM, *clients: httpx.AsyncClient) -> tuple[float, ...]:
    """Median seconds that each client adds to an answer that takes 0.2 s, with 256 calls in flight."""
    calls = _calls(llm, clients, "slow")
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(_BURSTS):
        for call, column in zip(calls, taken, strict=True):
            column.extend(await asyncio.gather(*(_timed(call) for _ in range(_AT_ONCE))))
    return tuple(statistics.median(column) - _SLOW_S for column in taken)


async def _timed(call: Call) -> float:
    began = time.perf_counter()
    await call()
    return time.perf_counter() - began


async def _first_words(llm: OpenAILLM, client: httpx.AsyncClient) -> tuple[float, float]:
    """Median seconds until the first words over a connection that is open."""
    taken = [(await _ask(llm), await _ask_bare(client, "chunks-1")) for _ in range(_FIRSTS)]
    ours, bare = zip(*taken, strict=True)
    return statistics.median(ours), statistics.median(bare)


async def _leaving(llm: OpenAILLM, address: str) -> float:
    """The longest time between a reader who leaves and the server that sees it."""
    worst = 0.0
    control = PooledHttp().client(FarSide(engine="upstream", base_url=address))
    for _ in range(_LEAVES):
        async with aclosing(llm.stream(_REQUEST)) as deltas:
            await anext(deltas)
            left = time.monotonic()
        worst = max(worst, await control.get("left") - left)
    await control.aclose()
    return worst
