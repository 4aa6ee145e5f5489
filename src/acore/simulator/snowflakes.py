"""Discord's ids: numbers that grow with time, sent as text."""

from acore.interfaces import Clock

_EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015: https://discord.com/developers/docs/reference#snowflakes."""
_TIME_SHIFT = 22


class Snowflakes:
    """Makes ids that are unique, strictly growing, and carry the time of the clock in their upper bits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """A new id; it stays above the last one even when the clock stands still or is set back."""
        now = int(self._clock.now().timestamp() * 1000) - _EPOCH_MS
        self._last = max(self._last + 1, now << _TIME_SHIFT)
        return str(self._last)
