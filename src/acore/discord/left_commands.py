"""Where the answer to a command goes that an earlier process was asked, and never answered."""

from collections.abc import Hashable
from typing import Any

import discord
import structlog

from acore.discord.controls import Controls, is_unfinished, view_of
from acore.discord.pages import Page
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, files_of, may_pass
from acore.discord.written_answers import answer_to
from acore.interfaces import LeftTurn

_log = structlog.get_logger(__name__)


_CLOSE = 50
"""Messages behind the first one of an answer among which its further ones are looked for."""


class CommandTarget:
    """Answers with the token of the command; Discord takes it for fifteen minutes."""

    def __init__(self, client: discord.Client, left: LeftTurn) -> None:
        assert client.application_id
        self._client = client
        self._webhook = discord.Webhook.partial(client.application_id, left.token, client=client)
        self._token = left.token
        self._question = left.question

    @property
    def bucket(self) -> Hashable:
        """The interaction's token."""
        return self._token

    async def written(self) -> tuple[discord.WebhookMessage, ...] | None:
        """The message that holds the answer's place, or half of the answer; None where it is whole, or out of reach.

        Raises discord.DiscordException, aiohttp.ClientError or OSError where it may be in reach later.
        """
        original: Any = "@original"  # what Discord calls the first answer
        try:
            first = await self._webhook.fetch_message(original)
            pages = (first, *[await self._webhook.fetch_message(page) for page in await self._further(first)])
        except NOT_TAKEN as error:
            if may_pass(error):
                raise
            _log.info("command_out_of_reach", reason=repr(error))
            return None
        return pages if first.flags.loading or any(is_unfinished(page) for page in pages) else None

    async def _further(self, first: discord.WebhookMessage) -> list[int]:
        """The messages that go on from the first one, where the bot may read the channel; a new answer has none."""
        if first.flags.loading:
            return []
        channel = self._client.get_partial_messageable(int(self._question.scope.channel))
        try:
            later = [message async for message in channel.history(after=first, limit=_CLOSE, oldest_first=True)]
        except discord.HTTPException as error:
            if may_pass(error):
                raise
            return []
        return [message.id for message in answer_to(int(str(self._question.turn)), later, self._client.user)]

    async def typing(self) -> None:
        """Discord shows "thinking" by itself."""

    async def send(
        self, page: Page, controls: Controls | None = None, _number: int = 0, _after: Editable | None = None
    ) -> Editable:
        """Send a further message of the answer."""
        about: dict[str, Any] = {} if controls is None else {"view": view_of(controls)}
        return await self._webhook.send(
            page.text, embeds=page.embeds, files=files_of(page), allowed_mentions=NOBODY, wait=True, **about
        )

    async def withdraw(self) -> None:
        """Nothing is promised beyond the message that is there."""
