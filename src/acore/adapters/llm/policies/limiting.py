"""Keeps an engine's limits."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from acore.adapters.limiter import Limiter, Limits
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import call_of, in_time
from acore.domain.chat import ChatRequest, Delta
from acore.domain.tokens import estimated_tokens
from acore.errors import RateLimited
from acore.interfaces import LLM, Clock, LimitSettings


def limits_of(settings: LimitSettings) -> Limits:
    """An engine's limits, as a limiter has them."""
    return Limits(
        concurrent=settings.concurrent,
        requests=settings.per_minute,
        tokens=settings.tokens_per_minute,
        max_wait=settings.max_wait,
    )


class LimitingLLM(Policy):
    """Asks the engine when the limiter lets it, one turn for each answer; the call tells how long that took.

    Raises LineTooLong where the turn would come too late. Where the engine says when to come back, nobody in
    the limiter's line is let through before. Tokens are estimated from the question, and put right by the usage.
    """

    def __init__(self, inner: LLM, limiter: Limiter, clock: Clock) -> None:
        super().__init__(inner)
        self._limiter = limiter
        self._clock = clock

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Wait for a turn, then answer; the turn ends with the answer."""
        in_time(request, self._clock, self.name)
        with await self._limiter.acquire(estimated_tokens(request), request.deadline) as turn:
            in_time(request, self._clock, self.name)
            try:
                async with aclosing(self._inner.stream(request)) as deltas:
                    async for delta in deltas:
                        if delta.usage is not None:
                            turn.cost(delta.usage.input + delta.usage.output)
                        if delta.finish is None or (delta.call and not turn.queued_s):
                            yield delta
                        else:
                            yield replace(delta, call=replace(call_of(delta, self), queued_s=turn.queued_s))
            except RateLimited as error:
                if error.retry_after:
                    self._limiter.pause(error.retry_after)
                raise
