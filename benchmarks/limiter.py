"""The line before a model: whether it keeps its limit in every window, what it leaves unused, and what a turn costs.

Limits are watched by a virtual clock, hours of it; processor time by the machine's.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence

from acore.adapters.clock.manual import ManualClock
from acore.adapters.clock.system import SystemClock
from acore.adapters.limiter import Limiter, Limits, LineTooLong
from benchmarks.figures import Figure

WINDOW_S = 60.0
_LIMITS = (Limits(concurrent=5, requests=60), Limits(concurrent=3, requests=20))
"""Those of a model behind an address, and of OpenRouter, as the settings have them."""
_PATIENT_S = 10.0**9
_MINUTES = 30
_BURST, _AROUND_S = 40, 0.05
"""Who asks at once just before a minute is full, and again just after."""
_CANCELLED = 0.3
_SATURATING = 100
_LASTING_S = (0.2, 2.0)
_TURNS, _WORKERS, _ROUNDS = 10_000, 50, 9
_FAR = 10**9


async def measure() -> list[Figure]:
    """The window that was filled most, the share of the quota that was used, and seconds of a turn."""
    worst, used = (0, 1), 1.0
    for number, limits in enumerate(_LIMITS):
        assert limits.requests
        unkind = await _unkind(limits, random.Random(number))
        full = await _saturated(limits, random.Random(number))
        for times in (unkind, full):
            worst = max(worst, (most_in_window(times), limits.requests), key=lambda found: found[0] / found[1])
        used = min(used, used_share(full, limits.requests, _MINUTES))
    return [
        Figure("llm.limiter_window", worst[0], "calls", worst[1], "<=1"),
        Figure("llm.limiter_quota", used * 100, "%", None, ">=99"),
        Figure("llm.limiter_cpu", await _processor_time() * 1e6, "us", None, "<=30"),
    ]


def most_in_window(times: Sequence[float], window_s: float = WINDOW_S) -> int:
    """The most of these times, in their order, that any half-open window holds, wherever it begins."""
    first = most = 0
    for number, at in enumerate(times):
        while at - times[first] >= window_s:
            first += 1
        most = max(most, number - first + 1)
    return most


def used_share(times: Sequence[float], limit: int, windows: int) -> float:
    """What was used of so many windows, one after the other from 0 on."""
    return sum(at < windows * WINDOW_S for at in times) / (limit * windows)


class _Line:
    """Those who ask, on a clock of their own, and when each of them came to its turn."""

    def __init__(self, limits: Limits, chance: random.Random) -> None:
        self.clock = ManualClock()
        self.times: list[float] = []
        self._limiter = Limiter("model", limits, self.clock)
        self._chance = chance
        self._asking: list[asyncio.Task[None]] = []

    def ask(self) -> asyncio.Task[None]:
        """One more, who leaves where it is refused."""
        task = asyncio.create_task(self._ask())
        self._asking.append(task)
        return task

    async def _ask(self) -> None:
        try:
            turn = await self._limiter.acquire()
        except LineTooLong:
            return
        with turn:
            self.times.append(self.clock.monotonic())
            await self.clock.sleep(self._chance.uniform(*_LASTING_S))

    def cancel_one(self) -> None:
        """Whichever it is: in line, at work, or called a moment ago."""
        self._asking = [task for task in self._asking if not task.done()]
        if self._asking:
            self._chance.choice(self._asking).cancel()

    async def close(self) -> None:
        for task in self._asking:
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)


async def _unkind(limits: Limits, chance: random.Random) -> list[float]:
    """Random arrivals, twice as many as the limit, bursts around each full minute, and cancels at any time."""
    assert limits.requests
    rate = 2 * limits.requests / WINDOW_S
    arrivals = [chance.uniform(0, _MINUTES * WINDOW_S) for _ in range(int(rate * _MINUTES * WINDOW_S))]
    for minute in range(1, _MINUTES):
        for around in (-_AROUND_S, _AROUND_S):
            arrivals += [minute * WINDOW_S + around] * _BURST
    line = _Line(limits, chance)
    for at in sorted(arrivals):
        if at > line.clock.monotonic():
            await line.clock.advance(at - line.clock.monotonic())
        line.ask()
        if chance.random() < _CANCELLED:
            line.cancel_one()
    await line.clock.advance(2 * WINDOW_S)
    await line.close()
    return line.times


async def _saturated(limits: Limits, chance: random.Random) -> list[float]:
    """As many in line as ever, for half an hour; some leave it, and others come."""
    line = _Line(Limits(limits.concurrent, limits.requests, max_wait=_PATIENT_S), chance)

    def come(_: asyncio.Task[None] | None = None) -> None:
        if line.clock.monotonic() < _MINUTES * WINDOW_S:
            line.ask().add_done_callback(come)

    for _ in range(_SATURATING):
        come()
    while line.clock.monotonic() < _MINUTES * WINDOW_S:
        await line.clock.advance(chance.expovariate(limits.requests / WINDOW_S if limits.requests else 1))
        line.cancel_one()
    await line.close()
    return line.times


async def _processor_time() -> float:
    """Processor seconds of a turn: nobody in line, a line before taken places, a line before a full window."""
    kinds = (
        (Limits(concurrent=5, requests=_FAR, tokens=_FAR), 1),
        (Limits(concurrent=5, requests=_FAR, tokens=_FAR), _WORKERS),
        (Limits(concurrent=5, requests=1000, tokens=_FAR, window_s=0.1), _WORKERS),
    )
    return max([statistics.median([await _turns(*kind) for _ in range(_ROUNDS)]) for kind in kinds])


async def _turns(limits: Limits, workers: int) -> float:
    limiter = Limiter("model", limits, SystemClock())

    async def work() -> None:
        for _ in range(_TURNS // workers):
            with await limiter.acquire(1):
                await asyncio.sleep(0)

    began = time.process_time()
    await asyncio.gather(*(work() for _ in range(workers)))
    return (time.process_time() - began) / _TURNS
