"""How much may be spent in any window of time, exactly."""

from collections import deque
from dataclasses import dataclass
from math import ceil, inf, nextafter


@dataclass(slots=True, eq=False)
class Spend:
    """One request, with the tokens it cost, until it leaves the window."""

    tokens: int
    leaves: float


class SlidingWindow:
    """Lets through at most `requests` and `tokens` in any `window_s` seconds; None is no limit.

    A window is half open: what came exactly `window_s` ago does not count. All times are those of one steady
    clock. A request that alone has more tokens than the window is let through when the window is empty.
    """

    def __init__(self, *, requests: int | None = None, tokens: int | None = None, window_s: float = 60) -> None:
        self._requests = requests
        self._tokens = tokens
        self._window_s = window_s
        self._spends: deque[Spend] = deque()
        self._spent = 0

    def earliest(self, now: float, tokens: int = 0, ahead: int = 0, ahead_tokens: int = 0) -> float:
        """When it can be spent if `ahead` others spend `ahead_tokens` before it; never later than it really can.

        Exact for whatever can be spent within one window from now.
        """
        self._forget(now)
        at = now
        if self._requests is not None:
            at = self._when_counted(now, len(self._spends) + ahead - self._requests, self._requests)
        if self._tokens is not None:
            tokens = min(tokens, self._tokens)
            at = max(at, self._when_paid(now, self._spent + ahead_tokens + tokens - self._tokens, self._tokens))
        return at

    def spend(self, now: float, tokens: int = 0) -> Spend:
        """Count a request; ask `earliest` first."""
        spend = Spend(tokens, self._leaving(now))
        if self._requests is not None or self._tokens is not None:
            self._spends.append(spend)
            self._spent += tokens
        return spend

    def begun(self, spend: Spend, now: float) -> None:
        """It was spent only now."""
        spend.leaves = self._leaving(now)

    def correct(self, spend: Spend, tokens: int) -> None:
        """What it really cost, as long as it counts."""
        if spend.leaves > -inf and (self._requests is not None or self._tokens is not None):
            self._spent += tokens - spend.tokens
            spend.tokens = tokens

    def give_back(self, spend: Spend) -> None:
        """It was not spent after all."""
        if spend in self._spends:
            self._spends.remove(spend)
            self._spent -= spend.tokens

    def _leaving(self, now: float) -> float:
        """The first time that is a whole window after it, also where the sum is rounded down."""
        leaves = now + self._window_s
        return leaves if leaves - now >= self._window_s else nextafter(leaves, inf)

    def _forget(self, now: float) -> None:
        spends = self._spends
        while spends and spends[0].leaves <= now:
            left = spends.popleft()
            self._spent -= left.tokens
            left.leaves = -inf

    def _when_counted(self, now: float, over: int, most: int) -> float:
        if over < 0:
            return now
        # Those far behind wait for some that stand in line themselves, each a whole window after the one before.
        rounds = max(0, (over - len(self._spends)) // most + 1)
        over -= rounds * most
        at = now if over < 0 else max(now, self._spends[over].leaves)
        return at + rounds * self._window_s

    def _when_paid(self, now: float, over: int, most: int) -> float:
        if over <= 0:
            return now
        if over > self._spent:
            return now + ceil((over - self._spent) / most) * self._window_s
        leaves = now
        for spend in self._spends:
            leaves = max(leaves, spend.leaves)
            over -= spend.tokens
            if over <= 0:
                break
        return leaves
