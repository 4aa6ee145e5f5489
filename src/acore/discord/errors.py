"""The one place where an error becomes words for a member and an event in the log.

What a member wrote never reaches the log.
"""

import secrets
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

import discord
import structlog
from discord import app_commands

from acore import errors
from acore.discord.cooldowns import TooSoon
from acore.discord.pages import Page
from acore.discord.targets import NOBODY, NOT_TAKEN, MessageTarget

_log = structlog.get_logger(__name__)

Words = Callable[[Any], str]


def wait_words(seconds: float) -> str:
    """A whole number of seconds, never 0, with its unit."""
    whole = max(1, ceil(seconds))
    return f"{whole} second" if whole == 1 else f"{whole} seconds"


def _busy(error: errors.RateLimited) -> str:
    when = f"in {wait_words(error.retry_after)}" if error.retry_after else "in a minute"
    return f"{error.engine} has too many requests just now. Ask again {when}."


_EXPECTED: Mapping[type[Exception], Words] = {
    errors.InvalidInput: str,
    errors.NotFound: str,
    app_commands.CommandOnCooldown: lambda e: (
        f"One moment, please: you can use this again in {wait_words(e.retry_after)}."
    ),
    app_commands.NoPrivateMessage: lambda _: "This works on a server only. Use it in one of its channels.",
    app_commands.MissingPermissions: lambda e: (
        f"You may not use this here. It needs: {', '.join(e.missing_permissions).replace('_', ' ')}. "
        "Ask someone who runs this server."
    ),
    app_commands.BotMissingPermissions: lambda e: (
        f"I may not do that here. I need: {', '.join(e.missing_permissions).replace('_', ' ')}. "
        "Ask someone who runs this server to allow it."
    ),
    app_commands.TransformerError: lambda _: (
        "I can not read one of the values you gave. Look at the command's options and try again."
    ),
    app_commands.CheckFailure: lambda _: "You may not use this here. Ask someone who runs this server.",
}
"""What a member can mend alone: words without an id."""

_BROKEN: Mapping[type[Exception], Words] = {
    errors.SettingsError: lambda _: "I am not set up for that. Tell the person who runs me; the log says what to set.",
    errors.DataDirInUse: lambda _: (
        "Another copy of me is using my data. Tell the person who runs me to stop one of the two."
    ),
    errors.EngineTimeout: lambda e: f"{e.engine} took too long. Ask again, or ask something shorter.",
    errors.RateLimited: _busy,
    errors.CircuitOpen: lambda e: f"{e.engine} failed too often just now and is given a rest. Ask again in a minute.",
    errors.EngineUnavailable: lambda e: f"{e.engine} can not answer just now. Ask again in a minute.",
    errors.EngineRefused: lambda e: (
        f"{e.engine} refused this, and asking again will not help. Tell the person who runs me."
    ),
    errors.EngineError: lambda e: f"{e.engine} failed. Ask again; if it stays so, tell the person who runs me.",
    errors.AcoreError: lambda _: "That did not work. Ask again; if it stays so, tell the person who runs me.",
    app_commands.CommandNotFound: lambda _: (
        "I do not know this command any more. Restart Discord to see those there are."
    ),
    app_commands.CommandSignatureMismatch: lambda _: "This command has just changed. Restart Discord and use it again.",
    discord.Forbidden: lambda _: (
        "Discord does not let me do that here. Ask someone who runs this server for my permissions."
    ),
    discord.NotFound: lambda _: "What I was to answer is no longer there. Ask again.",
    discord.DiscordException: lambda _: "Discord did not take my answer. Ask again in a minute.",
    Exception: lambda _: "Something went wrong on my side. Ask again; if it stays so, tell the person who runs me.",
}


def words_for(error: Exception, **place: object) -> str:
    """Words for the member that say what to do; the log gets the error and `place`.

    What a member can not mend alone carries a short id, which the log holds beside the stack.
    """
    error = _cause(error)
    if words := _words(_EXPECTED, error):
        _log.info("turn_refused", kind=type(error).__name__, **place)
        return words
    error_id = secrets.token_hex(3)
    _log.error("turn_failed", error_id=error_id, kind=type(error).__name__, exc_info=error, **place)
    return f"{_words(_BROKEN, error)} (error {error_id})"


async def answer_interaction(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member whose command or button failed, and nobody else; a member who is gone is not told."""
    command = interaction.command.qualified_name if interaction.command else None
    words = words_for(error, command=command)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words, ephemeral=True, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(words, ephemeral=True, allowed_mentions=NOBODY)
    except NOT_TAKEN as refusal:
        _log.info("member_not_told", reason=repr(refusal), command=command)


async def answer_message(message: discord.Message, words: str) -> None:
    """Answer a message with words of our own; a channel that is gone or closed to us is left alone."""
    try:
        await MessageTarget(message).send(Page(words))
    except NOT_TAKEN as refusal:
        _log.info("member_not_told", reason=repr(refusal), channel=message.channel.id)


async def answer_too_soon(message: discord.Message, too_soon: TooSoon) -> None:
    """Say when the member may ask again: once in a window, so that the notices are no flood themselves."""
    if too_soon.first:
        await answer_message(message, f"You are quick! Ask me again in {wait_words(too_soon.wait_s)}, please.")


def _cause(error: Exception) -> Exception:
    """What a command raised, without the library's wrapping."""
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error


def _words(table: Mapping[type[Exception], Words], error: Exception) -> str:
    """The words of the nearest class that has any; empty where none has."""
    return next((table[kind](error) for kind in type(error).__mro__ if kind in table), "")
