"""What stands before a far side that answers whole, such as an embedder or a web search."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from acore.adapters.limiter import Limiter, Limits, LineTooLong
from acore.errors import CircuitOpen, EngineError, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import BreakerSettings, Clock, EngineContext, LimitSettings, MetricsSink, RetrySettings

_T = TypeVar("_T")

_LATEST = 20
_ENOUGH = 5
"""So many calls have to be over before their failures say something."""
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0
_NO_LIMITS = Limits()
_ONCE = RetrySettings(attempts=1)
_ALWAYS = BreakerSettings(failures=1)
_NOT_ASKED = (LineTooLong, CircuitOpen)
"""The far side was not asked, so that it can not have failed."""


class Breaker:
    """Raises CircuitOpen at once while a far side is left alone, from when too many of the latest calls failed.

    EngineUnavailable is a failure; refusals, calls that were cancelled and those that never came to it say nothing.
    After `reset_s` one call at a time is let through: a success closes the breaker, a failure opens it anew.
    """

    def __init__(self, name: str, settings: BreakerSettings, clock: Clock) -> None:
        self._name = name
        self._settings = settings
        self._clock = clock
        self._failed: deque[bool] = deque(maxlen=_LATEST)
        self._asks_again_at: float | None = None
        self._era: object = object()
        """Changes with the state: what was asked before says nothing about now."""
        self._probing = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let a call through, if any may pass, and learn how it ends."""
        probes, era = self._let_in(), self._era
        try:
            yield
        except _NOT_ASKED:
            raise
        except EngineUnavailable:
            self._learn(era, failed=True)
            raise
        else:
            self._learn(era, failed=False)
        finally:
            if probes and era is self._era:
                self._probing = False

    def _let_in(self) -> bool:
        """Whether this call probes a far side that was left alone."""
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
        raise CircuitOpen(f"{self._name} {told}", engine=self._name)

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
        self._breaker = Breaker(name, care.breaker, context.clock)
        self._limiter = Limiter(name, care.limits, context.clock)

    async def call(self, work: Callable[[], Awaitable[_T]], *, tokens: int = 0, within_s: float | None = None) -> _T:
        """Do the work, which costs about so many tokens; EngineTimeout where that takes longer than `within_s`.

        Raises what the work raises, CircuitOpen, and LineTooLong. Cancelling leaves the line and stops the work.
        """
        with self._breaker.watching():
            try:
                async with asyncio.timeout(within_s):
                    return await self._retried(work, tokens)
            except TimeoutError as error:
                raise EngineTimeout(f"{self._name} did not answer within {within_s:g} s", engine=self._name) from error

    async def stream(self, work: Callable[[], AsyncGenerator[_T, None]]) -> AsyncGenerator[_T, None]:
        """What the work gives, piece by piece; it is begun anew only where it fails before the first one.

        Raises as `call`, without a deadline. Closing it leaves the line, or closes the work. It is not measured
        here: how long it takes is up to who takes the pieces.
        """
        ends, tries = self._clock.monotonic() + self._retry.deadline, 0
        with self._breaker.watching():
            while True:
                tries, begun = tries + 1, False
                try:
                    with await self._limiter.acquire():
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
                    if begun or tries == self._retry.attempts or self._clock.monotonic() + pause > ends:
                        raise
                await self._clock.sleep(pause)

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
