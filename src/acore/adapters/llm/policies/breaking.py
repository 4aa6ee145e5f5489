"""Leaves an engine alone that fails too often."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal

from acore.adapters.breaker import Breaker
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import NOT_ASKED, in_time
from acore.domain.chat import ChatRequest, Delta
from acore.errors import EngineError, EngineRefused
from acore.interfaces import LLM, BreakerSettings, Clock


class BreakingLLM(Policy):
    """Raises CircuitOpen at once while the engine is left alone, from when too many of the latest requests failed.

    EngineUnavailable is a failure, and so is an answer that just ends; refusals, answers that were left, and
    requests that never came to the engine say nothing about it. After `reset_s` one request at a time is let
    through: its first words close the breaker, and so does a refusal, since whoever refuses is there; a failure
    opens it anew.
    """

    def __init__(self, inner: LLM, settings: BreakerSettings, clock: Clock) -> None:
        super().__init__(inner)
        self._breaker = Breaker(settings, clock)
        self._clock = clock

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """Whether the engine is asked, left alone, or asked by one at a time."""
        return self._breaker.state

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer, if the engine is asked at all."""
        in_time(request, self._clock, self.name)
        probes, era = self._breaker.let_in(self.name), self._breaker.era
        finished = False
        try:
            async with aclosing(self._inner.stream(request)) as deltas:
                async for delta in deltas:
                    if probes:
                        era, probes = self._found(), False
                    if delta.finish is not None:
                        finished = True
                        self._breaker.learn(era, failed=False)
                    yield delta
            if not finished:
                self._breaker.learn(era, failed=True)
        except EngineError as error:
            if not finished:
                self._judge(era, error, probes=probes)
            raise
        finally:
            if probes:
                self._breaker.leave(era)

    def _judge(self, era: object, error: EngineError, *, probes: bool) -> None:
        """Learn from an error whether the engine is there."""
        if isinstance(error, EngineRefused):
            if probes:
                self._found()
        elif not isinstance(error, NOT_ASKED):
            self._breaker.learn(era, failed=True)

    def _found(self) -> object:
        """A probe has found the engine there: what becomes of its answer counts from now on, as any other one's."""
        self._breaker.close()
        return self._breaker.era
