"""What stands before a far side that answers whole, such as an embedder or a web search."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from acore.adapters.breaker import Breaker
from acore.adapters.limiter import Limiter, Limits, LineTooLong
from acore.errors import CircuitOpen, EngineError, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import BreakerSettings, Clock, EngineContext, LimitSettings, MetricsSink, RetrySettings

_T = TypeVar("_T")

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0
_NO_LIMITS = Limits()
_ONCE = RetrySettings(attempts=1)
_ALWAYS = BreakerSettings(failures=1)
_LONG_TRY_S = 10.0
"""Seconds after which a stream that has not begun is no longer worth another try: somebody listens."""
_NOT_ASKED = (LineTooLong, CircuitOpen)
"""The far side was not asked, so that it can not have failed."""


@dataclass(frozen=True, slots=True)
class Care:
    """How a far side is treated."""

    limits: Limits = _NO_LIMITS
    retry: RetrySettings = _ONCE
    breaker: BreakerSettings = _ALWAYS


def limits_of(settings: LimitSettings) -> Limits:
    """The limits of a table, as a limiter has them: there 0 is not the same as none."""
    return Limits(
        concurrent=settings.concurrent or None,
        requests=settings.per_minute or None,
        tokens=settings.tokens_per_minute or None,
        max_wait=settings.max_wait,
    )


class Guard:
    """Breaking → the deadline → retrying → limiting → measuring, around calls to one far side.

    Every attempt pays the limiter, and only EngineUnavailable is tried again. Where the far side says when to come
    back, nobody in the line is let through before. Numbers are ``{kind}.ms`` and ``{kind}.failures``.
    """

    def __init__(self, kind: str, name: str, care: Care, context: EngineContext) -> None:
        self._kind = kind
        self._name = name
        self._retry = care.retry
        self._clock: Clock = context.clock
        self._metrics: MetricsSink = context.metrics
        self._random: Random = context.random
        self._breaker = Breaker(care.breaker, context.clock)
        self._limiter = Limiter(name, care.limits, context.clock)

    async def call(self, work: Callable[[], Awaitable[_T]], *, tokens: int = 0, within_s: float | None = None) -> _T:
        """Do the work, which costs about so many tokens; EngineTimeout where that takes longer than `within_s`.

        Raises what the work raises, CircuitOpen, and LineTooLong. Cancelling leaves the line and stops the work.
        """
        with self._watched():
            try:
                async with asyncio.timeout(within_s):
                    return await self._retried(work, tokens)
            except TimeoutError as error:
                told = f"{self._name} did not answer within {within_s:g} s; ask again in a moment."
                raise EngineTimeout(told, engine=self._name) from error

    async def stream(self, work: Callable[[], AsyncGenerator[_T, None]]) -> AsyncGenerator[_T, None]:
        """What the work gives, piece by piece; it is begun anew only where it fails before the first one.

        After a try of more than ten seconds it is not: whoever listens has waited long enough for another one to stand
        in. Raises as `call`, without a deadline. Closing it leaves the line, or closes the work. It is not measured
        here: how long it takes is up to who takes the pieces.
        """
        ends, tries = self._clock.monotonic() + self._retry.deadline, 0
        with self._watched():
            while True:
                tries, begun, asked = tries + 1, False, self._clock.monotonic()
                try:
                    with await self._limiter.acquire():
                        asked = self._clock.monotonic()
                        async with aclosing(work()) as pieces:
                            async for piece in pieces:
                                begun = True
                                yield piece
                        return
                except _NOT_ASKED:
                    raise
                except EngineUnavailable as error:
                    self._heed(error)
                    pause = self._pause(tries, error)
                    now = self._clock.monotonic()
                    is_last = tries == self._retry.attempts or now + pause > ends or now - asked > _LONG_TRY_S
                    if begun or is_last:
                        raise
                await self._clock.sleep(pause)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Let a call through, if any may pass, and learn how it ends.

        EngineUnavailable is a failure; refusals, calls that were cancelled and those that never came to the far side
        say nothing about it.
        """
        probes, era = self._breaker.let_in(self._name), self._breaker.era
        try:
            yield
        except _NOT_ASKED:
            raise
        except EngineUnavailable:
            self._breaker.learn(era, failed=True)
            raise
        else:
            self._breaker.learn(era, failed=False)
        finally:
            if probes:
                self._breaker.leave(era)

    async def _retried(self, work: Callable[[], Awaitable[_T]], tokens: int) -> _T:
        ends = self._clock.monotonic() + self._retry.deadline
        for tries in range(1, self._retry.attempts + 1):
            try:
                return await self._limited(work, tokens)
            except _NOT_ASKED:
                raise
            except EngineUnavailable as error:
                pause = self._pause(tries, error)
                if tries == self._retry.attempts or self._clock.monotonic() + pause > ends:
                    raise
            await self._clock.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _pause(self, tries: int, error: EngineUnavailable) -> float:
        drawn = self._random.uniform(0, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (tries - 1)))
        told = error.retry_after if isinstance(error, RateLimited) else None
        return max(drawn, told or 0)

    async def _limited(self, work: Callable[[], Awaitable[_T]], tokens: int) -> _T:
        with await self._limiter.acquire(tokens):
            began = self._clock.monotonic()
            try:
                done = await work()
            except EngineError as error:
                self._metrics.count(f"{self._kind}.failures", engine=self._name, kind=type(error).__name__)
                self._heed(error)
                raise
            self._metrics.observe(f"{self._kind}.ms", (self._clock.monotonic() - began) * 1000, engine=self._name)
            return done

    def _heed(self, error: EngineError) -> None:
        """Let nobody through before the far side is to be asked again."""
        if isinstance(error, RateLimited) and error.retry_after:
            self._limiter.pause(error.retry_after)
