"""Tells when sound comes in and can not be understood."""

_LEAST = 50
"""Packets of speech, 1 s: a change of the keys fails fewer."""
_LEAST_S = 3.0


class Deafness:
    """Watches what becomes of one speaker's packets; silence that is sent counts for nothing."""

    def __init__(self) -> None:
        self._why = ""
        self._failed = 0
        self._since = 0.0

    def understood(self) -> None:
        """A packet of sound was understood."""
        self._failed = 0

    def failed(self, why: str, now: float) -> None:
        """A packet could not be read, for this reason."""
        if not self._failed:
            self._since = now
        self._failed += 1
        self._why = why

    def why(self, now: float) -> str | None:
        """What fails, where a second of speech or more did, and none was understood in three seconds; else None."""
        return self._why if self._failed >= _LEAST and now - self._since >= _LEAST_S else None
