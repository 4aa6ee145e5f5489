import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.request_key import RequestKeys
from acore.domain.chat import ChatRequest, Delta
from acore.domain.scope import Scope
from acore.errors import EngineUnavailable
from acore.interfaces import LLM
from acore.testing import ManualClock
from acore.testing.contracts.llm import asked


class Call:
    """One call to the model, which says what it is told to."""

    def __init__(self, number: int, place: str) -> None:
        self.number, self.place = number, place
        self.orders: asyncio.Queue[Delta | Exception] = asyncio.Queue()
        self.said: list[str] = []
        self.outcome: Delta | Exception | None = None
        self.at_work = True

    def order(self, order: Delta | Exception) -> None:
        if self.outcome is None:
            self.orders.put_nowait(order)
            if isinstance(order, Exception) or order.finish:
                self.outcome = order
            else:
                self.said.append(order.text)


class Driven(LLM):
    """A model that is told what to say, call by call."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        call = Call(len(self.calls), request.scope.channel)
        self.calls.append(call)
        try:
            while True:
                order = await call.orders.get()
                if isinstance(order, Exception):
                    raise order
                yield order
                if order.finish:
                    return
        finally:
            call.at_work = False


class Listener:
    """Who listens in a channel, until the end or until it is cancelled."""

    def __init__(self, llm: LLM, place: str) -> None:
        self.place = place
        self.heard: list[str] = []
        self.cancelled = False
        self.task = asyncio.get_running_loop().create_task(self.listen(llm))

    async def listen(self, llm: LLM) -> Delta | None:
        last = None
        async with aclosing(llm.stream(replace(asked(), scope=Scope(self.place, "ada")))) as deltas:
            async for delta in deltas:
                if delta.finish:
                    last = delta
                else:
                    self.heard.append(delta.text)
        return last


ACTS = st.sampled_from(["join", "join", "join", "cancel", "cancel", "speak", "speak", "speak", "end", "fail", "turn"])


class Flights(RuleBasedStateMachine):
    """Whoever comes, goes and fails in whatever order: who stays hears all of one call, and nothing is left behind."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = Driven()
        self.llm = CoalescingLLM(self.model, RequestKeys(), ManualClock())
        self.listeners: list[Listener] = []

    @rule(acts=st.lists(st.tuples(ACTS, st.integers(0, 9)), min_size=1, max_size=12))
    def at_once(self, acts: list[tuple[str, int]]) -> None:
        self.runner.run(self._at_once(acts))

    async def _at_once(self, acts: list[tuple[str, int]]) -> None:
        for act, number in acts:
            if act == "turn":
                await asyncio.sleep(0)
            elif act == "join":
                self.listeners.append(Listener(self.llm, "ab"[number % 2]))
            elif act == "cancel" and self.listeners:
                listener = self.listeners[number % len(self.listeners)]
                listener.cancelled = listener.task.cancel() or listener.cancelled
            elif live := [call for call in self.model.calls if call.at_work]:
                call = live[number % len(live)]
                orders: dict[str, Delta | Exception] = {
                    "end": Delta(finish="stop"),
                    "fail": EngineUnavailable(str(call.number), engine="driven"),
                }
                call.order(orders.get(act, Delta(f"{call.number}.{len(call.said)}")))
        for _ in range(20):
            await asyncio.sleep(0)
        for listener in [each for each in self.listeners if each.task.done()]:
            self.judge(listener)
            self.listeners.remove(listener)

    def judge(self, listener: Listener) -> None:
        calls = {word.split(".")[0] for word in listener.heard}
        assert len(calls) <= 1
        if listener.task.cancelled():
            assert listener.cancelled
            return
        error = listener.task.exception()
        told = [call for call in self.model.calls if call.place == listener.place and call.said == listener.heard]
        if error is None:
            assert any(call.outcome == listener.task.result() for call in told)
        else:
            assert any(call.outcome is error for call in told)

    @invariant()
    def who_is_left_has_heard_all_that_was_said(self) -> None:
        for listener in self.listeners:
            (call,) = [call for call in self.model.calls if call.at_work and call.place == listener.place]
            assert listener.heard == call.said

    @invariant()
    def there_is_one_call_for_each_question_that_somebody_waits_for(self) -> None:
        live = sorted(call.place for call in self.model.calls if call.at_work)
        assert live == sorted({listener.place for listener in self.listeners})
        assert self.llm.stats["active_deduplication"] == len(live)
        assert self.llm.stats["pending_requests"] == len(self.listeners)
        assert len(asyncio.all_tasks(self.runner.get_loop())) == len(live) + len(self.listeners)

    def teardown(self) -> None:
        async def leave() -> None:
            for listener in self.listeners:
                listener.task.cancel()
            await asyncio.gather(*(listener.task for listener in self.listeners), return_exceptions=True)

        self.runner.run(leave())
        assert (self.llm.stats["pending_requests"], self.llm.stats["active_deduplication"]) == (0, 0)
        assert not any(call.at_work for call in self.model.calls)
        self.runner.close()


TestFlights = Flights.TestCase
TestFlights.settings = settings(max_examples=80, stateful_step_count=10, deadline=None)
