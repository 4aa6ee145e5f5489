"""Discord's ids: numbers that grow with time, sent as text."""

from acore.interfaces import Clock

_EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015: https://discord.com/developers/docs/reference#snowflakes."""
_TIME_SHIFT = 22


_SETTLED = 3 << 54
"""Ids of what lasts begin here: long ago, so that whatever time makes is younger."""


class SettledIds:
    """The same ids in the same order at every start, for what is to be known again.

    They are a millisecond apart: shards share the guilds by the time in their ids, so that guilds of
    one moment would all belong to the same shard.
    """

    def __init__(self) -> None:
        self._last = _SETTLED

    def next(self) -> str:
        """The next id."""
        self._last += 1 << _TIME_SHIFT
        return str(self._last)


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
