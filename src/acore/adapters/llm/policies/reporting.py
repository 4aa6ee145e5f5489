"""Tells of every answer how it was had: one event in the log, and numbers."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import structlog

from acore.adapters.llm.policies.policy import Policy
from acore.domain.chat import Call, ChatRequest, Delta
from acore.errors import EngineError
from acore.interfaces import LLM, Clock, MetricsSink

_log = structlog.get_logger(__name__)

Stats = Callable[[], Mapping[str, Any]]


class ReportingLLM(Policy):
    """The outermost of the policies. `stats` are the numbers of those that keep some, by name."""

    def __init__(self, inner: LLM, metrics: MetricsSink, clock: Clock, stats: Mapping[str, Stats]) -> None:
        super().__init__(inner)
        self._metrics = metrics
        self._clock = clock
        self._stats = stats

    def get_cache_stats(self) -> dict[str, Mapping[str, Any]]:
        """What the cache and shared calls saved: ``deduplication`` and ``response_cache``, those that are on."""
        return {name: stats() for name, stats in self._stats.items()}

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The deltas as they come; the last one always carries the call."""
        began = self._clock.monotonic()
        try:
            async with aclosing(self._inner.stream(request)) as deltas:
                async for delta in deltas:
                    if delta.finish is None:
                        yield delta
                    else:
                        call = delta.call or Call(self.name, self.model)
                        self._report(call, delta, self._clock.monotonic() - began)
                        yield replace(delta, call=call)
        except EngineError as error:
            self._metrics.count("llm.failures", engine=error.engine, kind=type(error).__name__)
            raise

    def _report(self, call: Call, last: Delta, took_s: float) -> None:
        usage = last.usage
        tokens = {"input_tokens": usage.input, "output_tokens": usage.output} if usage else {}
        how = "cached" if call.cached else "shared" if call.coalesced else "asked"
        labels = {"engine": call.engine, "route": call.route or "direct", "how": how}
        self._metrics.count("llm.calls", 1, **labels)
        self._metrics.observe("llm.total_ms", took_s * 1000, **labels)
        if call.first_delta_s is not None and how == "asked":
            self._metrics.observe("llm.first_delta_ms", call.first_delta_s * 1000, engine=call.engine)
            self._metrics.observe("llm.queued_ms", call.queued_s * 1000, engine=call.engine)
        for name, value in tokens.items() if how == "asked" else ():
            self._metrics.count(f"llm.{name}", value, engine=call.engine)
        if call.cost:
            self._metrics.count("llm.cost", call.cost, engine=call.engine)
        _log.info(
            "llm_answered", engine=call.engine, model=call.model, route=call.route or None, reason=call.reason or None,
            how=how, tries=call.tries, queued_ms=round(call.queued_s * 1000, 1),
            first_delta_ms=None if call.first_delta_s is None else round(call.first_delta_s * 1000, 1),
            total_ms=round(took_s * 1000, 1), finish=last.finish, cost=call.cost, **tokens,
        )  # fmt: skip
