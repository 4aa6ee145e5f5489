"""History that lives as long as the process."""

from collections.abc import Sequence

from acore.adapters.history.kept import Channel, channel_of, words_of
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore


class MemoryHistory(HistoryStore):
    """Every channel's messages in memory: for tests, and for whoever wants no file."""

    def __init__(self) -> None:
        self._channels: dict[Channel, list[Message]] = {}

    async def append(self, scope: Scope, messages: Sequence[Message]) -> None:
        """Add messages to the channel."""
        self._channels.setdefault(channel_of(scope), []).extend(words_of(messages))

    async def recent(self, scope: Scope, limit: int) -> tuple[Message, ...]:
        """The channel's last messages, oldest first."""
        kept = self._channels.get(channel_of(scope), [])
        return tuple(kept[-limit:]) if limit > 0 else ()

    async def clear(self, scope: Scope) -> int:
        """Forget the channel."""
        return len(self._channels.pop(channel_of(scope), []))
