"""Begins the account of a call: who answered, how soon, and what it cost."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import cost_of, telling
from acore.adapters.llm.token_bounds import request_tokens_at_most
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Delta, Usage
from acore.errors import EngineError, EngineUnavailable
from acore.interfaces import LLM, Clock, PriceSettings


class MeasuringLLM(Policy):
    """Stands directly around an engine, under the name of its table, and says of each answer how it was had.

    An answer without a word is none: it raises EngineUnavailable, with what it cost in the call of the error. So
    is what one cost that broke off while it was only thought: the most of the question, and a token for each byte. One
    that was withheld is not asked for again, and is left as it is.
    """

    def __init__(self, inner: LLM, name: str, price: PriceSettings, clock: Clock) -> None:
        super().__init__(inner)
        self._name = name
        self._price = price
        self._untold = None if price.input or price.output else 0.0
        """What an answer costs whose tokens nobody has counted."""
        self._clock = clock

    @property
    def name(self) -> str:  # type: ignore[override]
        """The table of the settings."""
        return self._name

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The engine's deltas; the last one carries the call."""
        began, first, lost = self._clock.monotonic(), None, NO_TOKENS
        try:
            async with aclosing(self._inner.stream(request)) as deltas:
                async for delta in deltas:
                    if first is None:
                        if _is_wordless(delta):
                            lost = delta.usage or NO_TOKENS
                            raise self._wordless(delta)
                        first = self._clock.monotonic() - began
                    if delta.finish is None:
                        yield delta
                    else:
                        call = Call(self._name, self._inner.model, first_delta_s=first, cost=self._cost(delta.usage))
                        yield telling(delta, call)
        except EngineError as error:
            if first is None and error.thought:
                longest = error.thought if request.max_tokens is None else min(error.thought, request.max_tokens)
                lost = Usage(request_tokens_at_most(request), longest)
            cost = cost_of(lost, self._price) if first is None else self._untold
            error.call = Call(self._name, self._inner.model, first_delta_s=first, cost=cost, lost=lost)
            raise

    def _wordless(self, end: Delta) -> EngineUnavailable:
        words = f"{self._name} answered without a word (it ended with {end.finish}). Ask again, or another engine."
        return EngineUnavailable(words, engine=self._name, why="it answered without a word")

    def _cost(self, usage: Usage | None) -> float | None:
        return self._untold if usage is None else cost_of(usage, self._price)


def _is_wordless(first: Delta) -> bool:
    """Whether an answer ends with its first delta, which holds nothing; one that was withheld is another matter."""
    return first.finish not in {None, "filtered"} and not first.text and first.tool_call is None
