"""Where a reply can appear: under a message, or as the answer to a command."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Protocol

import discord

_NOBODY = discord.AllowedMentions.none()


class Shown(Protocol):
    """A message of ours that can be changed."""

    async def edit(self, *, content: str, embed: discord.Embed | None) -> object:
        """Show this instead."""


class Surface(Protocol):
    """A place that takes the messages of one reply, one after the other. Nobody is ever pinged."""

    async def send(self, content: str, *, embed: discord.Embed | None, file: discord.File | None = None) -> Shown:
        """Show a further message."""

    async def refuse(self, words: str) -> None:
        """Tell the member that there is no reply; alone, where the place can do that."""

    def waiting(self) -> AbstractAsyncContextManager[object]:
        """Show that a reply is being written, for as long as the block lasts."""


class UnderMessage:
    """Replies to a member's message; the first one refers to it."""

    def __init__(self, message: discord.Message) -> None:
        self._message = message
        self._begun = False

    async def send(self, content: str, *, embed: discord.Embed | None, file: discord.File | None = None) -> Shown:
        """Reply, and further on write below; a question deleted meanwhile is answered without reference."""
        given: dict[str, Any] = {"embed": embed, "file": file, "allowed_mentions": _NOBODY}
        if not self._begun:
            given["reference"] = self._message.to_reference(fail_if_not_exists=False)
        self._begun = True
        shown: discord.Message = await self._message.channel.send(content, **given)
        return shown

    async def refuse(self, words: str) -> None:
        """Reply with the words."""
        await self.send(words, embed=None)

    def waiting(self) -> AbstractAsyncContextManager[object]:
        """Typing."""
        return self._message.channel.typing()


class UnderCommand:
    """Answers a command that was deferred; its first message takes the place of "thinking"."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction

    async def send(self, content: str, *, embed: discord.Embed | None, file: discord.File | None = None) -> Shown:
        """Send a follow-up."""
        return await self._interaction.followup.send(
            content,
            embed=embed or discord.utils.MISSING,
            file=file or discord.utils.MISSING,
            allowed_mentions=_NOBODY,
            wait=True,
        )

    async def refuse(self, words: str) -> None:
        """Say it in place of the reply: a deferred answer can no longer be made private."""
        await self.send(words, embed=None)

    def waiting(self) -> AbstractAsyncContextManager[object]:
        """Nothing: the deferred command shows it."""
        return nullcontext()
