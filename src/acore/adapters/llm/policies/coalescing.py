"""Lets equal requests at the same time share one call."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from types import TracebackType

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import in_time, telling
from acore.adapters.llm.request_key import RequestKeys
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Delta
from acore.errors import EngineTimeout, EngineUnavailable
from acore.interfaces import LLM, Clock


class _Flight:
    """One call to the model, what it said so far, and who listens."""

    def __init__(self, deadline: float | None) -> None:
        self.deadline = deadline
        self.task: asyncio.Task[None]
        self.heard: list[Delta] = []
        self.listeners = 0
        self.cost_told = False
        """Whether a listener was told what the call cost: one is, so that sums are true."""
        self.told_to_others: Delta | None = None
        """Its last delta as all those hear it who joined after one of whom the cost was told."""
        self._trace: TracebackType | None = None
        self._waiting: dict[asyncio.Future[None], None] = {}

    async def fly(self, llm: LLM, request: ChatRequest) -> None:
        """Take down what the model says."""
        async with aclosing(llm.stream(request)) as deltas:
            async for delta in deltas:
                self.heard.append(delta)
                self.wake()

    def wake(self) -> None:
        """Let those who wait look again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def news(self) -> None:
        """Wait for the next delta, or for the end; each listener by itself, so that it can be cancelled alone."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting[waiter] = None
        try:
            await waiter
        finally:
            del self._waiting[waiter]

    def land(self) -> None:
        """Wake everybody, as there is no more to come."""
        if not self.task.cancelled():
            self.task.exception()  # asyncio complains of one that nobody looked at, and everybody may have left
        self.wake()

    def raise_its_error(self, engine: str) -> None:
        """Raise the error that the call ended with, if it did."""
        if self.task.cancelled():
            raise EngineUnavailable(f"The shared call to {engine} was stopped; ask again.", engine=engine)
        if (error := self.task.exception()) is not None:
            # all listeners raise the same one, whose traceback would grow with each of them
            self._trace = self._trace or error.__traceback__
            raise error.with_traceback(self._trace)


class CoalescingLLM(Policy):
    """Asks the model once for all who ask the same at the same time.

    A call runs in a task of its own, up to the deadline of whoever asked first; who has twice as long
    begins another. Who comes later gets what was said so far, then each delta as it comes, until their
    own deadline; an error reaches everybody who listens, and nobody after them. Whoever leaves
    disturbs no other, and the last one to leave stops the call.
    """

    def __init__(self, inner: LLM, keys: RequestKeys, clock: Clock) -> None:
        super().__init__(inner)
        self._keys = keys
        self._clock = clock
        self._flights: dict[bytes, _Flight] = {}
        self._pending = self._saved = 0

    @property
    def stats(self) -> dict[str, int]:
        """Requests being answered, calls being made for them, and the calls that were saved so far."""
        return {
            "pending_requests": self._pending,
            "active_deduplication": len(self._flights),
            "total_saved": self._saved,
        }

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The deltas of the shared call; to those who joined, the last one says that it was made for somebody else."""
        in_time(request, self._clock, self.name)
        key = self._keys.key(request, self.name, self.model)
        flight, joined = self._board(key, request)
        alarm = self._alarm(flight, request)
        told = 0
        try:
            while True:
                while told < len(flight.heard):
                    delta = flight.heard[told]
                    told += 1
                    yield delta if delta.finish is None else self._last(flight, delta, joined=joined)
                if flight.task.done():
                    break
                if request.deadline is not None and self._clock.monotonic() >= request.deadline:
                    raise EngineTimeout(f"{self.name} did not answer in time; ask again.", engine=self.name)
                await flight.news()
            flight.raise_its_error(self.name)
        finally:
            if alarm is not None:
                alarm.cancel()
            await self._leave(key, flight)

    def _board(self, key: bytes, request: ChatRequest) -> tuple[_Flight, bool]:
        """The flight, and whether it was there already."""
        flight = self._flights.get(key)
        joined = flight is not None and not flight.task.done() and self._lasts(flight, request)
        if flight is None or not joined:
            flight = self._flights[key] = _Flight(request.deadline)
            flight.task = asyncio.create_task(flight.fly(self._inner, request))
            flight.task.add_done_callback(partial(self._landed, key, flight))
        flight.listeners += 1
        self._pending += 1
        self._saved += joined
        return flight, joined

    def _lasts(self, flight: _Flight, request: ChatRequest) -> bool:
        """Whether it has at least half of the time that the request has."""
        if flight.deadline is None or request.deadline is None:
            return flight.deadline is None
        now = self._clock.monotonic()
        return 2 * (flight.deadline - now) >= request.deadline - now

    def _alarm(self, flight: _Flight, request: ChatRequest) -> asyncio.TimerHandle | None:
        """Wakes the listeners when the request's time is over."""
        if request.deadline is None:
            return None
        left = request.deadline - self._clock.monotonic()
        return asyncio.get_running_loop().call_later(left, flight.wake)

    def _last(self, flight: _Flight, delta: Delta, *, joined: bool) -> Delta:
        call = delta.call or Call(self.name, self.model)
        if not flight.cost_told:
            flight.cost_told = True
            return telling(delta, replace(call, coalesced=True) if joined else call)
        if not joined:
            return telling(delta, replace(call, tries=0, cost=0, lost=NO_TOKENS))
        if flight.told_to_others is None:
            flight.told_to_others = telling(delta, replace(call, coalesced=True, tries=0, cost=0, lost=NO_TOKENS))
        return flight.told_to_others

    async def _leave(self, key: bytes, flight: _Flight) -> None:
        flight.listeners -= 1
        self._pending -= 1
        if flight.listeners:
            return
        self._forget(key, flight)  # before it is stopped: nobody may join what is about to end
        if not flight.task.done():
            flight.task.cancel()
            await asyncio.wait([flight.task])

    def _landed(self, key: bytes, flight: _Flight, _: asyncio.Task[None]) -> None:
        self._forget(key, flight)
        flight.land()

    def _forget(self, key: bytes, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
