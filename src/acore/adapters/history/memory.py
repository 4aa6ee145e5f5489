"""History that lives as long as the process."""

from collections.abc import Sequence

from acore.adapters.history.kept import Channel, channel_of, words_of
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore


class MemoryHistory(HistoryStore):
    """Every channel's messages in memory: for tests, and for whoever wants no file."""

    def __init__(self) -> None:
        self._channels: dict[Channel, list[tuple[str | None, Message]]] = {}

    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        """Add messages to the channel."""
        self._channels.setdefault(channel_of(scope), []).extend((turn, message) for message in words_of(messages))

    async def replace(self, scope: Scope, turn: str, messages: Sequence[Message]) -> int:
        """Forget the turn, and append."""
        kept = self._channels.get(channel_of(scope), [])
        others = [entry for entry in kept if entry[0] != turn]
        gone, kept[:] = len(kept) - len(others), others
        await self.append(scope, messages, turn)
        return gone

    async def recent(self, scope: Scope, limit: int, without: str | None = None) -> tuple[Message, ...]:
        """The channel's last messages, oldest first."""
        kept = self._channels.get(channel_of(scope), [])
        wanted = [message for turn, message in kept if without is None or turn != without]
        return tuple(wanted[-limit:]) if limit > 0 else ()

    async def clear(self, scope: Scope) -> int:
        """Forget the channel."""
        return len(self._channels.pop(channel_of(scope), []))
