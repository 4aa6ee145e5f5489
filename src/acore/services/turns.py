"""The last turns, for those who show how an answer came about."""

from collections import deque

from acore.domain.replies import TurnRecord


class RecentTurns:
    """Keeps the records of the last `capacity` turns, of all channels together."""

    def __init__(self, capacity: int = 200) -> None:
        self._records: deque[TurnRecord] = deque(maxlen=capacity)

    def add(self, record: TurnRecord) -> None:
        """Keep a record; the oldest leaves when there is no room."""
        self._records.append(record)

    def latest(self, channel: str) -> TurnRecord | None:
        """The channel's last turn, while it is among those kept."""
        return next((record for record in reversed(self._records) if record.scope.channel == channel), None)
