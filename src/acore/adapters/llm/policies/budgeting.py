"""Keeps what a day may cost."""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from itertools import chain

import structlog

from acore.adapters.llm.abilities import lacking, needs_of
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import WAITING, Waiting, call_of, telling
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.token_bounds import request_tokens_at_most
from acore.domain.budgets import NEARLY_SPENT, Spending
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Delta, Usage, failed_call
from acore.errors import BudgetSpent, EngineError, EngineTimeout, Shortage
from acore.interfaces import LLM, Budget, Reservation

_log = structlog.get_logger(__name__)

_ECONOMICAL = 0.7
"""From this share of the budget on, only the fast engine is asked."""
_USUAL_QUESTION = 3000
"""Tokens of a question with a few passages and nothing said before."""
_WHY: Mapping[Shortage, str] = {
    "spent": "today's budget is nearly spent",
    "large": "this question is larger than what is left of today's budget",
    "busy": "what is left of today's budget is set aside for other answers",
}
_SHORTENED = "with less of the conversation, for what is left of today's budget"


class BudgetingLLM(Policy):
    """Reserves before it asks, and settles afterwards, also where the answer was left or failed.

    What is reserved is the most that `request_tokens_at_most` expects and the longest answer, at the highest price of
    the engines inside; `terms` tells both, and may change. An answer that says what it used is settled by that, be it
    more; any other by what was reserved for the question, as soon as it was asked, and a token for each byte that was
    said. One that failed before its first word costs nothing, unless it was the time that ran out. What the server
    counted for answers that were withheld, or had no words, is settled too, whoever answers then; and what was thought
    of one that broke off before its first word, as if it had been said.

    By what is spent, not by what is reserved, answers come from the fast engine and then from `local`, which costs
    nothing. A conversation that is more than what is left is shortened, the oldest first; where even the question
    alone is, `local` answers, and the call says why. What `local` can not take is asked up to the cap itself. Beyond
    it, and without a `local`, BudgetSpent is raised. Who has no cap is passed through.
    """

    def __init__(self, inner: LLM, local: LLM | None, budget: Budget, terms: Callable[[], Terms]) -> None:
        super().__init__(inner)
        self._local = local
        self._budget = budget
        self._terms = terms
        self._anybody, self._in_servers = budget.caps["member"], budget.caps["server"]

    async def open(self) -> None:
        """Open both engines; a cap that hardly holds one question is told in the log."""
        self._look_at_the_caps()
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

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer as well as what is left of the day allows."""
        terms = self._terms()
        if terms.costs and (self._anybody or (self._in_servers and request.scope.guild)):
            return self._within(request, terms)
        return self._inner.stream(request)

    async def _within(self, request: ChatRequest, terms: Terms) -> AsyncGenerator[Delta, None]:
        try:
            bill, reservation = await self._reserve(request, terms)
        except BudgetSpent as error:
            if self._local is None or not self._can_stand_in(request):
                raise
            async with aclosing(self._local.stream(request)) as answer:
                async for delta in answer:
                    yield _without_cost(delta, self._local, error.why) if delta.finish else delta
            return
        waiting = Waiting()
        WAITING.set(waiting)
        try:
            async with aclosing(self._inner.stream(_cheaper(bill, reservation, terms))) as deltas:
                async for delta in deltas:
                    if delta.finish is None and delta.usage is None and delta.tool_call is None:
                        bill.said.append(delta.text)
                        yield delta
                    else:
                        yield bill.read(delta, self._inner, shortened=bill.request is not request)
        except EngineError as error:
            bill.fail(error)
            raise
        finally:
            bill.failed = bill.failed or waiting.in_line
            await self._budget.settle(reservation, bill.total())

    async def _reserve(self, request: ChatRequest, terms: Terms) -> tuple["_Bill", Reservation]:
        """What is set aside, and for what of the request; raises the first BudgetSpent where there is not enough."""
        try:
            return await self._set_aside(request, terms, NEARLY_SPENT)
        except BudgetSpent as error:
            until = NEARLY_SPENT if self._can_stand_in(request) else 1.0
            if error.why == "spent" and until < 1:
                raise
            for less in chain((request,), _shortened(request)):
                try:
                    return await self._set_aside(less, terms, until)
                except BudgetSpent:
                    continue
            raise

    async def _set_aside(self, request: ChatRequest, terms: Terms, until: float) -> tuple["_Bill", Reservation]:
        most = Usage(request_tokens_at_most(request), request.max_tokens or terms.longest)
        reservation = await self._budget.reserve(request.scope, terms.spending(most), until)
        return _Bill(request, terms, most), reservation

    def _can_stand_in(self, request: ChatRequest) -> bool:
        return self._local is not None and not lacking(self._local.capabilities, needs_of(request))

    def _look_at_the_caps(self) -> None:
        terms = self._terms()
        usual = terms.spending(Usage(_USUAL_QUESTION, terms.longest))
        for who, cap in self._budget.caps.items():
            if terms.costs and not cap.holds(usual):
                _log.warning(
                    "budget_below_a_question", who=who, tokens=cap.tokens, money=cap.money,
                    question_tokens=usual.tokens, question_money=usual.money,
                )  # fmt: skip


class _Bill:
    """What an answer costs, as far as it is known."""

    __slots__ = ("_call", "_lost", "_most", "_terms", "_usage", "failed", "request", "said")

    def __init__(self, request: ChatRequest, terms: Terms, most: Usage) -> None:
        self.request = request
        self.said: list[str] = []
        self.failed = False
        """Whether no answer came, by an error for which nobody charges beyond what it says was lost, or because nobody
        was asked."""
        self._terms = terms
        self._most = most
        self._usage: Usage | None = None
        self._call: Call | None = None
        self._lost = Spending()
        """What is known to have been paid for nothing where no answer came to its end."""

    def fail(self, error: EngineError) -> None:
        """Note that no answer came, or not all of it."""
        self.failed = bool(error.thought) or not isinstance(error, EngineTimeout)
        if call := failed_call(error):
            most = self._terms.spending(call.lost)
            self._lost = most if call.cost is None else Spending(most.tokens, call.cost)

    def read(self, delta: Delta, engine: LLM, *, shortened: bool) -> Delta:
        """Note what a delta says beside words; the last one tells the cost also where the engine does not."""
        self.said.append(delta.text if delta.tool_call is None else delta.tool_call.name + delta.tool_call.arguments)
        self._usage = delta.usage or self._usage
        if delta.finish is None:
            return delta
        call = call_of(delta, engine)
        if shortened:
            call = replace(call, reason="; ".join(filter(None, (call.reason, _SHORTENED))), stopgap=True)
        if self._usage is None and call.engine not in self._terms.free:
            call = replace(call, cost=self._terms.spending(self._used() + call.lost).money)
        self._call = call
        return delta if call is delta.call else telling(delta, call)

    def total(self) -> Spending:
        """What is counted for it."""
        if self._call is None:
            return self._lost if self.failed and not self.said else self._terms.spending(self._used()) + self._lost
        used = NO_TOKENS if self._call.engine in self._terms.free else self._used()
        most = self._terms.spending(used + self._call.lost)
        return most if self._call.cost is None else Spending(most.tokens, self._call.cost)

    def _used(self) -> Usage:
        if self._usage is not None:
            return self._usage
        said = len("".join(self.said).encode("utf-8", "surrogatepass"))
        return Usage(self._most.input, min(said, self._most.output))


def _cheaper(bill: _Bill, reservation: Reservation, terms: Terms) -> ChatRequest:
    """The request as it is asked: no longer than what was reserved for it, and of the fast engine where that is due."""
    request = bill.request
    longest = request.max_tokens or (terms.longest if terms.told else None)
    effort = request.effort if reservation.used < _ECONOMICAL else "fast"
    if longest == request.max_tokens and effort == request.effort:
        return request
    return replace(request, max_tokens=longest, effort=effort)


def _shortened(request: ChatRequest) -> Iterator[ChatRequest]:
    """The request with half of what was said before, a quarter, an eighth, and at last with the question alone."""
    messages = request.messages
    first = next((n for n, message in enumerate(messages) if message.role != "system"), len(messages))
    turns = [n for n in range(first, len(messages)) if messages[n].role == "user"]
    while len(turns) > 1:
        turns = turns[len(turns) // 2 :]
        yield replace(request, messages=messages[:first] + messages[turns[0] :])


def _without_cost(delta: Delta, local: LLM, why: Shortage) -> Delta:
    return telling(delta, replace(call_of(delta, local), reason=_WHY[why], shortage=why, stopgap=True))
