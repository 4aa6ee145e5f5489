"""Tells of every answer how it was had: one event in the log, and numbers."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from acore.adapters.llm.policies.policy import Policy
from acore.domain.chat import Call, ChatRequest, Completion, Delta, failed_call
from acore.errors import BudgetSpent, EngineError
from acore.interfaces import LLM, Clock, MetricsSink

_log = structlog.get_logger(__name__)

_End = TypeVar("_End", Delta, Completion)
"""What tells how an answer ended: its last delta, or all of it."""
Stats = Callable[[], Mapping[str, Any]]


class ReportingLLM(Policy):
    """The outermost of the policies. `stats` are the numbers of those that keep some, by name."""

    def __init__(self, inner: LLM, metrics: MetricsSink, clock: Clock, stats: Mapping[str, Stats]) -> None:
        super().__init__(inner)
        self._metrics = metrics
        self._clock = clock
        self._stats = stats
        self._log = _log.bind()  # found once: looking for it again takes as long as all the counting

    def get_cache_stats(self) -> dict[str, Mapping[str, Any]]:
        """What the cache and shared calls saved: ``deduplication`` and ``response_cache``, zeros for what is off."""
        return {name: stats() for name, stats in self._stats.items()}

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The deltas as they come; the last one always carries the call."""
        began, begun, ended = self._clock.monotonic(), False, False
        try:
            async with aclosing(self._inner.stream(request)) as deltas:
                async for delta in deltas:
                    if delta.finish is None:
                        begun = True
                        yield delta
                    else:
                        ended = True
                        yield self._told(delta, began)
        except (EngineError, BudgetSpent) as error:
            self._count(error)
            if begun and not ended:
                self._report_unended("cut off", began, failed_call(error))
            raise
        except (GeneratorExit, asyncio.CancelledError):
            if not ended:
                self._report_unended("left", began)
            raise
        if not ended:
            self._report_unended("cut off", began)

    async def complete(self, request: ChatRequest) -> Completion:
        """The same, whole; an earlier answer is not taken apart for it."""
        began = self._clock.monotonic()
        try:
            whole = await self._inner.complete(request)
        except (EngineError, BudgetSpent) as error:
            self._count(error)
            raise
        except asyncio.CancelledError:
            self._report_unended("left", began)
            raise
        if whole.finish is None:
            self._report_unended("cut off", began)
            return whole
        return self._told(whole, began)

    def _told(self, end: _End, began: float) -> _End:
        call = end.call
        if call is None:
            call = Call(self.name, self.model)
            end = replace(end, call=call)
        self._report(call, end, self._clock.monotonic() - began)
        return end

    def _count(self, error: EngineError | BudgetSpent) -> None:
        engine = error.engine if isinstance(error, EngineError) else self.name
        self._metrics.count("llm.failures", engine=engine, kind=type(error).__name__)

    def _report_unended(self, how: str, began: float, call: Call | None = None) -> None:
        """An answer without an end, which was to tell what it cost, and where no error does, who gave it."""
        call = call or Call(self.name, self.model, tries=0)
        self._metrics.count("llm.calls", 1, engine=call.engine, route=call.route or "direct", how=how)
        self._log.info(
            "llm_answered", engine=call.engine, model=call.model, route=call.route or None, reason=call.reason or None,
            how=how, tries=call.tries or None, total_ms=round((self._clock.monotonic() - began) * 1000, 1), finish=None,
        )  # fmt: skip

    def _report(self, call: Call, end: Delta | Completion, took_s: float) -> None:
        usage = end.usage
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
        self._log.info(
            "llm_answered", engine=call.engine, model=call.model, route=call.route or None, reason=call.reason or None,
            how=how, tries=call.tries, queued_ms=round(call.queued_s * 1000, 1),
            first_delta_ms=None if call.first_delta_s is None else round(call.first_delta_s * 1000, 1),
            total_ms=round(took_s * 1000, 1), finish=end.finish, cost=call.cost, **tokens,
        )  # fmt: skip
