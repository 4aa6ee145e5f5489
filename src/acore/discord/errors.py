"""The one place where an error becomes words for a member and an event in the log.

What a member wrote never reaches the log.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import discord
import structlog
from discord import app_commands

from acore import errors
from acore.discord.command_pace import ServerTooBusy
from acore.discord.cooldowns import TooSoon
from acore.discord.pages import Page
from acore.discord.targets import ACKNOWLEDGED, NOBODY, NOT_TAKEN, MessageTarget
from acore.discord.translations import in_english, in_language_of

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of our own, which can be said in other languages, and what stands in its places."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return in_english(self.text, self.values)

    async def to(self, interaction: discord.Interaction[Any]) -> str:
        """The sentence in the language of the member."""
        return await in_language_of(interaction, self.text, **self.values)


Saying = Callable[[Any], Words]


def wait_words(seconds: float) -> str:
    """A whole number of seconds, never 0, with its unit."""
    whole = _whole(seconds)
    return f"{whole} second" if whole == 1 else f"{whole} seconds"


def _whole(seconds: float) -> int:
    return max(1, ceil(seconds))


def _says(text: str, **values: Callable[[Any], str]) -> Saying:
    """Words of which some places come from the error."""
    return lambda error: Words(text, {name: read(error) for name, read in values.items()})


def _as_it_says(error: errors.ToldToPeople) -> Words:
    return Words(error.text, error.values)


def _busy(error: errors.RateLimited) -> Words:
    if not error.retry_after:
        return Words("{engine} has too many requests just now. Ask again in a minute.", {"engine": error.engine})
    seconds = str(_whole(error.retry_after))
    text = "{engine} has too many requests just now. Ask again in {seconds} s."
    return Words(text, {"engine": error.engine, "seconds": seconds})


def _engine(error: errors.EngineError) -> str:
    return error.engine


def _permissions(error: Any) -> str:  # noqa: ANN401  two classes of the library
    return ", ".join(error.missing_permissions).replace("_", " ")


_SHORTAGES: Mapping[str, Mapping[str, str]] = {
    "server": {
        "spent": "What this server's answers may cost today is spent. Ask again tomorrow; `/budget` tells more.",
        "large": (
            "That would cost more than what is left of this server's budget for today. Ask something shorter, or again "
            "tomorrow; `/budget` tells more."
        ),
        "busy": (
            "What is left of this server's budget for today is set aside for answers that are being written. Ask again "
            "in a minute."
        ),
    },
    "member": {
        "spent": "What your answers may cost today is spent. Ask again tomorrow; `/budget` tells more.",
        "large": (
            "That would cost more than what is left of your budget for today. Ask something shorter, or again "
            "tomorrow; `/budget` tells more."
        ),
        "busy": (
            "What is left of your budget for today is set aside for answers that are being written. Ask again in a "
            "minute."
        ),
    },
}
_EXPECTED: Mapping[type[Exception], Saying] = {
    errors.InvalidInput: _as_it_says,
    errors.NotFound: _as_it_says,
    errors.BudgetSpent: lambda e: Words(_SHORTAGES[e.kind][e.why]),
    app_commands.CommandOnCooldown: _says(
        "One moment, please: you can use this again in {seconds} s.", seconds=lambda e: str(_whole(e.retry_after))
    ),
    ServerTooBusy: _says(
        "This server asks me more than I can answer just now. You can use this again in {seconds} s.",
        seconds=lambda e: str(_whole(e.retry_after)),
    ),
    app_commands.NoPrivateMessage: _says("This works on a server only. Use it in one of its channels."),
    app_commands.MissingPermissions: _says(
        "You may not use this here. It needs: {permissions}. Ask someone who runs this server.",
        permissions=_permissions,
    ),
    app_commands.BotMissingPermissions: _says(
        "I may not do that here. I need: {permissions}. Ask someone who runs this server to allow it.",
        permissions=_permissions,
    ),
    app_commands.TransformerError: _says(
        "I can not read one of the values you gave. Look at the command's options and try again."
    ),
    app_commands.CheckFailure: _says("You may not use this here. Ask someone who runs this server."),
}
"""What a member can mend alone: words without an id."""

_BROKEN: Mapping[type[Exception], Saying] = {
    errors.SettingsError: _says("I am not set up for that. Tell the person who runs me; the log says what to set."),
    errors.DataDirInUse: _says(
        "Another copy of me is using my data. Tell the person who runs me to stop one of the two."
    ),
    errors.EngineTimeout: _says("{engine} took too long. Ask again, or ask something shorter.", engine=_engine),
    errors.RateLimited: _busy,
    errors.CircuitOpen: _says(
        "{engine} failed too often just now and is given a rest. Ask again in a minute.", engine=_engine
    ),
    errors.EngineUnavailable: _says("{engine} can not answer just now. Ask again in a minute.", engine=_engine),
    errors.EngineRefused: _says(
        "{engine} refused this, and asking again will not help. Tell the person who runs me.", engine=_engine
    ),
    errors.EngineError: _says(
        "{engine} failed. Ask again; if it stays so, tell the person who runs me.", engine=_engine
    ),
    errors.AcoreError: _says("That did not work. Ask again; if it stays so, tell the person who runs me."),
    app_commands.CommandNotFound: _says("I do not know this command any more. Restart Discord to see those there are."),
    app_commands.CommandSignatureMismatch: _says("This command has just changed. Restart Discord and use it again."),
    discord.Forbidden: _says(
        "Discord does not let me do that here. Ask someone who runs this server for my permissions."
    ),
    discord.NotFound: _says("What I was to answer is no longer there. Ask again."),
    discord.DiscordException: _says("Discord did not take my answer. Ask again in a minute."),
    Exception: _says("Something went wrong on my side. Ask again; if it stays so, tell the person who runs me."),
}
_WITH_ID = "{words} (error {id})"
_PASSING = (errors.RateLimited, errors.CircuitOpen)
"""What happens on a busy day: the log gets the reason, without a stack."""
_NOBODY_WAITS: Mapping[int, str] = {
    ACKNOWLEDGED: "somebody else has answered it: does another copy of me run with the same token?",
    10062: "it came too late, or this machine was too busy for three seconds",
}
"""By Discord's code: interactions that can not be answered, not even with words about it."""
_LONGEST = 2000
"""Characters of a message."""


def words_for(error: Exception, **place: object) -> str:
    """Words for the member that say what to do; the log gets the error and `place`.

    What a member can not mend alone carries a short id, which the log holds beside the stack.
    """
    words, error_id = _told(error, place)
    return _WITH_ID.format(words=words, id=error_id) if error_id else str(words)


def expected_words(error: errors.ToldToPeople | errors.BudgetSpent) -> Words:
    """Words for an error that members can mend alone; nothing is logged."""
    return _words(_EXPECTED, error) or Words(str(error))


def _told(error: Exception, place: Mapping[str, object]) -> tuple[Words, str]:
    """The words, and the id of what is in the log; empty where a member can mend it alone."""
    error = _cause(error)
    if (words := _words(_EXPECTED, error)) is not None:
        _log.info("turn_refused", kind=type(error).__name__, **place)
        return words, ""
    error_id = secrets.token_hex(3)
    about = {"error_id": error_id, "kind": type(error).__name__, **place}
    if isinstance(error, _PASSING):
        _log.warning("turn_put_off", reason=str(error), **about)
    else:
        _log.error("turn_failed", exc_info=error, **about)
    return _words(_BROKEN, error) or Words(""), error_id


async def answer_interaction(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member whose command or button failed, in their language, and nobody else.

    A member who is gone is not told, nor one whose interaction can not be answered.
    """
    command = interaction.command.qualified_name if interaction.command else None
    cause = _cause(error)
    if isinstance(cause, discord.HTTPException) and (reason := _NOBODY_WAITS.get(cause.code)):
        _log.warning("interaction_lost", reason=reason, command=command)
        return
    told, error_id = _told(error, {"command": command})
    words = await told.to(interaction)
    if error_id:
        words = await in_language_of(interaction, _WITH_ID, words=words, id=error_id)
    words = _fitting(words)
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
        await MessageTarget(message, again=True).send(Page(_fitting(words)))  # the other nonces are for the answer
    except NOT_TAKEN as refusal:
        _log.info("member_not_told", reason=repr(refusal), channel=message.channel.id)


async def answer_too_soon(message: discord.Message, too_soon: TooSoon) -> None:
    """Say when the member may ask again: once in a window, so that the notices are no flood themselves."""
    if too_soon.first:
        await answer_message(message, f"You are quick! Ask me again in {wait_words(too_soon.wait_s)}, please.")


def _fitting(words: str) -> str:
    """The words as far as Discord takes them: they may quote what somebody gave."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _cause(error: Exception) -> Exception:
    """What a command raised, without the library's wrapping."""
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error


def _words(table: Mapping[type[Exception], Saying], error: Exception) -> Words | None:
    """The words of the nearest class that has any."""
    return next((table[kind](error) for kind in type(error).__mro__ if kind in table), None)
