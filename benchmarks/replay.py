"""Two invented days of `/ask`, through the real cache and the real shared calls, on a virtual clock.

The *log* has 5,000 questions in 24 hours, at random moments: 300 members in 15 channels of three servers, 500 questions
that differ; who asks, where and what is drawn by Zipf's law (the n-th most frequent 1/n as often as the first).
The *bursts* are 30 announcements: within ten seconds 100 members, each once, ask one of three questions about it, and
one member in ten asks the same again within three seconds, as nothing was said yet. An answer takes two seconds.

Each is played twice: as acore sees it, where every question has its member and its channel in it, and as if all of it
were asked by one member in one channel, which is what those count on who promise that a cache saves most calls.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import accumulate

from acore.adapters.cache.memory import MemoryCache
from acore.adapters.clock.manual import ManualClock
from acore.adapters.llm.policies.caching import TTL_S, CachingLLM
from acore.adapters.llm.policies.coalescing import CoalescingLLM
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.request_key import RequestKeys
from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.metrics.memory import MemoryMetrics
from acore.domain.chat import ChatRequest, Delta, Message
from acore.domain.scope import Scope
from benchmarks.figures import Figure

_DAY_S, _HOUR_S = 86_400.0, 3_600.0
_LOG, _TEXTS = 5_000, 500
_GUILDS, _CHANNELS, _MEMBERS = 3, 5, 100
"""Servers, and the channels and members of each."""
_BURSTS, _ASKERS, _ABOUT = 30, 100, 3
_WITHIN_S = 10.0
_AGAIN, _AGAIN_S = 10, 3.0
"""One in so many asks again, within so many seconds."""
_ANSWER, _PACE_S = "It is like that.", 0.4
"""Four words and the end, each of which takes its time."""
_SOMEBODY = Scope("channel", "member", "server")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and when, where and by whom it was asked."""

    at: float
    scope: Scope
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the questions of a log."""

    questions: int
    cached: int
    shared: int

    def figures(self, log: str, scope: str = "") -> Iterator[Figure]:
        """The calls that the cache saved, and those that were shared, in percent of the questions."""
        for way, saved in (("cached", self.cached), ("shared", self.shared)):
            yield Figure(f"llm.replay_{log}_{way}{scope}", 100 * saved / self.questions, "%", None, ">=0")


async def measure() -> list[Figure]:
    """Both logs as acore sees them, and as one member would have asked them."""
    log, bursts = zipf_log(random.Random(0)), burst_log(random.Random(0))
    found = [
        *(await replay(log)).figures("log"),
        *(await replay(bursts)).figures("burst"),
        *(await replay(by_one_member(log))).figures("log", "_by_one"),
        *(await replay(by_one_member(bursts))).figures("burst", "_by_one"),
    ]
    hour = await replay(by_one_member(log), _HOUR_S)
    return [*found, next(hour.figures("log", "_by_one_hour"))]


def zipf_log(chance: random.Random) -> list[Asked]:
    """A day of questions, in their order."""
    guilds, channels = _frequencies(_GUILDS), _frequencies(_CHANNELS)
    members, texts = _frequencies(_MEMBERS), _frequencies(_TEXTS)
    log = []
    for at in sorted(chance.uniform(0, _DAY_S) for _ in range(_LOG)):
        guild, channel = _drawn(chance, guilds), _drawn(chance, channels)
        scope = Scope(f"channel {guild}.{channel}", f"member {guild}.{_drawn(chance, members)}", f"server {guild}")
        log.append(Asked(at, scope, f"How do I do number {_drawn(chance, texts)} of the things that one asks?"))
    return log


def burst_log(chance: random.Random) -> list[Asked]:
    """The announcements of a day, each in a channel of its own, and what was asked then, in its order."""
    texts = _frequencies(_ABOUT)
    log = []
    for burst in range(_BURSTS):
        began = burst * _DAY_S / _BURSTS
        for member in range(_ASKERS):
            at = began + chance.uniform(0, _WITHIN_S)
            text = f"What does part {_drawn(chance, texts)} of announcement {burst} mean?"
            asked = Asked(at, Scope(f"channel {burst}", f"member {member}", "server"), text)
            log.append(asked)
            if member % _AGAIN == 0:
                log.append(replace(asked, at=at + chance.uniform(0, _AGAIN_S)))
    return sorted(log, key=lambda asked: asked.at)


def by_one_member(log: Sequence[Asked]) -> list[Asked]:
    """The same questions at the same times, all in one scope."""
    return [replace(asked, scope=_SOMEBODY) for asked in log]


def _frequencies(kinds: int) -> list[float]:
    """The sums of 1, 1/2, 1/3 and so on, for `random.choices`."""
    return list(accumulate(1 / rank for rank in range(1, kinds + 1)))


def _drawn(chance: random.Random, frequencies: list[float]) -> int:
    return chance.choices(range(len(frequencies)), cum_weights=frequencies)[0]


class _Counted(Policy):
    """Counts the calls that reach the model."""

    calls = 0

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """As the model."""
        self.calls += 1
        async with aclosing(self._inner.stream(request)) as deltas:
            async for delta in deltas:
                yield delta


async def replay(log: Sequence[Asked], ttl: float = TTL_S) -> Saved:
    """Ask all of it, each at its time; raises ValueError where the sums are not those of the calls that were made."""
    clock, keys, metrics = ManualClock(), RequestKeys(), MemoryMetrics()
    model = _Counted(ScriptedLLM.saying(_ANSWER, clock=clock, pace_s=_PACE_S))
    sharing = CoalescingLLM(model, keys, clock)
    llm = CachingLLM(sharing, MemoryCache(clock), keys, metrics, ttl)

    async def read(request: ChatRequest) -> None:
        async with aclosing(llm.stream(request)) as deltas:
            async for _ in deltas:
                pass

    reading = []
    for asked in log:
        await clock.advance(max(0.0, asked.at - clock.monotonic()))
        reading.append(asyncio.create_task(read(_request(asked))))
    await clock.advance(_HOUR_S)
    await asyncio.gather(*reading)
    saved = Saved(len(log), llm.stats.hits, sharing.stats["total_saved"])
    if saved.cached + saved.shared + model.calls != len(log):
        raise ValueError(f"{saved}, and {model.calls} calls were made: something was counted twice, or not at all")
    return saved


def _request(asked: Asked) -> ChatRequest:
    """As `/ask` makes it, but for the passages."""
    said = (Message("system", "Answer briefly."), Message("user", asked.text, author=asked.scope.user))
    return ChatRequest(messages=said, scope=asked.scope, temperature=0, cacheable=True)
