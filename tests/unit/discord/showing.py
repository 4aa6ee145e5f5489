"""How a test has a reply shown."""

from collections.abc import Callable
from typing import Any

from acore.discord.controls import Writing
from acore.discord.replies import Replies
from acore.discord.targets import MessageTarget
from acore.errors import EngineUnavailable

DOWN = EngineUnavailable("it is down", engine="toy")
Say = Callable[..., Any]
OFFER = Writing("101", 1)


async def shown(stage: Any, replies: Replies, chat: Any) -> None:
    """Answer a new message with what the chat service says."""
    await replies.write(replies.board(MessageTarget(stage.message())), chat.parts(), OFFER)
