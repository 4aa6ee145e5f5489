"""Keeps an engine's limits."""

from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache

from acore.adapters.limiter import Limiter, Limits, Turn
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import WAITING, call_behind, call_of, in_time
from acore.adapters.llm.terms import LONGEST_ANSWER
from acore.domain.chat import ChatRequest, Delta
from acore.domain.tokens import estimated_tokens
from acore.errors import EngineError, RateLimited
from acore.interfaces import LLM, Clock, LimitSettings

_LINES = 64
"""Lines that are remembered; the one that was asked for longest ago is forgotten first."""


def limits_of(settings: LimitSettings) -> Limits:
    """An engine's limits, as a limiter has them: there 0 is not the same as none."""
    return Limits(
        concurrent=settings.concurrent or None,
        requests=settings.per_minute or None,
        tokens=settings.tokens_per_minute or None,
        max_wait=settings.max_wait,
    )


@lru_cache(_LINES)
def line_of(clock: Clock, name: str, account: Hashable, limits: Limits) -> Limiter:  # noqa: ARG001  it tells lines apart
    """The line before an engine and an account: the same one again where a switch has the engine built anew."""
    return Limiter(name, limits, clock)


class LimitingLLM(Policy):
    """Asks the engine when the limiter lets it, one turn for each answer; the call tells how long that took.

    Raises LineTooLong where the turn would come too late. Where the engine says when to come back, nobody in
    the limiter's line is let through before. A turn is had for the tokens of the question and of the longest
    answer: the request's, or else `longest`. The usage puts that right; without one it stays, unless the engine
    failed before it said a word, which costs the question alone. The question is estimated from its characters
    until then, so one of many tokens a character can be over the limit by what was estimated too low.
    """

    def __init__(self, inner: LLM, limiter: Limiter, clock: Clock, longest: int | None = None) -> None:
        super().__init__(inner)
        self._limiter = limiter
        self._clock = clock
        self._longest = longest or LONGEST_ANSWER

    async def _turn(self, tokens: int, deadline: float | None) -> Turn:
        """Stand in line, and say so to whoever pays for the question."""
        waiting = WAITING.get()
        if waiting is not None:
            waiting.in_line = True
        turn = await self._limiter.acquire(tokens, deadline)
        if waiting is not None:
            waiting.in_line = False
        return turn

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Wait for a turn, then answer; the turn ends with the answer."""
        in_time(request, self._clock, self.name)
        question, tokens = self._expected(request)
        with await self._turn(tokens, request.deadline) as turn:
            in_time(request, self._clock, self.name)
            begun = False
            try:
                async with aclosing(self._inner.stream(request)) as deltas:
                    async for delta in deltas:
                        begun = True
                        if delta.usage is not None:
                            turn.cost(delta.usage.input + delta.usage.output)
                        if delta.finish is None or (delta.call and not turn.queued_s):
                            yield delta
                        else:
                            yield replace(delta, call=replace(call_of(delta, self), queued_s=turn.queued_s))
            except EngineError as error:
                if not begun:
                    lost = call_behind(error, self).lost
                    turn.cost(lost.input + lost.output or question)
                if isinstance(error, RateLimited) and error.retry_after:
                    self._limiter.pause(error.retry_after)
                raise

    def _expected(self, request: ChatRequest) -> tuple[int, int]:
        """Tokens of the question, and with the longest answer to it; only where they are limited."""
        if not self._limiter.counts_tokens:
            return 0, 0
        question = estimated_tokens(request)
        return question, question + (request.max_tokens or self._longest)
