"""Leaves an engine alone that fails too often."""

from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import NOT_ASKED, in_time
from acore.domain.chat import ChatRequest, Delta
from acore.errors import CircuitOpen, EngineError, EngineRefused
from acore.interfaces import LLM, BreakerSettings, Clock

_LATEST = 20
_ENOUGH = 5
"""So many requests have to be over before their failures say something."""


class BreakingLLM(Policy):
    """Raises CircuitOpen at once while the engine is left alone, from when too many of the latest requests failed.

    EngineUnavailable is a failure, and so is an answer that just ends; refusals, answers that were left, and
    requests that never came to the engine say nothing about it. After `reset_s` one request at a time is let
    through: its first words close the breaker, and so does a refusal, since whoever refuses is there; a failure
    opens it anew.
    """

    def __init__(self, inner: LLM, settings: BreakerSettings, clock: Clock) -> None:
        super().__init__(inner)
        self._settings = settings
        self._clock = clock
        self._failed: deque[bool] = deque(maxlen=_LATEST)
        self._asks_again_at: float | None = None
        self._era: object = object()
        """Changes with the state: what was asked before says nothing about now."""
        self._probing = False

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """Whether the engine is asked, left alone, or asked by one at a time."""
        if self._asks_again_at is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._asks_again_at else "half-open"

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer, if the engine is asked at all."""
        in_time(request, self._clock, self.name)
        probes = self._let_in()
        era = self._era
        finished = False
        try:
            async with aclosing(self._inner.stream(request)) as deltas:
                async for delta in deltas:
                    if probes:
                        era, probes = self._found(), False
                    if delta.finish is not None:
                        finished = True
                        self._learn(era, failed=False)
                    yield delta
            if not finished:
                self._learn(era, failed=True)
        except EngineError as error:
            if not finished:
                self._judge(era, error, probes=probes)
            raise
        finally:
            if probes:
                self._probing = False

    def _let_in(self) -> bool:
        """Whether this one probes an engine that was left alone."""
        if self._asks_again_at is None:
            return False
        wait = self._asks_again_at - self._clock.monotonic()
        if wait > 0:
            told = f"failed too often just now and is left alone; it is asked again in {wait:.0f} s."
        elif self._probing:
            told = "failed too often just now, and is being asked whether it works again; ask in a moment."
        else:
            self._probing = True
            return True
        raise CircuitOpen(f"{self.name} {told}", engine=self.name)

    def _judge(self, era: object, error: EngineError, *, probes: bool) -> None:
        """Learn from an error whether the engine is there."""
        if isinstance(error, EngineRefused):
            if probes:
                self._found()
        elif not isinstance(error, NOT_ASKED):
            self._learn(era, failed=True)

    def _found(self) -> object:
        """A probe has found the engine there: what becomes of its answer counts from now on, as any other one's."""
        self._turn(opens=False)
        return self._era

    def _learn(self, era: object, *, failed: bool) -> None:
        if era is not self._era:
            return
        self._failed.append(failed)
        share = sum(self._failed) / len(self._failed)
        if self._asks_again_at is not None:
            self._turn(opens=failed)
        elif self._settings.failures < 1 and len(self._failed) >= _ENOUGH and share >= self._settings.failures:
            self._turn(opens=True)

    def _turn(self, *, opens: bool) -> None:
        self._asks_again_at = self._clock.monotonic() + self._settings.reset_s if opens else None
        self._failed.clear()
        self._probing = False
        self._era = object()
