"""What a call costs through every policy of the house: the figures of `llm.py` that are about policies.

The house is built from settings; its log is at its warnings. Nothing that was there before the load takes part in the
collection of garbage, for all clients alike. A call's time begins when the whole burst does, for all alike.
"""

import asyncio
import gc
import hashlib
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import partial
from itertools import count

import httpx
from httpx_aiohttp import AiohttpTransport

from acore.adapters import engines
from acore.adapters.clock.system import SystemClock
from acore.adapters.http import PooledHttp
from acore.domain.chat import ChatRequest
from acore.interfaces import LLM, FarSide
from acore.testing import engine_context
from benchmarks.figures import Figure
from benchmarks.house import asked, conversation, every_policy

_LIMITS = httpx.Limits(max_connections=1000, keepalive_expiry=15)
"""Those of the house's own connections."""
_AT_ONCE, _BURSTS = 256, 15
_CALLS, _ROUNDS = 50, 9
_LISTENERS, _FLIGHTS = 500, 9
_SLOW_S = 0.2
_DELTAS, _STREAMS = 3000, 9
_HITS, _HIT_ROUNDS = 1000, 15
_MESSAGES, _WORDS = 14, (10, 130)
"""A conversation on Discord: its messages, and the words of the shortest and the longest."""

_number = count()

Ask = Callable[[], Awaitable[object]]


async def measure(address: str) -> list[Figure]:
    """Measure against the model server at that address."""
    gc.collect()
    gc.freeze()
    try:
        return [
            *await _calls(address),
            await _in_flight(address),
            *await _single_flights(address),
            await _hit(),
            await _delta(),
        ]
    finally:
        gc.unfreeze()


def _openai(address: str, model: str) -> dict[str, object]:
    return {"engine": "openai", "base_url": f"{address}/v1", "model": model, "timeout": 60}


def _question() -> str:
    return f"How do I bake a cake for {next(_number)} people, and what do I need for it?"


async def read(llm: LLM, request: ChatRequest) -> None:
    async with aclosing(llm.stream(request)) as deltas:
        async for _ in deltas:
            pass


def _reader(llm: LLM) -> Ask:
    """Reads the answer to another question each time."""
    return lambda: read(llm, asked(_question()))


def _bare_reader(client: httpx.AsyncClient, model: str) -> Ask:
    """The client that one would write."""

    async def ask() -> None:
        body = {"model": model, "stream": True, "messages": [{"role": "user", "content": _question()}]}
        async with client.stream("POST", "/v1/chat/completions", json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: ") and line != "data: [DONE]":
                    json.loads(line[6:])["choices"][0]["delta"].get("content")

    return ask


async def _calls(address: str) -> list[Figure]:
    """Processor seconds of a call whose answer has twenty pieces, a short one, and of one whose answer is one piece."""
    figures = []
    for name, model, target in (
        ("llm.cpu_per_call", "chunks-20", "<=0.75"),
        ("llm.cpu_per_call_of_1", "chunks-1", "<=1"),
    ):
        async with (
            every_policy(_openai(address, model)) as llm,
            httpx.AsyncClient(base_url=address, limits=_LIMITS, timeout=60, trust_env=False) as client,
        ):
            ours, bare = await _processor_times(_reader(llm), _bare_reader(client, model))
        figures.append(Figure(name, ours * 1e6, "us", bare * 1e6, target))
    return figures


async def _processor_times(*asks: Ask) -> list[float]:
    """The medians of what each takes, in turn."""
    taken: list[list[float]] = [[] for _ in asks]
    for _ in range(_ROUNDS):
        for ask, column in zip(asks, taken, strict=True):
            began = time.process_time()
            for _ in range(_CALLS):
                await ask()
            column.append((time.process_time() - began) / _CALLS)
    return [statistics.median(column) for column in taken]


async def _in_flight(address: str) -> Figure:
    """Seconds added to an answer of 0.2 s, the median of many bursts of 256 calls."""
    transport = AiohttpTransport(limits=_LIMITS)
    async with (
        every_policy(_openai(address, "slow")) as llm,
        httpx.AsyncClient(base_url=address, transport=transport, timeout=60) as client,
    ):
        asks = (_reader(llm), _bare_reader(client, "slow"))
        for ask in asks:
            await asyncio.gather(*(ask() for _ in range(_AT_ONCE)))  # the connections are made once
        taken: list[list[float]] = [[], []]
        for _ in range(_BURSTS):
            for ask, column in zip(asks, taken, strict=True):
                began = time.perf_counter()
                ends = await asyncio.gather(*(_end_of(ask) for _ in range(_AT_ONCE)))
                column.extend(end - began for end in ends)
    ours, bare = (statistics.median(column) - _SLOW_S for column in taken)
    return Figure("llm.inflight256", ours * 1e3, "ms", bare * 1e3, "<=2")


async def _end_of(ask: Ask) -> float:
    await ask()
    return time.perf_counter()


async def _single_flights(address: str) -> list[Figure]:
    """500 who ask the same at the same time, read in pieces and whole: seconds, and calls that the server saw."""
    control = PooledHttp().client(FarSide(engine="upstream", base_url=address))
    walls, most = [], 0
    async with every_policy(_openai(address, "slow")) as llm:
        await read(llm, asked(_question()))
        ways: tuple[Callable[[ChatRequest], Awaitable[object]], ...] = (partial(read, llm), llm.complete)
        for ask in ways:
            taken = []
            for _ in range(_FLIGHTS):
                before = await control.get("asked")
                request = asked(_question(), cacheable=True)
                began = time.perf_counter()
                await asyncio.gather(*(ask(request) for _ in range(_LISTENERS)))
                taken.append(time.perf_counter() - began)
                most = max(most, await control.get("asked") - before)
            walls.append(statistics.median(taken))
    await control.aclose()
    return [
        Figure("llm.single_flight", max(walls) * 1e3, "ms", _SLOW_S * 1e3, "<=1.1"),
        Figure("llm.single_flight_calls", most, "calls", None, "<=1"),
    ]


async def _hit() -> Figure:
    """Seconds of a whole call that the cache answers, against a dict by SHA-256 of the JSON of the messages."""
    chosen = random.Random(0)
    words = "the moon is far away and nobody knows how long a bot would take to walk there".split()
    texts = tuple(" ".join(chosen.choices(words, k=chosen.randint(*_WORDS))) for _ in range(_MESSAGES))
    kept = {_plain_key(texts): "It would take long."}
    ours, bare = [], []
    async with every_policy({"engine": "scripted", "replies": ["It would take long."]}) as llm:
        await llm.complete(conversation(texts))
        for _ in range(_HIT_ROUNDS):
            requests = [conversation(texts) for _ in range(_HITS)]
            began = time.perf_counter()
            for request in requests:
                await llm.complete(request)
            ours.append((time.perf_counter() - began) / _HITS)
            began = time.perf_counter()
            for _ in range(_HITS):
                kept[_plain_key(texts)]
            bare.append((time.perf_counter() - began) / _HITS)
    return Figure("llm.cache_hit", statistics.median(ours) * 1e6, "us", statistics.median(bare) * 1e6, "<=0.5")


def _plain_key(texts: tuple[str, ...]) -> str:
    roles = ["system", *["user", "assistant"] * _MESSAGES]
    messages = [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]
    return hashlib.sha256(json.dumps(messages).encode()).hexdigest()


async def _delta() -> Figure:
    """Seconds that the policies add to a delta of an engine that gives way before each."""
    table = {"engine": "scripted", "replies": (" ".join(["word"] * _DELTAS),)}
    bare: LLM = engines.build("llm", engines.settings_for("llm", table), engine_context(clock=SystemClock()))
    added = []
    async with every_policy(table) as llm, bare:
        for _ in range(_STREAMS):
            took = []
            for each in (llm, bare):
                began = time.process_time()
                await read(each, asked(_question()))
                took.append((time.process_time() - began) / _DELTAS)
            added.append(took[0] - took[1])
    return Figure("llm.delta", statistics.median(added) * 1e6, "us", None, "<=5")
