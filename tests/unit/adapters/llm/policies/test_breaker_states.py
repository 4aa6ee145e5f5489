import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from acore.adapters.clock.manual import ManualClock
from acore.adapters.llm.policies.breaking import BreakingLLM
from acore.domain.chat import ChatRequest, Delta
from acore.errors import CircuitOpen, EngineRefused, EngineUnavailable
from acore.interfaces import LLM, BreakerSettings
from acore.testing.contracts.llm import asked

GONE = EngineUnavailable("gone", engine="scripted")
REFUSED = EngineRefused("no", engine="scripted")


@dataclass(eq=False)
class _Answer:
    """One answer, its reader, and what the account knows of it."""

    first: asyncio.Future[Exception | None]
    last: asyncio.Future[Exception | None]
    reader: asyncio.Task[Exception | None] | None = None
    era: int = 0
    probes: bool = False


class _Told(LLM):
    """Does what it is told, request by request: when it says its first word, and how it ends."""

    name = "told"

    def __init__(self) -> None:
        self.asked: deque[_Answer] = deque()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        answer = _Answer(asyncio.get_running_loop().create_future(), asyncio.get_running_loop().create_future())
        self.asked.append(answer)
        for verdict, delta in ((answer.first, Delta("word ")), (answer.last, Delta(finish="stop"))):
            if (error := await verdict) is not None:
                raise error
            yield delta


class Breaker(RuleBasedStateMachine):
    """A breaker beside a plain account of what it has to be."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        self.engine = _Told()
        self.llm = BreakingLLM(self.engine, BreakerSettings(failures=0.5, reset_s=10), self.clock)
        self.silent: list[_Answer] = []
        self.speaking: list[_Answer] = []
        self.era, self.probe, self.opened = 0, False, False
        self.until = 0.0
        self.latest: list[bool] = []

    def teardown(self) -> None:
        for answer in (*self.silent, *self.speaking):
            self._leave(answer)
        self.loop.close()

    @rule()
    def ask(self) -> None:
        shut = self.opened and (self.clock.monotonic() < self.until or self.probe)
        before = len(self.engine.asked)
        reader = self.loop.create_task(self._read())
        self.loop.run_until_complete(_rounds())
        if shut:
            assert isinstance(reader.result(), CircuitOpen)
            assert len(self.engine.asked) == before
            return
        answer = self.engine.asked[-1]
        answer.reader, answer.era, answer.probes = reader, self.era, self.opened
        self.probe = self.opened
        self.silent.append(answer)

    async def _read(self) -> Exception | None:
        try:
            await self.llm.complete(asked())
        except (EngineUnavailable, EngineRefused) as error:
            return error
        return None

    @precondition(lambda self: self.silent)
    @rule(which=st.integers(0, 100))
    def speak(self, which: int) -> None:
        answer = self.silent.pop(which % len(self.silent))
        self.speaking.append(answer)
        answer.first.set_result(None)
        self.loop.run_until_complete(_rounds())
        if answer.probes and answer.era == self.era:
            self._turn(opened=False)
            answer.era = self.era

    @precondition(lambda self: self.silent or self.speaking)
    @rule(which=st.integers(0, 100), how=st.sampled_from(["fine", "gone", "gone", "refused", "left"]))
    def end(self, which: int, how: str) -> None:
        answer = [*self.silent, *self.speaking][which % (len(self.silent) + len(self.speaking))]
        if answer in self.silent and how == "fine":
            self.speak(self.silent.index(answer))
        silent = answer in self.silent
        (self.silent if silent else self.speaking).remove(answer)
        self._finish(answer, how, silent=silent)
        if answer.era != self.era:
            return
        if how == "refused" and answer.probes and silent:
            self._turn(opened=False)
        elif how == "left" and silent and answer.probes:
            self.probe = False
        elif how in {"fine", "gone"}:
            self._learn(gone=how == "gone")

    def _finish(self, answer: _Answer, how: str, *, silent: bool) -> None:
        if how == "left":
            self._leave(answer)
            return
        error = {"fine": None, "gone": GONE, "refused": REFUSED}[how]
        (answer.first if silent else answer.last).set_result(error)
        assert answer.reader is not None
        assert type(self.loop.run_until_complete(answer.reader)) is type(error)

    def _leave(self, answer: _Answer) -> None:
        assert answer.reader is not None
        answer.reader.cancel()
        self.loop.run_until_complete(asyncio.wait([answer.reader]))

    def _learn(self, *, gone: bool) -> None:
        self.latest = [*self.latest, gone][-20:]
        if self.opened:
            self._turn(opened=gone)
        elif len(self.latest) >= 5 and sum(self.latest) / len(self.latest) >= 0.5:
            self._turn(opened=True)

    def _turn(self, *, opened: bool) -> None:
        self.opened, self.probe, self.latest = opened, False, []
        self.until = self.clock.monotonic() + 10
        self.era += 1

    @rule(seconds=st.sampled_from([1.0, 4.0, 10.0]))
    def wait(self, seconds: float) -> None:
        self.loop.run_until_complete(self.clock.advance(seconds))

    @invariant()
    def the_state_is_seen(self) -> None:
        late = self.clock.monotonic() >= self.until
        assert self.llm.state == ("closed" if not self.opened else "half-open" if late else "open")


async def _rounds() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


TestBreaker = Breaker.TestCase
TestBreaker.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
