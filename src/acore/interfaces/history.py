"""The contract of conversation history."""

from abc import abstractmethod
from collections.abc import Sequence

from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces.engine import Engine


class HistoryStore(Engine):
    """Remembers what was said, channel by channel.

    `append` returning is the acknowledgement: from then on the messages survive the death of the
    process. Where power loss may take the last ones, the store's own page says so. Kept are words:
    role, text and author of a message; pictures and tool calls are not.
    """

    @abstractmethod
    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        """Add messages to the scope's channel, all of them or none, in order.

        `turn` names the question that they belong to, for `replace`.
        Failed or cancelled, nothing of it happens after it has ended.
        Raises EngineUnavailable where the store is locked or full, EngineRefused where it is broken.
        """

    @abstractmethod
    async def replace(self, scope: Scope, turn: str, messages: Sequence[Message]) -> int:
        """Forget the messages of one turn of the scope's channel, and append these in one step with it.

        Without messages the turn is only forgotten. Returns how many were forgotten; raises as `append`.
        """

    @abstractmethod
    async def recent(self, scope: Scope, limit: int, without: str | None = None) -> tuple[Message, ...]:
        """The last `limit` messages of the scope's channel, oldest first; those of the turn `without` are left out."""

    def release(self, guild: str) -> None:
        """Let go of what is held of the guild in memory only to be quick; nothing is forgotten by it."""

    @abstractmethod
    async def clear(self, scope: Scope) -> int:
        """Forget the scope's channel; returns how many messages were forgotten."""
