"""Models behind the policies that save calls, as several tests need them."""

import asyncio
from contextlib import aclosing

from acore.adapters.llm.policies.caching import CachingLLM
from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import Line, ScriptedLLM
from acore.domain.chat import ChatRequest, Delta
from acore.errors import EngineUnavailable
from acore.interfaces import Cache
from acore.testing import ManualClock, MemoryCache, MemoryMetrics
from acore.testing.contracts.llm import asked

IDLE = {"pending_requests": 0, "active_deduplication": 0}
CACHE_DOWN = EngineUnavailable("down", engine="cache")


class Sharing:
    """A model that counts and needs a second for each word, behind shared calls."""

    def __init__(self, *script: Line, pace_s: float = 1) -> None:
        self.clock = ManualClock()
        self.model = ScriptedLLM.saying(*script, clock=self.clock, pace_s=pace_s)
        self.llm = CoalescingLLM(self.model, RequestKeys(), self.clock)

    @property
    def calls(self) -> int:
        return len(self.model.requests)

    @property
    def busy(self) -> dict[str, int]:
        return {name: self.llm.stats[name] for name in IDLE}

    async def asking(self, many: int = 1, request: ChatRequest | None = None) -> list[asyncio.Task[list[Delta]]]:
        """So many who have just asked."""
        tasks = [asyncio.create_task(self.heard(request or asked())) for _ in range(many)]
        await asyncio.sleep(0)
        return tasks

    async def heard(self, request: ChatRequest) -> list[Delta]:
        async with aclosing(self.llm.stream(request)) as deltas:
            return [delta async for delta in deltas]


def text(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)


class Failing(MemoryCache):
    """Fails at what it is told to fail at."""

    failing: tuple[str, ...] = ()

    async def get(self, key: bytes) -> bytes | None:
        if "get" in self.failing:
            raise CACHE_DOWN
        return await super().get(key)

    async def put(self, key: bytes, value: bytes, ttl: float) -> None:
        if "put" in self.failing:
            raise CACHE_DOWN
        await super().put(key, value, ttl)


class Keeping:
    """A model that counts, behind a cache."""

    def __init__(self, *script: Line, cache: Cache | None = None, ttl: float = 300) -> None:
        self.clock, self.metrics, self.keys = ManualClock(), MemoryMetrics(), RequestKeys()
        self.model = ScriptedLLM.saying(*script, clock=self.clock)
        self.cache = cache or MemoryCache(self.clock)
        self.llm = CachingLLM(self.model, self.cache, self.keys, self.metrics, ttl)

    @property
    def calls(self) -> int:
        return len(self.model.requests)

    @property
    def failures(self) -> float:
        kinds = ("EngineUnavailable", "EngineRefused", "ValueError", "ValidationError", "JSONEncodeError", "TypeError")
        return sum(self.metrics.counted("llm.cache_failures", kind=kind) for kind in kinds)

    def key(self, request: ChatRequest) -> bytes:
        return self.keys.key(request, self.model.name, self.model.model)

    async def heard(self, request: ChatRequest) -> list[Delta]:
        async with aclosing(self.llm.stream(request)) as deltas:
            return [delta async for delta in deltas]
