"""A client of a model server in a process of its own: `python -m benchmarks.peer_client NAME ADDRESS`.

It prints a line of JSON when its first answer has come: its version, and what that took. Then it answers each line that
it reads with a number: ``calls`` with the processor seconds of a call whose answer has 20 pieces, ``flight 64`` with
the median of the seconds that 64 calls at once add to an answer of 0.2 s. It ends with its input.

It needs the standard library and the client that is measured, as their environments are apart. All clients are used as
their documentation shows, stream their answers, and are told nothing about retries, caches or callbacks.
"""

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from importlib import import_module
from importlib.metadata import version
from itertools import count

_SHORT, _SLOW = "chunks-20", "slow"
_SLOW_S = 0.2
_CALLS = 50
_KEY = "none"
_WARNING = 30

Ask = Callable[[str], Awaitable[None]]
"""Asks a question and reads the whole answer as it comes."""
Opened = AbstractAsyncContextManager[Ask]


@asynccontextmanager
async def _httpx(address: str, model: str) -> AsyncIterator[Ask]:
    """The client that one would write."""
    httpx = import_module("httpx")
    client = httpx.AsyncClient(base_url=address, limits=httpx.Limits(max_connections=1000), timeout=60, trust_env=False)

    async def ask(text: str) -> None:
        body = {"model": model, "stream": True, "messages": [{"role": "user", "content": text}]}
        async with client.stream("POST", "/chat/completions", json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: ") and line != "data: [DONE]":
                    json.loads(line[6:])["choices"][0]["delta"].get("content")

    async with client:
        yield ask


@asynccontextmanager
async def _acore(address: str, model: str) -> AsyncIterator[Ask]:
    """A house with every policy on, a budget in a database, too; its log is at its warnings."""
    structlog, house = import_module("structlog"), import_module("benchmarks.house")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(_WARNING))
    async with house.every_policy({"engine": "openai", "base_url": address, "model": model, "timeout": 60}) as llm:

        async def ask(text: str) -> None:
            async with aclosing(llm.stream(house.asked(text))) as deltas:
                async for _ in deltas:
                    pass

        yield ask


@asynccontextmanager
async def _openai(address: str, model: str) -> AsyncIterator[Ask]:
    client = import_module("openai").AsyncOpenAI(base_url=address, api_key=_KEY)

    async def ask(text: str) -> None:
        messages = [{"role": "user", "content": text}]
        async for _ in await client.chat.completions.create(model=model, messages=messages, stream=True):
            pass

    async with client:
        yield ask


@asynccontextmanager
async def _langchain(address: str, model: str) -> AsyncIterator[Ask]:
    llm = import_module("langchain_openai").ChatOpenAI(model=model, base_url=address, api_key=_KEY)

    async def ask(text: str) -> None:
        async for _ in llm.astream(text):
            pass

    yield ask


@asynccontextmanager
async def _litellm(address: str, model: str) -> AsyncIterator[Ask]:
    library = import_module("litellm")

    async def ask(text: str) -> None:
        messages = [{"role": "user", "content": text}]
        async for _ in await library.acompletion(
            model=f"openai/{model}", messages=messages, api_base=address, api_key=_KEY, stream=True
        ):
            pass

    yield ask


CLIENTS: Mapping[str, tuple[tuple[str, ...], Callable[[str, str], Opened]]] = {
    "acore": (("benchmarks.house", "acore.adapters.llm.openai"), _acore),
    "httpx": (("httpx",), _httpx),
    "openai": (("openai",), _openai),
    "langchain-openai": (("langchain_openai",), _langchain),
    "litellm": (("litellm",), _litellm),
}
"""All of them, by the names of their packages: what one imports, and how one is had for an address and a model."""


class Load:
    """Puts the same load on whichever client, by one that answers shortly and one that answers slowly."""

    def __init__(self, short: Ask, slow: Ask) -> None:
        self._short = short
        self._slow = slow
        self._number = count()

    def _question(self) -> str:
        """Another one each time."""
        return f"How do I bake a cake for {next(self._number)} people, and what do I need for it?"

    async def calls(self) -> float:
        """Processor seconds of a call with a short answer, one after the other."""
        began = time.process_time()
        for _ in range(_CALLS):
            await self._short(self._question())
        return (time.process_time() - began) / _CALLS

    async def flight(self, at_once: int) -> float:
        """The median of the seconds added to a slow answer; all begin when the burst does."""
        began = time.perf_counter()
        ends = await asyncio.gather(*(self._end_of_slow() for _ in range(at_once)))
        return statistics.median(end - began for end in ends) - _SLOW_S

    async def _end_of_slow(self) -> float:
        await self._slow(self._question())
        return time.perf_counter()


async def serve(name: str, address: str, orders: Iterable[str]) -> None:
    """Measure what is ordered, and print it, until there are no more orders."""
    modules, client = CLIENTS[name]
    began = time.process_time()
    for module in modules:
        import_module(module)
    imported = time.process_time()
    async with client(address, _SHORT) as short:
        await short("Are you there?")
        answered = time.process_time()
        _say({"version": version(name), "import_s": imported - began, "first_answer_s": answered - began})
        async with client(address, _SLOW) as slow:
            load = Load(short, slow)
            gc.collect()
            gc.freeze()
            for order in orders:
                what, _, number = order.strip().partition(" ")
                _say(await load.flight(int(number)) if what == "flight" else await load.calls())


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    _, whose, where = sys.argv
    asyncio.run(serve(whose, where, sys.stdin))
