"""What a history keeps: whose channel it is, and the words of a message."""

from collections.abc import Iterable

from acore.domain.chat import Message
from acore.domain.scope import Scope

Channel = tuple[str, str]
"""Guild (empty where there is none) and channel."""


def channel_of(scope: Scope) -> Channel:
    """The channel that the scope speaks in; its members share it."""
    return scope.guild or "", scope.channel


def words_of(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages as they are kept: role, text and author; every text can be encoded."""
    return tuple(
        Message(message.role, _encodable(message.text), None if message.author is None else _encodable(message.author))
        for message in messages
    )


def _encodable(text: str) -> str:
    """Halves of surrogate pairs, which JSON can smuggle in, are joined or become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
