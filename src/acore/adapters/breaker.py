"""When a far side that fails too often is left alone."""

from collections import deque
from typing import Literal

from acore.errors import CircuitOpen
from acore.interfaces import BreakerSettings, Clock

_LATEST = 20
_ENOUGH = 5
"""So many calls have to be over before their failures say something."""


class Breaker:
    """Opens when too many of the latest calls failed; after `reset_s` one call at a time is let through.

    What becomes of a call is told together with the era in which it began: what was asked before the breaker changed
    its state says nothing about now.
    """

    def __init__(self, settings: BreakerSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._failed: deque[bool] = deque(maxlen=_LATEST)
        self._asks_again_at: float | None = None
        self._probing = False
        self.era: object = object()
        """Changes with the state."""

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """Whether the far side is asked, left alone, or asked by one at a time."""
        if self._asks_again_at is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._asks_again_at else "half-open"

    def let_in(self, name: str) -> bool:
        """Whether this call probes a far side that was left alone; raises CircuitOpen while no call may pass."""
        if self._asks_again_at is None:
            return False
        wait = self._asks_again_at - self._clock.monotonic()
        if wait > 0:
            told = f"failed too often just now and is left alone; it is asked again in {wait:.0f} s."
        elif self._probing:
            told = "failed too often just now, and is being asked whether it works again; ask in a moment."
        else:
            self._probing = True
            return True
        raise CircuitOpen(f"{name} {told}", engine=name)

    def learn(self, era: object, *, failed: bool) -> None:
        """Count a call that is over: that of a probe closes the breaker, or opens it anew."""
        if era is not self.era:
            return
        self._failed.append(failed)
        share = sum(self._failed) / len(self._failed)
        if self._asks_again_at is not None:
            self._turn(opens=failed)
        elif self._settings.failures < 1 and len(self._failed) >= _ENOUGH and share >= self._settings.failures:
            self._turn(opens=True)

    def close(self) -> None:
        """The far side is there."""
        self._turn(opens=False)

    def leave(self, era: object) -> None:
        """A probe ended and told nothing: the next call is one."""
        if era is self.era:
            self._probing = False

    def _turn(self, *, opens: bool) -> None:
        self._asks_again_at = self._clock.monotonic() + self._settings.reset_s if opens else None
        self._failed.clear()
        self._probing = False
        self.era = object()
