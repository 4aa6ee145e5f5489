"""Builds what stands around the engines: from the innermost, which measures one engine, to the one that reports.

    Reporting → Caching → Coalescing → Budgeting → [the engines in use]
    the engines in use = Routing or Fallback → each engine
    each engine = Requiring → Breaking → Retrying → Limiting → Measuring → engine

Each is left out where the settings leave nothing for it to do.
"""

from collections.abc import AsyncGenerator, Callable, Hashable, Mapping

from acore.adapters import engines
from acore.adapters.limiter import Limits
from acore.adapters.llm.plan import Around, Plan, longest_answer, table_of
from acore.adapters.llm.policies.breaking import BreakingLLM
from acore.adapters.llm.policies.budgeting import BudgetingLLM
from acore.adapters.llm.policies.caching import CachingLLM
from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.policies.fallback import FallbackLLM
from acore.adapters.llm.policies.limiting import LimitingLLM, limits_of, line_of
from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.reporting import ReportingLLM, Stats
from acore.adapters.llm.policies.requiring import RequiringLLM
from acore.adapters.llm.policies.retrying import RetryingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.terms import OFFLINE, Terms
from acore.domain.chat import ChatRequest, Delta
from acore.interfaces import (
    LLM,
    Budget,
    Cache,
    CacheStats,
    EngineContext,
    EngineSettings,
)

_NOTHING_SHARED = {"pending_requests": 0, "active_deduplication": 0, "total_saved": 0}


class _Shared(Policy):
    """An engine that several ask: opened by the first, closed by the last."""

    def __init__(self, inner: LLM) -> None:
        super().__init__(inner)
        self._users = 0

    async def open(self) -> None:
        """Open the engine, unless it is open."""
        if self._users == 0:
            await super().open()  # who fails to has not opened it: the next one tries again
        self._users += 1

    async def aclose(self) -> None:
        """Close the engine when nobody asks it any more."""
        self._users = max(0, self._users - 1)
        if self._users == 0:
            await super().aclose()

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """As the engine."""
        return self._inner.stream(request)


def answering(plan: Plan, context: EngineContext) -> LLM:
    """The engines in use, with what stands around each of them; built, and not open."""
    return arranged(plan, each_of(plan, context), context)


def each_of(plan: Plan, context: EngineContext) -> dict[str, LLM]:
    """The engines of the plan by their names, each with what stands around it alone."""
    return {name: guarded(name, settings, context) for name, settings in plan.engines.items()}


def arranged(plan: Plan, each: Mapping[str, LLM], context: EngineContext) -> LLM:
    """The engines as one: a question finds its engine, and what that can not answer the next."""
    able = {name: RequiringLLM(llm) for name, llm in each.items()}
    others = [able[name] for name in plan.fallback]
    if plan.routes:
        from acore.adapters.llm.policies.routing import RoutingLLM  # noqa: PLC0415  its words take memory

        fast, strong = able[str(plan.fast)], able[str(plan.strong)]
        return RoutingLLM(fast, strong, plan.threshold, fallback=others, clock=context.clock)
    names = tuple(dict.fromkeys((plan.name, *plan.fallback)))
    return FallbackLLM([able[name] for name in names], context.clock) if len(names) > 1 else able[plan.name]


def guarded(name: str, settings: EngineSettings, context: EngineContext) -> LLM:
    """One engine under the name of its table: measured, limited, asked again, and left alone where it fails."""
    table = table_of(settings)
    llm: LLM = MeasuringLLM(engines.build("llm", settings, context), name, table.price, context.clock)
    limits = limits_of(table.limits)
    if limits != Limits(max_wait=limits.max_wait):
        line = line_of(context.clock, name, _account(settings), limits)
        llm = LimitingLLM(llm, line, context.clock, longest_answer(settings))
    if table.retry.attempts > 1:
        llm = RetryingLLM(llm, table.retry, context.clock, context.random)
    if table.breaker.failures < 1:
        llm = BreakingLLM(llm, table.breaker, context.clock)
    return _Shared(llm)


def _account(settings: EngineSettings) -> Hashable:
    """Whose limits they are: those of an engine at an address, and of a key."""
    return settings.engine, getattr(settings, "base_url", None), getattr(settings, "api_key", None)


def around(  # noqa: PLR0913  it is what a house has
    in_use: LLM,
    given: Around,
    *,
    cache: Cache,
    budget: Budget,
    terms: Callable[[], Terms],
    context: EngineContext,
) -> ReportingLLM:
    """The whole tower around the engines in use."""
    llm, keys, stats = in_use, RequestKeys(), dict[str, Stats]()
    if given.budget:
        llm = BudgetingLLM(llm, guarded(OFFLINE, _offline(), context), budget, terms)
    if given.coalesce:
        shared = llm = CoalescingLLM(llm, keys, context.clock)
        stats["deduplication"] = lambda: shared.stats
    else:
        stats["deduplication"] = lambda: _NOTHING_SHARED
    if given.cache:
        kept = llm = CachingLLM(llm, cache, keys, context.metrics, given.cache_ttl)
        stats["response_cache"] = lambda: _cache_stats(kept.stats)
    else:
        stats["response_cache"] = lambda: _cache_stats(CacheStats())
    for name, read in stats.items():
        context.metrics.watch(f"cache_stats.{name}", read)
    return ReportingLLM(llm, context.metrics, context.clock, stats)


def _offline() -> EngineSettings:
    return engines.settings_for("llm", {"engine": OFFLINE})


def _cache_stats(found: CacheStats) -> Mapping[str, float]:
    return {
        "hits": found.hits,
        "misses": found.misses,
        "evictions": found.evictions,
        "entries": found.entries,
        "hit_rate": found.hit_rate,
    }
