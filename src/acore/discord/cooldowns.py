"""How often a member may ask."""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Not now: how many seconds to wait, and whether this is the first refusal of the window."""

    wait_s: float
    first: bool


@dataclass(slots=True)
class _Uses:
    times: deque[float] = field(default_factory=deque)
    refused: bool = False


class Cooldown:
    """Lets each key through `most` times in any `window_s` seconds.

    Beyond `capacity` keys, those used longest ago are forgotten.
    """

    def __init__(self, most: int, window_s: float, capacity: int = 10_000) -> None:
        self.most = most
        self.window_s = window_s
        self._capacity = capacity
        self._uses: OrderedDict[Hashable, _Uses] = OrderedDict()

    def __len__(self) -> int:
        return len(self._uses)

    def take(self, key: Hashable, now: float) -> TooSoon | None:
        """Use it once at `now` (seconds of a steady clock); a refusal uses nothing up."""
        wait_s, uses = self.wait_s(key, now), self._uses[key]
        if not wait_s:
            uses.times.append(now)
            uses.refused = False
            return None
        refusal = TooSoon(wait_s, first=not uses.refused)
        uses.refused = True
        return refusal

    def wait_s(self, key: Hashable, now: float) -> float:
        """In how many seconds it can be used; 0 where it can at `now`."""
        uses = self._uses.setdefault(key, _Uses())
        self._uses.move_to_end(key)
        if len(self._uses) > self._capacity:
            self._uses.popitem(last=False)
        while uses.times and now - uses.times[0] >= self.window_s:
            uses.times.popleft()
        return uses.times[0] + self.window_s - now if len(uses.times) >= self.most else 0.0
