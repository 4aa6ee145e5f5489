"""The bot: a client of Discord that carries the cogs."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.ext import commands
from discord.http import Route

from acore.discord import errors
from acore.discord.command_sync import sync, sync_changed
from acore.discord.global_limit import GlobalLimit
from acore.discord.greeting import greet
from acore.discord.invite import invite_link
from acore.discord.translations import Translations
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)

_CLOSE_S = 6.0
"""A gateway that has gone silent would hold the closing handshake for thirty seconds."""


@dataclass(frozen=True, slots=True)
class BotOptions:
    """Where Discord is, and where the bot keeps its own small file; times in seconds."""

    data_dir: Path
    api_base_url: str | None = None
    """Another address of the REST API, such as the loopback Discord's; it holds for the whole process."""
    proxy: str | None = None
    ready_timeout_s: float = 0.5
    """How long to wait for one more guild before the bot counts as ready; later ones are taken as they come."""
    retry_s: float = 1.0
    """The first pause when Discord can not be reached; the next ones grow."""


class Bot(commands.AutoShardedBot):
    """Connects to Discord, keeps its commands in step, and greets a guild that it joins.

    It asks for Message Content and for no member lists, knows the members in voice channels alone, remembers no
    messages, and pings nobody.
    Building it connects nothing; `serve` does.
    """

    def __init__(self, *, cogs: Sequence[commands.Cog], options: BotOptions, clock: Clock) -> None:
        if options.api_base_url:
            Route.BASE = options.api_base_url
        # The library warns at every start of what only voice needs.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("Mention me, or try /help"),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags(voice=True, joined=False),
            max_messages=None,
            guild_ready_timeout=options.ready_timeout_s,
            proxy=options.proxy,
            http_trace=GlobalLimit(clock).trace(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        self.options = options
        self.closing = asyncio.Event()
        """Set when the bot begins to close."""
        self._to_add = tuple(cogs)
        self._synced = options.data_dir / "discord-commands.json"
        self._syncing: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self.tree.error(errors.answer_interaction)

    async def setup_hook(self) -> None:
        """Add the cogs, tell them who the bot is, and begin to tell Discord the commands if they changed."""
        await self.tree.set_translator(Translations())
        for cog in self._to_add:
            await self.add_cog(cog)
            for menu in getattr(cog, "context_menus", ()):
                self.tree.add_command(menu)
        self.dispatch("identified", self)
        assert self.application_id
        # Beside the start: a rate limit on commands can last for minutes, and chat needs none of them.
        self._syncing = asyncio.create_task(sync_changed(self.tree, self.application_id, self._synced))

    async def sync_commands(self) -> int:
        """Tell Discord the commands, changed or not; returns how many there are."""
        assert self.application_id
        return await sync(self.tree, self.application_id, self._synced)

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: the cogs listen themselves, and there are no prefix commands."""

    async def on_ready(self) -> None:
        """Say so in the log, with the link that brings the bot to a server."""
        about = {"user": str(self.user), "guilds": len(self.guilds), "shards": self.shard_count}
        if self.options.api_base_url or not self.application_id:
            _log.info("discord_ready", **about)
            return
        invite = invite_link(self.application_id)
        _log.info("discord_ready", **about, invite=invite)
        if not self.guilds:
            _log.warning("discord_no_server_yet", open_this_to_invite_the_bot=invite)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet the members of a guild that invited the bot."""
        await greet(guild)

    async def on_error(self, event_method: str, /, *args: Any, **_kwargs: Any) -> None:  # noqa: ANN401  the library's signature
        """Answer the message that could not be answered; what other events raise goes to the log."""
        error = sys.exc_info()[1]
        assert isinstance(error, Exception)
        if self.closing.is_set():  # the library's session may be closed: the next process hears it again
            _log.info("cut_off_by_closing", event_name=event_method, reason=repr(error))
            return
        words = errors.words_for(error, event_name=event_method)
        if event_method == "on_message":
            await errors.answer_message(args[0], words)
        elif event_method == "on_raw_message_edit":
            await errors.answer_message(args[0].message, words)

    async def close(self) -> None:
        """End the replies that are being written, then the connections, within seconds; twice is harmless."""
        self.closing.set()
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        if self._syncing is not None:
            self._syncing.cancel()
            await asyncio.wait((self._syncing,))
        try:
            async with asyncio.timeout(_CLOSE_S):
                await super().close()
        except TimeoutError:
            _log.warning("discord_did_not_close_in_time", seconds=_CLOSE_S)
            await self.http.close()


def _intents() -> discord.Intents:
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True, voice_states=True)
