"""Where the messages of a reply go: an answer to a message, or to a slash command."""

from contextlib import suppress
from io import BytesIO
from typing import Any, Protocol

import aiohttp
import discord
import structlog

from acore.discord.pages import FILE_NAME, Page
from acore.interfaces import Clock

NOBODY = discord.AllowedMentions.none()
"""What a model wrote pings nobody."""
PASSING = (discord.DiscordServerError, aiohttp.ClientError, OSError)
"""What Discord or the way to it may raise now and not a moment later."""
NOT_TAKEN = (discord.DiscordException, aiohttp.ClientError, OSError)
"""Everything that sending to Discord may raise."""

_log = structlog.get_logger(__name__)
_NO_FILES = "-# This answer is long, and I may not attach files in this channel; above is its beginning."


class Editable(Protocol):
    """A message of our own that was sent."""

    async def edit(self, *, content: str, embeds: list[discord.Embed], allowed_mentions: Any) -> object:  # noqa: ANN401  the library's own
        """Replace what it holds."""


class Target(Protocol):
    """A place that takes the messages of one reply. Every method may raise discord.HTTPException."""

    async def typing(self) -> None:
        """Show for ten seconds that a reply is being written."""

    async def send(self, page: Page) -> Editable:
        """Send the next message of the reply."""

    async def withdraw(self) -> None:
        """Take back the promise of an answer, where one was made and nothing was sent."""


class MessageTarget:
    """Answers a message; the first message of the reply refers to it, as long as it is there."""

    def __init__(self, message: discord.Message) -> None:
        self._channel = message.channel
        self._reference: discord.MessageReference | None = message.to_reference(fail_if_not_exists=False)

    async def typing(self) -> None:
        """Show for ten seconds that a reply is being written."""
        await self._channel.typing()

    async def send(self, page: Page) -> Editable:
        """Send the next message of the reply."""
        about: dict[str, Any] = {"reference": self._reference, "mention_author": False} if self._reference else {}
        sent = await self._channel.send(
            page.text, embeds=page.embeds, files=_files(page), allowed_mentions=NOBODY, **about
        )
        self._reference = None
        return sent

    async def withdraw(self) -> None:
        """Nothing was promised."""


class InteractionTarget:
    """Answers a slash command that was deferred: the first message takes the place of "thinking"."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._deferred = True

    async def typing(self) -> None:
        """Discord shows "thinking" by itself."""

    async def send(self, page: Page) -> Editable:
        """Send the next message of the reply."""
        if self._deferred:
            sent: Editable = await self._interaction.edit_original_response(
                content=page.text, embeds=page.embeds, attachments=_files(page), allowed_mentions=NOBODY
            )
            self._deferred = False
            return sent
        return await self._interaction.followup.send(
            page.text, embeds=page.embeds, files=_files(page), allowed_mentions=NOBODY, wait=True
        )

    async def withdraw(self) -> None:
        """Delete "thinking", so that what follows can be for the member alone."""
        with suppress(*NOT_TAKEN):
            await self._interaction.delete_original_response()


class Board:
    """The messages of one reply as they stand; shows a new state with as few calls as it takes.

    Two edits are at least `edit_every_s` apart by the clock.
    """

    def __init__(self, target: Target, clock: Clock, edit_every_s: float) -> None:
        self._target = target
        self._clock = clock
        self._edit_every_s = edit_every_s
        self._edited_at: float | None = None
        self._shown: list[tuple[Page, Editable]] = []

    async def show(self, pages: tuple[Page, ...]) -> None:
        """Make the messages hold these pages; raises discord.HTTPException where one is refused."""
        for position, page in enumerate(pages):
            if position == len(self._shown):
                self._shown.append((page, await self._send(page)))
                continue
            before, message = self._shown[position]
            if before != page:
                await self._edit(message, page)
                self._shown[position] = (page, message)

    async def typing(self) -> None:
        """Show that a reply is being written; where that is refused, the reply comes all the same."""
        try:
            await self._target.typing()
        except NOT_TAKEN as error:
            _log.debug("typing_not_shown", reason=repr(error))

    async def withdraw(self) -> None:
        """Take back the promise of an answer."""
        await self._target.withdraw()

    async def _send(self, page: Page) -> Editable:
        try:
            return await self._target.send(page)
        except discord.Forbidden:
            if page.file is None:
                raise
            return await self._target.send(Page(_NO_FILES, page.embed))

    async def _edit(self, message: Editable, page: Page) -> None:
        if self._edited_at is not None:
            wait = self._edited_at + self._edit_every_s - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
        self._edited_at = self._clock.monotonic()
        await message.edit(content=page.text, embeds=page.embeds, allowed_mentions=NOBODY)


def _files(page: Page) -> list[discord.File]:
    return [] if page.file is None else [discord.File(BytesIO(page.file.encode()), filename=FILE_NAME)]
