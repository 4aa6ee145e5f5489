"""Asks the next engine where one can not answer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import NamedTuple

import structlog

from acore.adapters.llm.abilities import Need, needs_of, refusal, together
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import (
    adding,
    call_behind,
    call_of,
    cause_of,
    in_time,
    is_late,
    reworded,
    telling,
)
from acore.adapters.standing_in import require_one
from acore.domain.chat import NO_TOKENS, Call, Capabilities, ChatRequest, Delta
from acore.errors import EngineError, EngineRefused, EngineUnavailable
from acore.interfaces import LLM, Clock

_log = structlog.get_logger(__name__)

_Failures = list[tuple[LLM, EngineError]]


class Order(NamedTuple):
    """Who is asked, one after the other, and why."""

    engines: tuple[LLM, ...]
    why: tuple[str, ...]
    """None of it is in the words of members or of servers, which may repeat those."""
    route: str = ""
    stopgap: bool = False
    """Whether even the first one stands in for another."""


class FallbackLLM(Policy):
    """The first engine that can take a request and answer it; one that has begun is not left for another.

    EngineUnavailable and EngineRefused lead to the next, since a wrong key of one engine says nothing about the
    others, and so does an answer that was withheld whole (``filtered`` before a word); whatever else is wrong with
    a request is so for all of them. Pictures and tools only go to engines that take them; a schema and a long
    context too, where there is such an engine. Where all fail, or the time is over, the first error is raised, and
    names the others that were asked. It is known by the first one's name, and can what any of them can.
    """

    def __init__(self, engines: Sequence[LLM], clock: Clock) -> None:
        super().__init__(engines[0])
        self._engines = tuple(engines)
        self._ready = self._engines
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:  # type: ignore[override]
        """What at least one of the engines can take."""
        return together(*[engine.capabilities for engine in self._ready])

    async def open(self) -> None:
        """Open all; one that can not open is left out, as long as there is another. Raises the first one's error."""
        try:
            opened = await asyncio.gather(*(engine.open() for engine in self._engines), return_exceptions=True)
            self._ready = _opened(self._engines, opened)
        except BaseException:
            await self.aclose()
            raise

    async def ping(self) -> None:
        """Return if one of them can serve; raise the first one's error if none can."""
        errors: list[EngineError] = []
        for engine in self._ready:
            try:
                return await engine.ping()
            except EngineError as error:
                errors.append(error)
        raise errors[0]

    async def aclose(self) -> None:
        """Close all, also where one fails to; its error is raised when the others are closed."""
        closed = await asyncio.gather(*(engine.aclose() for engine in self._engines), return_exceptions=True)
        for error in closed:
            if error is not None:
                raise error

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer with the first engine that begins to."""
        in_time(request, self._clock, self.name)
        order = self._order(request)
        failed: _Failures = []
        for number, engine in enumerate(order.engines, 1):
            begun, follows = False, order.engines[number:]
            try:
                async with aclosing(engine.stream(request)) as deltas:
                    async for delta in deltas:
                        if delta.finish is None:
                            begun = True
                            yield delta
                            continue
                        if follows and not begun:
                            _require_words(delta, engine)
                        begun = True
                        yield self._ended(delta, engine, order, failed)
            except (EngineUnavailable, EngineRefused) as error:
                if begun:
                    error.call = self._account(call_behind(error, engine), engine, order, failed)
                    raise
                failed.append((engine, error))
                if is_late(request, self._clock) or not follows:
                    break
                self._note(engine, follows[0], error)
            else:
                return
        raise self._told(order, failed)

    def _order(self, request: ChatRequest) -> Order:
        """Who is asked about the request; raises EngineRefused where nobody can take it."""
        return self._able(Order(self._engines, ()), needs_of(request))

    def _able(self, order: Order, needs: Sequence[Need]) -> Order:
        """Those of an order who are there and can take all of it, and why its first one is not among them."""
        able, why, stopgap = order.engines, order.why, False
        if self._ready is not self._engines:
            first, able = able[0], tuple(engine for engine in able if engine in self._ready) or self._ready
            if stopgap := first is not able[0]:
                why = (*why, f"{first.name} could not open")
        for need in needs:
            left = tuple(engine for engine in able if need.met(engine.capabilities))
            if not left and need.strict:
                raise refusal(need.what, self.name, ", ".join(engine.name for engine in able))
            if left and left[0] is not able[0]:
                why = (*why, f"{able[0].name} does not take {need.what}")
            able = left or able
        return Order(able, why, order.route, stopgap)

    def _ended(self, delta: Delta, engine: LLM, order: Order, failed: _Failures) -> Delta:
        """The last delta with the reason why this engine answered."""
        if not (order.why or failed):
            return delta
        return telling(delta, self._account(call_of(delta, engine), engine, order, failed))

    def _account(self, call: Call, engine: LLM, order: Order, failed: _Failures) -> Call:
        """The call with the reason why this engine was asked, and with what the others lost."""
        why = [*order.why, *(f"{other.name} could not answer: {cause_of(error)}" for other, error in failed)]
        reason = "; ".join([*why, call.reason] if call.reason else why)
        route, stopgap = self._place(engine, order)
        call = adding(call, [call_behind(error, other) for other, error in failed])
        return replace(call, route=route or call.route, reason=reason, stopgap=stopgap or call.stopgap)

    def _told(self, order: Order, failed: _Failures) -> EngineError:
        """The first error, which names those that were asked after it."""
        (engine, first), *others = failed
        names = ", ".join(other.name for other, _ in others)
        told = reworded(first, f"{first} ({names} could not answer either)") if others else first
        told.call = self._account(call_behind(first, engine), engine, order, others)
        return told

    def _place(self, engine: LLM, order: Order) -> tuple[str, bool]:
        """The route of an answer by this engine, and whether it stands in for another."""
        return order.route, order.stopgap or engine is not order.engines[0]

    def _note(self, engine: LLM, _follows: LLM, error: EngineError) -> None:
        _log.warning(
            "llm_fell_back",
            engine=engine.name,
            error=type(error).__name__,
            status=error.status,
            reason=error.why or None,
        )


def _opened(engines: tuple[LLM, ...], errors: Sequence[BaseException | None]) -> tuple[LLM, ...]:
    """Those that opened without an error; raises the first error that is no engine's, or where all have one."""
    require_one(errors)
    for engine, error in zip(engines, errors, strict=True):
        if error is not None:
            _log.warning("llm_left_out", engine=engine.name, error=str(error))
    left = tuple(engine for engine, error in zip(engines, errors, strict=True) if error is None)
    return left if len(left) < len(engines) else engines


def _require_words(end: Delta, engine: LLM) -> None:
    """Raise EngineRefused for an end that is the whole of an answer, because its words were withheld."""
    if end.finish == "filtered" and not end.text and end.tool_call is None:
        told = f"{engine.name} withheld its answer. Ask in other words, or another engine."
        error = EngineRefused(told, engine=engine.name, why="it withheld its answer")
        call = call_of(end, engine)
        error.call = replace(call, lost=call.lost + (end.usage or NO_TOKENS))
        raise error
