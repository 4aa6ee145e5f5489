"""Asks again where an engine could not answer just now."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from random import Random

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import NOT_ASKED, adding, call_behind, call_of, in_time, reworded
from acore.domain.chat import Call, ChatRequest, Delta
from acore.errors import EngineError, EngineUnavailable, RateLimited
from acore.interfaces import LLM, Clock, RetrySettings

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0


class RetryingLLM(Policy):
    """Asks again after EngineUnavailable, as long as nothing of the answer was said and there is time.

    The pauses are drawn from zero to a bound that doubles, so that those who failed together do not come back
    together; none is shorter than the engine's own `retry_after`. The last error is raised, and says how often
    it was tried.
    """

    def __init__(self, inner: LLM, settings: RetrySettings, clock: Clock, random: Random) -> None:
        super().__init__(inner)
        self._settings = settings
        self._clock = clock
        self._random = random

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer at the first try that begins to."""
        in_time(request, self._clock, self.name)
        ends = self._clock.monotonic() + self._settings.deadline
        tries, begun = 1, False
        lost: list[Call] = []
        while True:
            try:
                async with aclosing(self._inner.stream(request)) as deltas:
                    async for delta in deltas:
                        begun = True
                        if delta.finish is None or (delta.call and tries == 1):
                            yield delta
                        else:
                            yield replace(delta, call=replace(adding(call_of(delta, self), lost), tries=tries))
            except EngineError as error:
                asked = tries - isinstance(error, NOT_ASKED)
                call = call_behind(error, self)
                error.call = replace(adding(call, lost), tries=asked)
                lost.append(call)
                if not isinstance(error, EngineUnavailable):
                    raise
                pause = self._pause(tries, error)
                if begun or asked < tries or not self._may_ask_again(tries, pause, ends, request):
                    if begun or asked <= 1:
                        raise
                    raise reworded(error, f"{error} (tried {asked} times)") from error
            else:
                return
            await self._clock.sleep(pause)
            tries += 1

    def _pause(self, tries: int, error: EngineUnavailable) -> float:
        drawn = self._random.uniform(0, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (tries - 1)))
        told = error.retry_after if isinstance(error, RateLimited) else None
        return max(drawn, told or 0)

    def _may_ask_again(self, tries: int, pause: float, ends: float, request: ChatRequest) -> bool:
        at = self._clock.monotonic() + pause
        return tries < self._settings.attempts and at <= ends and (request.deadline is None or at < request.deadline)
