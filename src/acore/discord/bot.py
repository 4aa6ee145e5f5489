"""The bot: a client of Discord that carries the cogs."""

import asyncio
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import discord
import orjson
import structlog
from discord import app_commands
from discord.ext import commands
from discord.http import Route

from acore.discord import errors
from acore.errors import SettingsError

_log = structlog.get_logger(__name__)
_PORTAL = "https://discord.com/developers/applications"
_LONGEST_PAUSE_S = 60
_AUTHENTICATION_FAILED = 4004
_REMEMBERED_MESSAGES = 200
"""Replies to older ones still work: Discord sends the message along."""

GREETING = (
    "Hello, I am **acore**. Mention me, reply to me, or write to me directly, and I answer; `/help` shows what else "
    "I can do. I quote the documents I was given and name my sources."
)


@dataclass(frozen=True, slots=True)
class BotOptions:
    """Where Discord is, and where the bot keeps its own small files."""

    data_dir: Path
    api_base_url: str | None = None
    """Another address of the REST API, such as that of the loopback Discord."""
    proxy: str | None = None
    ready_timeout_s: float = 2
    """How long to wait for the guilds that Discord sends late."""


class CommandTree(app_commands.CommandTree["Bot"]):
    """The slash commands, with the one error handler."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the member."""
        await errors.tell(interaction, error)


class Bot(commands.AutoShardedBot):
    """Connects to Discord, keeps its commands in step, and greets a guild that it joins.

    It asks for Message Content and for no member lists, and pings nobody.
    """

    def __init__(self, *, cogs: Sequence[commands.Cog], options: BotOptions) -> None:
        if options.api_base_url:
            Route.BASE = options.api_base_url
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CommandTree,
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=_REMEMBERED_MESSAGES,
            guild_ready_timeout=options.ready_timeout_s,
            proxy=options.proxy,
        )
        self._cogs_to_add = cogs
        self._commands_file = options.data_dir / "discord-commands.json"

    async def setup_hook(self) -> None:
        """Add the cogs, and tell Discord the commands where they have changed."""
        for cog in self._cogs_to_add:
            await self.add_cog(cog)
        await self._sync_commands()

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: the cogs listen themselves, and there are no prefix commands."""

    async def on_ready(self) -> None:
        """Say so in the log."""
        _log.info("bot_ready", user=str(self.user), guilds=len(self.guilds), shards=self.shard_count)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet, where the bot may write."""
        channel = next((c for c in (guild.system_channel, *guild.text_channels) if c and _may_write(c)), None)
        if channel is None:
            return
        try:
            await channel.send(GREETING)
        except discord.HTTPException as error:
            _log.warning("greeting_not_sent", status=error.status, code=error.code)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  discord.py's signature
        """Log what an event handler did not expect."""
        _log.exception("event_failed", event_name=event_method)

    async def _sync_commands(self) -> None:
        """Send the commands where they are not those that Discord was told last; the next start mends a failure."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.blake2b(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
        told = {"application": str(self.application_id), "commands": digest}
        if await asyncio.to_thread(_read, self._commands_file) == told:
            return
        try:
            await self.tree.sync()
        except (discord.HTTPException, app_commands.CommandSyncFailure) as error:
            _log.warning("commands_not_synced", reason=str(error))
            return
        await asyncio.to_thread(self._commands_file.write_bytes, orjson.dumps(told))


async def serve(bot: Bot, token: str) -> None:
    """Log in and stay until the bot is closed; cancelling closes it.

    Without a network it keeps trying and says so. Raises SettingsError where Discord refuses the
    token or the Message Content intent: waiting would not help.
    """
    async with bot:
        try:
            await _login(bot, token)
            await bot.connect()
        except discord.LoginFailure as error:
            raise _refused_token() from error
        except discord.PrivilegedIntentsRequired as error:
            raise SettingsError(
                "Discord refused the Message Content intent (close code 4014). Switch it on: "
                f"{_PORTAL} → your application → Bot → Privileged Gateway Intents → Message Content Intent."
            ) from error
        except discord.ConnectionClosed as error:
            if error.code == _AUTHENTICATION_FAILED:
                raise _refused_token() from error
            raise


def _refused_token() -> SettingsError:
    return SettingsError(
        f"Discord refused the token. Get a new one: {_PORTAL} → your application → Bot → Reset Token, "
        "and set it as DISCORD_TOKEN."
    )


async def _login(bot: Bot, token: str) -> None:
    pause = 1.0
    while True:
        try:
            await bot.login(token)
        except (discord.DiscordServerError, discord.GatewayNotFound, aiohttp.ClientConnectionError, OSError) as error:
            _log.warning("discord_not_reached", reason=str(error), next_try_s=round(pause, 1))
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  jitter is no secret
            pause = min(pause * 2, _LONGEST_PAUSE_S)
        else:
            return


def _intents() -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = True
    return intents


def _may_write(channel: discord.TextChannel) -> bool:
    return channel.permissions_for(channel.guild.me).send_messages


def _read(path: Path) -> object:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
