"""How often a bot may log in at the gateway: so often a day, and one shard after the other."""

from typing import Literal

from acore.errors import InvalidInput
from acore.interfaces import Clock
from acore.simulator.model import Payload

_DAY_S = 86_400.0

Start = Literal["granted", "too soon", "used up"]


class SessionStarts:
    """Counts the logins of a day, and keeps those of one rate limit key apart.

    A shard's key is its id modulo `max_concurrency`: each key may log in once every `every_s` seconds.
    """

    def __init__(self, clock: Clock, *, total: int = 1000, max_concurrency: int = 1, every_s: float = 5.0) -> None:
        if min(total, max_concurrency) < 1 or every_s < 0:
            raise InvalidInput(
                f"{total} logins a day, {max_concurrency} at once, every {every_s} seconds can not be;"
                " use 1 or more of each, and 0 seconds or more."
            )
        self._clock = clock
        self._total = total
        self._concurrency = max_concurrency
        self._every_s = every_s
        self._used = 0
        self._ends = 0.0
        self._latest: dict[int, float] = {}

    def take(self, shard_id: int) -> Start:
        """Count a login of the shard, if it may."""
        now = self._clock.monotonic()
        if now >= self._ends:
            self._used, self._ends = 0, now + _DAY_S
        if self._used >= self._total:
            return "used up"
        key = shard_id % self._concurrency
        if key in self._latest and now - self._latest[key] < self._every_s:
            return "too soon"
        self._latest[key] = now
        self._used += 1
        return "granted"

    def payload(self) -> Payload:
        """Discord's session start limit object; `reset_after` is in milliseconds."""
        left = self._ends - self._clock.monotonic()
        return {
            "total": self._total,
            "remaining": self._total - (self._used if left > 0 else 0),
            "reset_after": max(0, int(left * 1000)),
            "max_concurrency": self._concurrency,
        }
