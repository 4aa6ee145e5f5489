"""Logs the bot in, and keeps trying where that can help."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from acore.discord.library_logs import quieten
from acore.discord.targets import PASSING
from acore.errors import EngineRefused, SettingsError

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)

_PORTAL = "https://discord.com/developers/applications"
_LONGEST_PAUSE_S = 60.0
_LAST_WORDS_S = 1.0
_WRONG_TOKEN = 4004
_TOO_MANY_REQUESTS = 429


async def serve(bot: "Bot", token: str) -> None:
    """Log in and stay connected until the bot is closed; cancelling closes it.

    Without a network, or while Discord is down, it keeps trying and says so in the log. Raises
    SettingsError where Discord refuses the token or the intent, because waiting would not help.
    """
    quieten()
    async with bot:
        session = asyncio.create_task(_session(bot, token))
        closing = asyncio.create_task(bot.closing.wait())
        try:
            await asyncio.wait((session, closing), return_when=asyncio.FIRST_COMPLETED)
            if not session.done():
                # The library closes the bot before it raises what Discord said: wait for that as well.
                await bot.close()
                await asyncio.wait((session,), timeout=_LAST_WORDS_S)
            if session.done():
                session.result()
        finally:
            session.cancel()
            closing.cancel()
            await asyncio.gather(session, closing, return_exceptions=True)


async def _session(bot: "Bot", token: str) -> None:
    try:
        await _persistently(bot, lambda: bot.login(token))
        if bot.options.api_base_url:
            await _persistently(bot, lambda: _stay_there(bot))
        await _persistently(bot, bot.connect)
    except discord.LoginFailure as error:
        raise _token_refused() from error
    except discord.PrivilegedIntentsRequired as error:
        raise SettingsError(
            "Discord does not let this bot read messages (close code 4014): the Message Content intent is off. "
            f"Open {_PORTAL} → your application → Bot → Privileged Gateway Intents, "
            "switch on Message Content Intent, save, and start again."
        ) from error
    except discord.ConnectionClosed as error:
        if error.code == _WRONG_TOKEN:
            raise _token_refused() from error
        raise EngineRefused(
            f"Discord closed the connection for good (close code {error.code}). Look the code up on "
            "https://discord.com/developers/docs/topics/opcodes-and-status-codes and start again.",
            engine="discord",
        ) from error
    except (discord.HTTPException, aiohttp.InvalidURL) as error:
        raise SettingsError(
            f"{Route.BASE} does not answer as Discord does: {error}. Check discord.api_base_url and discord.proxy."
        ) from error


async def _stay_there(bot: "Bot") -> None:
    """Make the gateway of the other API the one that the library falls back to.

    It asks for the gateway at the first launch only; after an invalid session it would go to the real
    Discord, and take the token along.
    """
    _, url, _ = await bot.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


async def _persistently(bot: "Bot", step: Callable[[], Awaitable[None]]) -> None:
    """Take the step again, after ever longer pauses, for as long as what fails may pass."""
    for pause in _pauses(bot.options.retry_s):
        try:
            return await step()
        except (*PASSING, discord.GatewayNotFound, discord.RateLimited, discord.HTTPException) as error:
            if not _may_pass(error):
                raise
            _log.warning("discord_not_reached", reason=str(error) or type(error).__name__, next_try_s=round(pause, 1))
        except RuntimeError:
            if not bot.closing.is_set():
                raise
        if bot.user is None:
            await _forget_session(bot)
        if await _closes_within(bot, pause):
            return None
    return None


async def _closes_within(bot: "Bot", seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bot.closing.wait()
    return bot.closing.is_set()


def _pauses(first: float) -> Iterator[float]:
    pause = first
    while True:
        yield random.uniform(0.7, 1.0) * pause  # noqa: S311  jitter keeps no secret
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def _may_pass(error: Exception) -> bool:
    if isinstance(error, discord.LoginFailure | aiohttp.InvalidURL):
        return False
    return not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status == _TOO_MANY_REQUESTS  # noqa: PLR2004  5xx


async def _forget_session(bot: "Bot") -> None:
    """Let go of the HTTP session of a failed login: the next one opens its own, and would leak it."""
    await bot.http.close()
    bot.http.connector = discord.utils.MISSING


def _token_refused() -> SettingsError:
    return SettingsError(
        f"Discord refused the token. Get one at {_PORTAL} → your application → Bot → Reset Token, "
        "and set it as DISCORD_TOKEN."
    )
