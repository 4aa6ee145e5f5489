"""What a history keeps: whose channel it is, and the words of a message."""

from collections.abc import Iterable

from acore.domain.chat import Message
from acore.domain.encoding import encodable
from acore.domain.scope import Scope

Channel = tuple[str, str]
"""Guild (empty where there is none) and channel."""


def channel_of(scope: Scope) -> Channel:
    """The channel that the scope speaks in; its members share it."""
    return scope.guild or "", scope.channel


def words_of(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages as they are kept: role, text and author; every text can be encoded."""
    return tuple(
        Message(message.role, encodable(message.text), None if message.author is None else encodable(message.author))
        for message in messages
    )
