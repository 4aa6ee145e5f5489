"""When the next edit may go out, so that Discord never has to refuse one."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from acore.interfaces import Clock

_PER_SECOND = 25
"""Edits of the whole bot: half of the fifty requests that Discord takes in a second."""
_TYPING_S = 2.0
"""Typing is shown once in so many seconds, however many answers a channel waits for."""


@dataclass(slots=True)
class Sends:
    """The place of who sends a new message to a bucket, and the latest one that was sent; None where nobody knows."""

    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    latest: int | None = None


@dataclass(slots=True)
class _Bucket:
    next_at: float = 0.0
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    types_at: float = 0.0
    sends: Sends = field(default_factory=Sends)


class Pace:
    """Keeps the edits of one bucket `every_s` apart, and those of all buckets together below half of the global limit.

    A bucket is what Discord counts together: a channel, or the token of an interaction. Those that wait go
    in the order in which they came. Beyond `capacity` buckets, those used longest ago are forgotten.
    """

    def __init__(self, clock: Clock, every_s: float, capacity: int = 1000) -> None:
        self._clock = clock
        self._every_s = every_s
        self._capacity = capacity
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()
        self._next_of_all = 0.0
        self._hurried = False

    def __len__(self) -> int:
        return len(self._buckets)

    def free(self, bucket: Hashable) -> bool:
        """Whether an edit could go out now, without anybody waiting for it."""
        now, known = self._clock.monotonic(), self._buckets.get(bucket)
        return self._next_of_all <= now and (known is None or (known.next_at <= now and not known.line.locked()))

    def hurry(self) -> None:
        """From now on nobody waits: the bot is closing, and says its last words."""
        self._hurried = True

    async def turn(self, bucket: Hashable) -> None:
        """Wait in line for the bucket's next place; cancelling leaves the line."""
        if self._hurried:
            return
        mine = self._bucket(bucket)
        async with mine.line:
            await self._until(mine.next_at)
            place = max(self._clock.monotonic(), self._next_of_all)
            self._next_of_all = place + 1 / _PER_SECOND
            await self._until(place)
            mine.next_at = place + self._every_s

    @asynccontextmanager
    async def sending(self, bucket: Hashable) -> AsyncGenerator[Sends]:
        """Be the only one who sends a new message there; those that wait go in the order in which they came.

        The library keeps the limit of a route only where one request after the other is under way: when a
        window ends, the answer to the first of several makes it forget the others, and let too many through.
        Who has sent says so in what is yielded.
        """
        sends = self._bucket(bucket).sends
        async with sends.line:
            yield sends

    def may_type(self, bucket: Hashable) -> bool:
        """Whether typing is to be shown there now; who asks shows it."""
        now, mine = self._clock.monotonic(), self._bucket(bucket)
        if now < mine.types_at:
            return False
        mine.types_at = now + _TYPING_S
        return True

    def _bucket(self, bucket: Hashable) -> _Bucket:
        mine = self._buckets.setdefault(bucket, _Bucket())
        self._buckets.move_to_end(bucket)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        return mine

    async def _until(self, at: float) -> None:
        if (wait := at - self._clock.monotonic()) > 0 and not self._hurried:
            await self._clock.sleep(wait)
