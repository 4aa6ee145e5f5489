"""Keeps what a day may cost."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.prompting import prompted
from acore.domain.budgets import Spending
from acore.domain.chat import ChatRequest, Delta, Usage
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.interfaces import LLM, Budget, PriceSettings, Reservation

_ECONOMICAL = 0.7
"""From this share of the budget on, only the fast engine is asked."""
_LOCAL = 0.9
"""And from this one on, the engine of this machine."""
_LONGEST_ANSWER = 1024
"""Tokens that an answer may have where the request does not say."""
_PER_TEXT = 8
"""Tokens around a text, by which a model tells the texts apart."""
_PER_PICTURE = 4096
"""Tokens of a picture; few models make more of one."""
_MILLION = 1_000_000


class BudgetingLLM(Policy):
    """Reserves before it asks, and settles afterwards, also where the answer was left or failed.

    No answer can cost more than was reserved for it: a token has at least one byte, the longest answer is part
    of the request, and pictures are taken for large ones. `price` tells the highest of the engines inside, which
    may change. On the way to the cap answers come from the fast engine, then from `local`, which costs nothing;
    without one it raises BudgetSpent.
    """

    def __init__(self, inner: LLM, local: LLM | None, budget: Budget, price: Callable[[], PriceSettings]) -> None:
        super().__init__(inner)
        self._local = local
        self._budget = budget
        self._price = price

    async def open(self) -> None:
        """Open both engines."""
        await super().open()
        if self._local is not None:
            await self._local.open()

    async def aclose(self) -> None:
        """Close both engines."""
        try:
            await super().aclose()
        finally:
            if self._local is not None:
                await self._local.aclose()
            await self._budget.aclose()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer as well as what is left of the day allows."""
        used = await self._budget.used(request.scope)
        longest = request.max_tokens or _LONGEST_ANSWER
        bound = Usage(_most_tokens(request), longest)
        reservation = await self._reserve(request.scope, bound, used)
        if isinstance(reservation, LLM):
            async with aclosing(self._without_cost(reservation, request)) as answer:
                async for delta in answer:
                    yield delta
            return
        effort = request.effort if used < _ECONOMICAL else "fast"
        spent, said = Spending(), 0
        try:
            async with aclosing(self._inner.stream(replace(request, max_tokens=longest, effort=effort))) as deltas:
                async for delta in deltas:
                    said += len(delta.text if delta.tool_call is None else delta.tool_call.arguments)
                    spent = _real(delta, spent)
                    yield delta
        finally:
            if not spent.tokens and said:  # it was left, it failed, or its server does not count
                spent = self._spending(Usage(bound.input // 4, said // 4 + 1))
            await self._budget.settle(reservation, spent)

    async def _reserve(self, scope: Scope, bound: Usage, used: float) -> Reservation | LLM:
        """What is set aside for an answer, or the engine of this machine where that is not to be had."""
        if self._local is None:
            return await self._budget.reserve(scope, self._spending(bound))
        if used >= _LOCAL:
            return self._local
        try:
            return await self._budget.reserve(scope, self._spending(bound))
        except BudgetSpent:
            return self._local

    async def _without_cost(self, local: LLM, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        async with aclosing(local.stream(request)) as deltas:
            async for delta in deltas:
                if delta.call is not None:
                    yield replace(delta, call=replace(delta.call, reason="today's budget is nearly spent"))
                else:
                    yield delta

    def _spending(self, usage: Usage) -> Spending:
        price = self._price()
        money = (usage.input * price.input + usage.output * price.output) / _MILLION
        return Spending(usage.input + usage.output, money)


def _real(delta: Delta, before: Spending) -> Spending:
    """What the answer has cost, as soon as it tells."""
    if delta.usage is None:
        return before
    return Spending(delta.usage.input + delta.usage.output, delta.call.cost if delta.call else 0.0)


def _most_tokens(request: ChatRequest) -> int:
    """At most so many tokens are asked: a token of text is at least a byte of what the model is shown."""
    messages = prompted(request)
    texts = [message.text for message in messages] + [request.response_schema or ""]
    for call in [call for message in messages for call in message.tool_calls]:
        texts += [call.id, call.name, call.arguments]
    texts += [text for tool in request.tools for text in (tool.name, tool.description, tool.parameters)]
    pictures = sum(len(message.images) for message in messages)
    return sum(len(text.encode("utf-8", "replace")) + _PER_TEXT for text in texts) + pictures * _PER_PICTURE
