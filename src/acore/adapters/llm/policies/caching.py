"""Gives earlier answers again."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache

import orjson
import structlog

from acore.adapters.llm.packing import PackedAnswer
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.request_key import RequestKeys
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Completion, Delta
from acore.errors import EngineError
from acore.interfaces import LLM, Cache, CacheStats, MetricsSink

_log = structlog.get_logger(__name__)

TTL_S = 300
_READ = 256
"""Answers that are remembered as they were read, beside their bytes."""
_LARGE = 32_000
"""Bytes of an answer that is too large for that."""


class CachingLLM(Policy):
    """Answers a request that says it may be cached with the answer to an equal one, chunk by chunk, byte for byte.

    It keeps whole answers for `ttl` seconds: none that failed, broke off, was filtered or is empty, and
    none of an engine that stood in for another.
    A cache that fails, or holds what is no such answer, is as good as an empty one. The cache is
    opened and closed by whoever made it.
    """

    def __init__(self, inner: LLM, cache: Cache, keys: RequestKeys, metrics: MetricsSink, ttl: float = TTL_S) -> None:
        super().__init__(inner)
        self._cache = cache
        self._keys = keys
        self._metrics = metrics
        self._ttl = ttl
        self._hits = self._misses = 0
        self._read = lru_cache(_READ)(_read)
        self._kept: tuple[bytes, Delta] | None = None
        """The key of the answer that was kept last, and its beginning: those who share a call hear the very same."""

    @property
    def stats(self) -> CacheStats:
        """What became of the requests that may be cached; evictions and entries are the cache's own."""
        return replace(self._cache.stats, hits=self._hits, misses=self._misses)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The earlier answer, whose last delta says what it is; else the model's, which is kept at its end."""
        if kept := await self._find(request):
            for delta in kept.deltas():
                yield delta
            return
        key = self._key(request)
        heard: list[Delta] = []
        async with aclosing(self._inner.stream(request)) as deltas:
            async for delta in deltas:
                if key is not None:
                    heard.append(delta)
                yield delta
        await self._keep(key, heard)

    async def complete(self, request: ChatRequest) -> Completion:
        """The same, whole."""
        if kept := await self._find(request):
            return kept.whole
        key = self._key(request)
        async with aclosing(self._inner.stream(request)) as deltas:
            heard = [delta async for delta in deltas]
        await self._keep(key, heard)
        return Completion.of(heard)

    def _key(self, request: ChatRequest) -> bytes | None:
        """None where no earlier answer will do. It changes with the model in use: keep under what was asked."""
        return self._keys.key(request, self.name, self.model) if request.cacheable else None

    async def _find(self, request: ChatRequest) -> PackedAnswer | None:
        if (key := self._key(request)) is None:
            return None
        kept = None
        try:
            if (value := await self._cache.get(key)) is not None:
                kept = self._read(value) if len(value) < _LARGE else _read(value)
        except (EngineError, ValueError) as error:
            self._tell(error)
        if kept is None:
            self._misses += 1
        else:
            self._hits += 1
        return kept

    async def _keep(self, key: bytes | None, heard: Sequence[Delta]) -> None:
        if key is None or not _is_whole(heard):
            return
        first, last = heard[0], heard[-1]
        call = last.call or Call(self.name, self.model)
        if call.stopgap or (call.coalesced and self._kept and self._kept[0] == key and self._kept[1] is first):
            return
        call = replace(
            call,
            cached=True, coalesced=False, tries=0, queued_s=0, first_delta_s=None, cost=0, lost=NO_TOKENS,
        )  # fmt: skip
        answer = PackedAnswer.of((*heard[:-1], replace(last, call=call)))
        try:
            await self._cache.put(key, answer.written(), self._ttl)
            self._kept = key, first
        except (EngineError, orjson.JSONEncodeError) as error:  # half a surrogate pair, for one, has no JSON
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        kind = type(error).__name__
        self._metrics.count("llm.cache_failures", kind=kind)
        # the words of other errors hold what the cache held
        _log.warning("llm_cache_failed", kind=kind, error=str(error) if isinstance(error, EngineError) else None)


def _is_whole(deltas: Sequence[Delta]) -> bool:
    """Whether they are an answer that may be given again: finished, neither cut off nor filtered, and not empty."""
    return (
        bool(deltas)
        and deltas[-1].finish in {"stop", "tool_calls"}
        and all(delta.finish is None for delta in deltas[:-1])
        and any(delta.tool_call or delta.text.strip() for delta in deltas)
    )


def _read(value: bytes) -> PackedAnswer:
    """The answer that was kept; raises ValueError where the bytes are something else."""
    answer = PackedAnswer.read(value)
    if not _is_whole([*answer.deltas()]) or (call := answer.whole.call) is None or not call.cached:
        raise ValueError("what the cache holds is no answer to give again")
    return answer
