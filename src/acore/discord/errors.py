"""The one place where an error becomes words for a member."""

import secrets

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from acore.errors import (
    AcoreError,
    CircuitOpen,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    InvalidInput,
    NotFound,
    RateLimited,
    SettingsError,
)

_log = structlog.get_logger(__name__)

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (RateLimited, "There are too many questions at the moment. Ask me again in a little while."),
    (CircuitOpen, "My engine has failed several times just now, so I am giving it a rest. Try again in a minute."),
    (EngineTimeout, "That took too long, so I stopped. A shorter question may work, or the same one later."),
    (EngineUnavailable, "My engine does not answer just now. Try again in a moment."),
    (EngineRefused, "My engine can not answer that. Whoever runs me finds the reason in the log."),
    (SettingsError, "I am not set up right for that. Whoever runs me finds the reason in the log."),
    (AcoreError, "That did not work. Whoever runs me finds the reason in the log."),
    (discord.Forbidden, "I lack the permission to do that here."),
)
_UNEXPECTED = "Something went wrong on my side. Whoever runs me finds the reason in the log."


def words_for(error: BaseException) -> str:
    """What a member is told, in one or two sentences that say what to do.

    An unexpected error gets a short id, which the log holds beside the stack.
    """
    error = _cause(error)
    if isinstance(error, InvalidInput | NotFound):
        return str(error)
    if isinstance(error, app_commands.CommandOnCooldown | commands.CommandOnCooldown):
        return f"One moment, please: ask me again in {max(error.retry_after, 1):.0f} s."
    if isinstance(error, app_commands.CheckFailure):
        return "You may not use that command here."
    number = secrets.token_hex(3)
    _log.error("turn_failed", error_id=number, kind=type(error).__name__, exc_info=error)
    words = next((words for kind, words in _WORDS if isinstance(error, kind)), _UNEXPECTED)
    return f"{words} (error {number})"


def _cause(error: BaseException) -> BaseException:
    """What really happened, behind discord.py's wrapping."""
    while isinstance(error, app_commands.CommandInvokeError | commands.CommandInvokeError):
        error = error.original
    return error


async def tell(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """The command tree's error handler: tell the member alone; a member who is gone is not told."""
    words = words_for(error)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words, ephemeral=True)
        else:
            await interaction.response.send_message(words, ephemeral=True)
    except discord.HTTPException as failure:
        _log.warning("member_not_told", status=failure.status, code=failure.code)
