"""Where the answer to a command goes that an earlier process was asked, and never answered."""

from collections.abc import Hashable
from typing import Any

import discord
import structlog

from acore.discord.controls import Controls, is_unfinished, view_of
from acore.discord.pages import Page
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, files_of

_log = structlog.get_logger(__name__)


class CommandTarget:
    """Answers with the token of the command; Discord takes it for fifteen minutes."""

    def __init__(self, client: discord.Client, token: str) -> None:
        assert client.application_id
        self._webhook = discord.Webhook.partial(client.application_id, token, client=client)
        self._token = token

    @property
    def bucket(self) -> Hashable:
        """The interaction's token."""
        return self._token

    async def written(self) -> tuple[discord.WebhookMessage, ...] | None:
        """The message that holds the answer's place, or half of the answer; None where it is whole, or out of reach."""
        original: Any = "@original"  # what Discord calls the first answer
        try:
            message = await self._webhook.fetch_message(original)
        except NOT_TAKEN as error:
            _log.info("command_out_of_reach", reason=repr(error))
            return None
        return (message,) if message.flags.loading or is_unfinished(message) else None

    async def typing(self) -> None:
        """Discord shows "thinking" by itself."""

    async def send(self, page: Page, controls: Controls | None = None) -> Editable:
        """Send a further message of the answer."""
        about: dict[str, Any] = {} if controls is None else {"view": view_of(controls)}
        return await self._webhook.send(
            page.text, embeds=page.embeds, files=files_of(page), allowed_mentions=NOBODY, wait=True, **about
        )

    async def withdraw(self) -> None:
        """Nothing is promised beyond the message that is there."""
