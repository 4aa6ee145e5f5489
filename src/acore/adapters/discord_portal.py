"""What Discord knows of a bot before the bot has ever connected, asked with its token."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Self, TypeVar

from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from acore.errors import EngineRefused
from acore.interfaces import FarSide, Http, StatusRefused

_DISCORD = "https://discord.com/api/v10"
_PATIENCE_S = 20
_MESSAGE_CONTENT = 1 << 18 | 1 << 19
"""Application flags: the switch of a bot that Discord approved it for, and that of a bot on few servers."""

_STEERING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*|.?)")
"""What a terminal obeys (ECMA-48): colours, the cursor, its title."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Registration:
    """A bot as the developer portal has it."""

    application_id: int
    name: str
    message_content: bool
    """Whether the Message Content intent is switched on."""
    code_grant: bool
    """Whether an invitation has to go through a web server of the application's own, which acore has not."""


class _Account(BaseModel):
    username: str


class _Application(BaseModel):
    id: int
    flags: int = 0
    bot_require_code_grant: bool = False


class _Server(BaseModel):
    name: str


_ACCOUNT = TypeAdapter(_Account)
_APPLICATION = TypeAdapter(_Application)
_SERVERS = TypeAdapter(list[_Server])


class DiscordPortal:
    """Asks Discord about the bot of one token. Use it as a context manager.

    Everything raises StatusRefused with status 401 where Discord does not take the token, EngineRefused where
    it keeps this machine out, and else what `HttpClient` raises.
    """

    def __init__(self, http: Http, token: SecretStr, *, api_base_url: str | None, proxy: str | None) -> None:
        self._http = http.client(
            FarSide(
                engine="Discord",
                base_url=api_base_url or _DISCORD,
                api_key=token,
                scheme="Bot",
                headers={"user-agent": f"DiscordBot (acore, {version('acore')})"},
                proxy=proxy,
                timeout=_PATIENCE_S,
                silence=_PATIENCE_S,
                unreached="Is this machine on the network, and its name service at work?",
                way_out="Check discord.api_base_url and discord.proxy: acore config show --origin.",
            )
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def registration(self) -> Registration:
        """Who the bot is, and how its application is set up."""
        account = await self._asked("/users/@me", _ACCOUNT)
        application = await self._asked("/applications/@me", _APPLICATION)
        return Registration(
            application_id=application.id,
            name=_shown(account.username),
            message_content=bool(application.flags & _MESSAGE_CONTENT),
            code_grant=application.bot_require_code_grant,
        )

    async def servers(self) -> tuple[str, ...]:
        """The names of the servers that the bot is on, 200 at most."""
        return tuple(_shown(server.name) for server in await self._asked("/users/@me/guilds", _SERVERS))

    async def _asked(self, path: str, form: TypeAdapter[_T]) -> _T:
        try:
            answer = await self._http.get(path)
        except StatusRefused as error:
            if error.status != HTTPStatus.FORBIDDEN:
                raise
            raise EngineRefused(
                "Discord keeps this machine's address out for now (403). Wait an hour, or ask from another network.",
                engine="Discord",
            ) from error
        try:
            return form.validate_python(answer)
        except ValidationError as error:
            raise self._http.malformed(f"what it sent for {path} is not of Discord's form") from error


def _shown(name: str) -> str:
    """A name that other people chose, without what would steer a terminal."""
    return "".join(c for c in _STEERING.sub("", name) if c.isprintable())
