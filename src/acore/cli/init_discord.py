"""`acore init discord`: from an empty developer portal to a bot on a server, each step looked at.

The questions stand outside of the event loop, because a Ctrl-C would not end one that is asked within.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr

from acore.adapters.discord_portal import DiscordPortal, Registration
from acore.cli.terminal import Terminal
from acore.errors import EngineUnavailable, SettingsError
from acore.interfaces import Http, StatusRefused
from acore.settings import Settings, propose
from acore.settings_sources.gathering import SECRETS

_PORTAL = "https://discord.com/developers/applications"
_TRIES = 3
_SERVERS_TOLD = 10
_WHICH_ONE = (
    "A token has three parts with dots between them and stands on the page Bot; the application's ID, its public key "
    "and its client secret are others."
)
_T = TypeVar("_T")


class _Refused(SettingsError):
    """Discord does not take the token."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is set before the first step."""

    settings: Settings
    token_from: str | None
    """The file or variable that the token comes from, where one is set."""
    file: Path | None
    """The settings file that the command line names."""


@dataclass(frozen=True, slots=True)
class _Bot:
    """A bot whose token Discord takes."""

    token: SecretStr
    registration: Registration
    is_new: bool
    """Whether the token still has to be written."""


class SetUp:
    """The steps, in their order. `run` writes the token after the last one, and nothing before."""

    def __init__(self, given: Given, terminal: Terminal, http: Http) -> None:
        self._given = given
        self._terminal = terminal
        self._http = http
        self._secrets = given.settings.data_dir / SECRETS

    def run(self) -> None:
        """Take every step.

        Raises SettingsError where there is no token that Discord takes, EngineError where Discord does not
        answer, and KeyboardInterrupt; then nothing was written.
        """
        self._see_that_it_can_be_kept()
        bot = self._identified()
        self._say(f"✓ Discord takes the token: it is that of {bot.registration.name}")
        self._let_read(bot)
        self._bring_to_a_server(bot)
        self._keep(bot)

    def _see_that_it_can_be_kept(self) -> None:
        """Before somebody gets a token that is shown once."""
        there = next(place for place in (self._secrets, *self._secrets.parents) if place.exists())
        fits = there == self._secrets or there.is_dir()
        if not fits or not os.access(there, os.W_OK):
            raise SettingsError(
                f"the token could not be kept in {self._secrets}: {there} can not be written. Give this user rights to "
                "it, or set another data_dir: ACORE_DATA_DIR=/path acore init discord"
            )

    def _identified(self) -> _Bot:
        self._say("1. The application and its token")
        if (bot := self._set_already()) is not None:
            return bot
        self._say(f"  Open {_PORTAL} and press New Application (the account is free).")
        self._say("  On its page Bot press Reset Token, and copy what is shown: it is shown once.")
        for left in reversed(range(_TRIES if self._terminal.asks else 1)):
            text = self._terminal.secret("  The token (it stays unseen; Enter at its end): ").strip()
            if text and (bot := self._with(SecretStr(text.removeprefix("Bot ").strip()), is_new=True)) is not None:
                return bot
            if text:
                self._say("! Discord refuses this token." + (f" {_WHICH_ONE}" if left else ""))
            elif not self._terminal.asks:
                raise SettingsError(
                    "init discord needs the bot's token: give it on standard input (acore init discord < file), or "
                    f"set DISCORD_TOKEN. {_PORTAL} → your application → Bot → Reset Token shows one"
                )
        raise SettingsError(
            f"there is no token that Discord takes, and nothing was written. {_WHICH_ONE} "
            f"Get one at {_PORTAL} → your application → Bot → Reset Token, and start again"
        )

    def _set_already(self) -> _Bot | None:
        """The bot of the token that is set; None where there is none, or where a new one may take its place."""
        token, origin = self._given.settings.discord.token, self._given.token_from
        if token is None:
            return None
        self._say(f"  A token is set already, by {origin}: that one is used.")
        if (bot := self._with(token, is_new=False)) is not None:
            return bot
        if origin != str(self._secrets):
            raise SettingsError(
                f"Discord refuses the token that {origin} sets, which wins over {self._secrets}. Put a new one there "
                f"({_PORTAL} → your application → Bot → Reset Token), or unset it and start again"
            )
        self._say("! Discord refuses it: it was reset, perhaps. Give a new one.")
        return None

    def _with(self, token: SecretStr, *, is_new: bool) -> _Bot | None:
        """The bot of a token, or None where Discord does not take it."""
        text = token.get_secret_value()
        if not (text.isascii() and text.isprintable()) or " " in text:
            return None  # no header could carry it
        try:
            registration = self._asked(token, DiscordPortal.registration)
        except _Refused:
            return None
        return _Bot(token, registration, is_new)

    def _let_read(self, bot: _Bot) -> None:
        """See that the Message Content intent is on."""
        self._say("2. The switch that lets the bot read messages")
        registration = bot.registration
        page = f"{_PORTAL}/{registration.application_id}/bot"
        while not registration.message_content:
            self._say(f"! Message Content Intent is off. Open {page}, switch it on under")
            self._say("  Privileged Gateway Intents, and save.")
            if not self._terminal.again("Switch it on"):
                self._say("! Without it Discord does not let the bot connect: `acore run` will end with code 2.")
                return
            registration = self._asked(bot.token, DiscordPortal.registration)
        self._say("✓ Message Content Intent is on")

    def _bring_to_a_server(self, bot: _Bot) -> None:
        from acore.discord.invite import invite_link  # noqa: PLC0415  the library is large, and a token may be wrong

        self._say("3. The bot on a server")
        if bot.registration.code_grant:
            page = f"{_PORTAL}/{bot.registration.application_id}/bot"
            self._say(f"! Requires OAuth2 Code Grant is on, and invitations fail. Switch it off on {page}")
        self._say("  This link invites it, with the least permissions that it works with:")
        self._say(f"  {invite_link(bot.registration.application_id)}")
        while not (servers := self._asked(bot.token, DiscordPortal.servers)):
            if not self._terminal.again("It is on no server yet: open the link, choose one that you manage"):
                self._say("! It is on no server yet, so nobody can talk to it. The link works at any time.")
                return
        more = f" and {len(servers) - _SERVERS_TOLD} more" if len(servers) > _SERVERS_TOLD else ""
        self._say(f"✓ It is on {', '.join(servers[:_SERVERS_TOLD])}{more}")

    def _keep(self, bot: _Bot) -> None:
        self._say("4. Where the token is kept")
        if bot.is_new:
            propose({}, self._given.file, secrets={"discord.token": bot.token}).write()
            self._say(f"✓ It is written to {self._secrets}, which nobody but you can read")
        else:
            self._say(f"✓ It stays where it is: {self._given.token_from}")
        named = f" --settings {self._given.file}" if self._given.file else ""
        self._say(f"Start the bot: acore{named} run")

    def _asked(self, token: SecretStr, question: Callable[[DiscordPortal], Awaitable[_T]]) -> _T:
        """What Discord answers; raises _Refused for the token, and else what the client raises, with the way out."""
        try:
            return asyncio.run(self._answer(token, question))
        except EngineUnavailable as error:
            raise EngineUnavailable(
                f"Discord could not be asked, and nothing was written. {error} "
                "Look at the network, or set discord.proxy, and start again: acore init discord",
                engine=error.engine,
            ) from error
        except StatusRefused as error:
            if error.status != HTTPStatus.UNAUTHORIZED:
                raise
            raise _Refused(
                "Discord does not take the token any more, and nothing was written. Was it reset meanwhile? "
                "Start again with the new one: acore init discord"
            ) from error

    async def _answer(self, token: SecretStr, question: Callable[[DiscordPortal], Awaitable[_T]]) -> _T:
        where = self._given.settings.discord
        async with DiscordPortal(self._http, token, api_base_url=where.api_base_url, proxy=where.proxy) as portal:
            return await question(portal)

    def _say(self, text: str) -> None:
        self._terminal.say(text)
