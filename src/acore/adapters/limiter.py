"""Lines before what may not be asked too often: a language model, a web search."""

import asyncio
import heapq
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from itertools import count
from math import inf
from types import TracebackType
from typing import Self

from acore.domain.sliding_window import SlidingWindow, Spend
from acore.errors import RateLimited
from acore.interfaces import Clock


class LineTooLong(RateLimited):
    """Not asked, because the turn would come too late; `retry_after` says when it would have come, where known."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much something may be asked; None is no limit. Two seconds between searches: one request in two seconds."""

    concurrent: int | None = None
    """At the same time."""
    requests: int | None = None
    """In any window."""
    tokens: int | None = None
    """In any window."""
    window_s: float = 60
    max_wait: float = 30
    """Seconds that one may wait for a turn."""


class _Place(Enum):
    LINE = auto()
    WORK = auto()
    GONE = auto()


class Turn:
    """Leave to ask once, from `Limiter.acquire`; a context manager, at whose end the next one may ask."""

    __slots__ = ("called", "came", "deadline", "gives_up", "limiter", "place", "queued_s", "spend", "tokens")

    def __init__(self, limiter: "Limiter", tokens: int, came: float, deadline: float, max_wait: float) -> None:
        self.limiter = limiter
        self.tokens = tokens
        self.came = came
        self.deadline = deadline
        self.gives_up = min(came + max_wait, deadline)
        self.place = _Place.LINE
        self.queued_s = 0.0
        """Seconds that it stood in line."""
        self.called: asyncio.Future[LineTooLong | None] | None = None
        self.spend: Spend | None = None

    def cost(self, tokens: int) -> None:
        """It had these tokens in truth."""
        self.limiter.correct(self, tokens)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.limiter.release(self)


class Limiter:
    """One line, first come, first served, within exact limits.

    Who waits holds no place among those at work and has spent nothing; who leaves the line, by being cancelled,
    costs nobody anything. Whose turn is known to come after `max_wait`, or not before its deadline, is refused at
    once; where only the places are taken, when that time has come. There is a task of its own while somebody
    waits, and none else. `name` is who the errors speak of.
    """

    def __init__(self, name: str, limits: Limits, clock: Clock) -> None:
        self._name = name
        self._limits = limits
        self._clock = clock
        self._window = SlidingWindow(requests=limits.requests, tokens=limits.tokens, window_s=limits.window_s)
        self._free = inf if limits.concurrent is None else limits.concurrent
        self._paused_until = -inf
        self._line: deque[Turn] = deque()
        self._line_tokens = 0
        self._patience: list[tuple[float, int, Turn]] = []
        """When those in line give up, soonest first; some have left the line since."""
        self._order = count()
        self._usher: asyncio.Task[None] | None = None
        self._wakes = inf

    @property
    def counts_tokens(self) -> bool:
        """Whether it matters how many tokens a turn is for."""
        return self._limits.tokens is not None

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._line)

    async def acquire(self, tokens: int = 0, deadline: float | None = None) -> Turn:
        """Wait for a turn that costs about `tokens` and begins before `deadline`, a time of the clock's stopwatch.

        Raises LineTooLong. Cancelling leaves the line.
        """
        now = self._clock.monotonic()
        tokens = 0 if self._limits.tokens is None else min(tokens, self._limits.tokens)
        turn = Turn(self, tokens, now, inf if deadline is None else deadline, self._limits.max_wait)
        at = max(self._paused_until, self._window.earliest(now, tokens, len(self._line), self._line_tokens))
        if at <= now and self._free > 0 and not self._line and now < turn.deadline:
            self._begin(turn, now)
        elif at > turn.gives_up or turn.gives_up <= now or at >= turn.deadline:
            raise self._refusal(at - now)
        else:
            await self._stand_in_line(turn)
        return turn

    def release(self, turn: Turn) -> None:
        """It has ended: its place is free for the next one. Doing it twice is harmless."""
        if turn.place is _Place.WORK:
            turn.place = _Place.GONE
            self._free += 1
            self._look()

    def correct(self, turn: Turn, tokens: int) -> None:
        """It cost these tokens and not those that were expected."""
        if turn.spend is not None and self._limits.tokens is not None:
            self._window.correct(turn.spend, tokens)
            self._look()

    def pause(self, seconds: float) -> None:
        """Let nobody ask for so long: the far side said so. Who can not wait until then is refused now."""
        now = self._clock.monotonic()
        self._paused_until = max(self._paused_until, now + seconds)
        for turn in [turn for turn in self._line if turn.gives_up < self._paused_until]:
            self._refuse(turn, now)
        self._look()

    def _begin(self, turn: Turn, now: float) -> None:
        turn.place = _Place.WORK
        turn.spend = self._window.spend(now, turn.tokens)
        self._free -= 1

    async def _stand_in_line(self, turn: Turn) -> None:
        turn.called = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        self._line_tokens += turn.tokens
        heapq.heappush(self._patience, (turn.gives_up, next(self._order), turn))
        self._rouse()
        try:
            refusal = await turn.called
        except asyncio.CancelledError:
            self._abandon(turn)
            raise
        if refusal is not None:
            raise refusal
        now = self._clock.monotonic()
        turn.queued_s = now - turn.came
        if turn.spend is not None:
            self._window.begun(turn.spend, now)

    def _abandon(self, turn: Turn) -> None:
        """It was cancelled in line, or called and cancelled before it could come."""
        if turn.spend is not None:
            self._window.give_back(turn.spend)
            self.release(turn)
        elif turn.place is _Place.LINE:
            self._leave_line(turn)
            self._look()

    def _leave_line(self, turn: Turn) -> None:
        turn.place = _Place.GONE
        self._line.remove(turn)
        self._line_tokens -= turn.tokens

    def _look(self) -> None:
        """Something has changed; without an usher nobody waits."""
        if self._usher is not None:
            self._serve()
            self._rouse()

    def _serve(self) -> None:
        """Call those whose turn it is, and refuse those whose time is over."""
        now = self._clock.monotonic()
        while self._line and self._free > 0 and self._due(now) <= now:
            turn = self._line[0]
            if turn.deadline <= now:
                self._refuse(turn, now)
                continue
            self._leave_line(turn)
            if turn.called is not None and not turn.called.done():
                self._begin(turn, now)
                turn.called.set_result(None)
        while self._line and self._next_to_give_up() <= now:
            self._refuse(self._patience[0][2], now)

    def _due(self, now: float) -> float:
        """When the first in line may ask, as soon as a place is free."""
        return max(self._paused_until, self._window.earliest(now, self._line[0].tokens))

    def _next_to_give_up(self) -> float:
        while self._patience[0][2].place is not _Place.LINE:
            heapq.heappop(self._patience)
        return self._patience[0][0]

    def _refuse(self, turn: Turn, now: float) -> None:
        self._leave_line(turn)
        if turn.called is not None and not turn.called.done():
            at = max(self._paused_until, self._window.earliest(now, turn.tokens))
            turn.called.set_result(self._refusal(at - now))

    def _refusal(self, wait: float) -> LineTooLong:
        most = f"Nobody waits longer than {self._limits.max_wait:g} s (max_wait), or than the answer is of use."
        if wait > 0:
            told = f"{self._name} may be asked again in {wait:.1f} s: it was asked as often as its limits allow. {most}"
            return LineTooLong(told, engine=self._name, retry_after=wait)
        told = (
            f"{self._name} is asked by {self._limits.concurrent} at once already, as many as its limits allow. {most}"
        )
        return LineTooLong(told, engine=self._name, retry_after=self._limits.max_wait or None)

    def _rouse(self) -> None:
        """Have somebody look again no later than something is due."""
        if not self._line:
            self._patience.clear()
            if self._usher is not None:
                self._usher.cancel()
            self._usher = None
            return
        wakes = self._next_look(self._clock.monotonic())
        if self._usher is None or wakes < self._wakes:
            if self._usher is not None:
                self._usher.cancel()
            self._wakes = wakes
            self._usher = asyncio.create_task(self._watch())

    def _next_look(self, now: float) -> float:
        patience = self._next_to_give_up()
        return min(patience, self._due(now)) if self._free > 0 else patience

    async def _watch(self) -> None:
        while self._line:
            now = self._clock.monotonic()
            self._wakes = self._next_look(now)
            await self._clock.sleep(self._wakes - now)
            self._serve()
        self._patience.clear()
        self._usher = None
