"""Where the messages of a reply go: an answer to a message, or to a slash command."""

import asyncio
import secrets
from collections.abc import Hashable, Mapping
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol

import aiohttp
import discord
import structlog

from acore.discord.controls import Controls, view_of
from acore.discord.pages import FILE_NAME, Page

_log = structlog.get_logger(__name__)
NOBODY = discord.AllowedMentions.none()
"""What a model wrote pings nobody."""
PASSING = (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError)
"""What Discord or the way to it may raise now and not a moment later."""
NOT_TAKEN = (discord.DiscordException, aiohttp.ClientError, OSError)
"""Everything that sending to Discord may raise."""
_TOO_MANY_REQUESTS = 429
ACKNOWLEDGED = 40060
"""The code of an interaction that has its first answer already."""
_ARCHIVED = 50083
"""The code of a thread that is archived: to write there would open it again."""
_NO_HISTORY = 160002
"""The code of a reference where the bot may not read what was said before."""
_TRIES_AGAIN_S = 1.0


def may_pass(error: Exception) -> bool:
    """Whether what Discord refused now may be taken later: it is down, out of reach, or has banned us for a while."""
    if isinstance(error, discord.Forbidden):
        return not _says_discord(error)
    if isinstance(error, discord.HTTPException) and error.status == _TOO_MANY_REQUESTS:
        return True
    return isinstance(error, PASSING)


def is_closed(error: Exception) -> bool:
    """Whether somebody deleted the answer or its place, or closed it to the bot: that is an answer, too."""
    if isinstance(error, discord.Forbidden):
        return _says_discord(error)
    return isinstance(error, discord.NotFound) or (isinstance(error, discord.HTTPException) and error.code == _ARCHIVED)


def _says_discord(error: discord.HTTPException) -> bool:
    """Whether Discord itself answered, rather than Cloudflare in front of it, which knows no permissions."""
    return "json" in error.response.headers.get("Content-Type", "")


@lru_cache(maxsize=1000)  # once a place, for as long as it is among the last thousand
def warn_of_missing(place: Hashable, permission: str) -> None:
    """Tell in the log, once, that answers are less than they could be, because the bot lacks a permission there."""
    _log.warning("permission_missing", place=place, permission=permission)


Editable = discord.Message
"""A message of our own that was sent, and can be edited and deleted; answers to interactions are such as well."""


class Target(Protocol):
    """A place that takes the messages of one reply. Every method may raise discord.HTTPException."""

    @property
    def bucket(self) -> Hashable:
        """What Discord counts edits by."""

    async def typing(self) -> None:
        """Show for ten seconds that a reply is being written."""

    async def send(
        self, page: Page, controls: Controls | None = None, number: int = 0, after: Editable | None = None
    ) -> Editable:
        """Send a message of the reply, the first of which is number 0.

        `after` is the one before, where another reply stands between the two.
        """

    async def withdraw(self) -> None:
        """Take back the promise of an answer, where one was made and nothing was sent."""


class MessageTarget:
    """Answers a message; the first message of the reply refers to it, as long as it is there and may be referred to.

    Each message carries a nonce made of the question and its place in the reply, so that Discord takes it
    once, however often it is sent; where the question is answered `again`, the nonces are new ones. `sent` are
    the messages that an earlier process has sent: those that follow go on from them.
    """

    def __init__(
        self, message: discord.Message | discord.PartialMessage, *, again: bool = False, sent: int = 0
    ) -> None:
        self._channel = message.channel
        self._question = message.to_reference(fail_if_not_exists=False)
        self._nonce = f"{message.id}-{secrets.token_hex(1) if again else ''}"
        self._sent = sent

    @property
    def bucket(self) -> Hashable:
        """The channel."""
        return self._channel.id

    async def typing(self) -> None:
        """Show for ten seconds that a reply is being written."""
        await self._channel.typing()

    async def send(
        self, page: Page, controls: Controls | None = None, number: int = 0, after: Editable | None = None
    ) -> Editable:
        """Send a message of the reply; it refers to `after`, so that it is known what it goes on from."""
        reference = after.to_reference(fail_if_not_exists=False) if after else None if number else self._question
        about: dict[str, Any] = {"nonce": f"{self._nonce}{self._sent}"}
        if controls is not None:
            about["view"] = view_of(controls)
        referring: dict[str, Any] = {"reference": reference, "mention_author": False} if reference else {}
        try:
            sent = await self._send(page, about | referring)
        except discord.Forbidden as error:
            if error.code != _NO_HISTORY:
                raise
            warn_of_missing(self._channel.id, "Read Message History")
            sent = await self._send(page, about)
        self._sent += 1
        return sent

    async def _send(self, page: Page, about: Mapping[str, Any]) -> Editable:
        return await self._channel.send(
            page.text, embeds=page.embeds, files=files_of(page), allowed_mentions=NOBODY, **about
        )

    async def withdraw(self) -> None:
        """Nothing was promised."""


class InteractionTarget:
    """Answers an interaction; where it was deferred, the first message takes the place of "thinking"."""

    def __init__(self, interaction: discord.Interaction[Any], *, deferred: bool = True) -> None:
        self._interaction = interaction
        self._deferred = deferred

    @property
    def bucket(self) -> Hashable:
        """The interaction's token."""
        return self._interaction.id

    async def typing(self) -> None:
        """Discord shows "thinking" by itself."""

    async def send(
        self, page: Page, controls: Controls | None = None, _number: int = 0, _after: Editable | None = None
    ) -> Editable:
        """Send the next message of the reply; Discord tells of each which command it answers."""
        about: dict[str, Any] = {} if controls is None else {"view": view_of(controls)}
        if self._deferred:
            sent = await self._interaction.edit_original_response(
                content=page.text, embeds=page.embeds, attachments=files_of(page), allowed_mentions=NOBODY, **about
            )
            self._deferred = False
            return sent
        return await self._interaction.followup.send(
            page.text, embeds=page.embeds, files=files_of(page), allowed_mentions=NOBODY, wait=True, **about
        )

    async def withdraw(self) -> None:
        """Delete "thinking", so that what follows can be for the member alone."""
        if self._deferred:
            with suppress(*NOT_TAKEN):
                await self._interaction.delete_original_response()


async def acknowledge(interaction: discord.Interaction[Any]) -> None:
    """Promise an answer to a command, once; raises as the library, and not where only Discord's reply was lost."""
    if interaction.response.is_done():
        return
    clock = asyncio.get_running_loop()
    began, tries = clock.time(), 0
    while True:
        tries += 1
        try:
            await interaction.response.defer(thinking=True)
        except discord.HTTPException as error:
            # The library itself tries again, a second after a 5xx; at once, it was somebody else.
            ours = tries > 1 or clock.time() - began >= _TRIES_AGAIN_S
            if isinstance(error, discord.Forbidden) and may_pass(error) and tries == 1:
                continue
            if not (ours and error.code == ACKNOWLEDGED):
                raise
        except (aiohttp.ClientError, OSError):
            if tries > 1:
                raise
            continue
        return


def files_of(page: Page) -> list[discord.File]:
    """The files of a page in the form in which Discord takes them."""
    return [] if page.file is None else [discord.File(BytesIO(page.file.encode()), filename=FILE_NAME)]
