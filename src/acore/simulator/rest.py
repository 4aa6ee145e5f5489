"""What all REST routes share: the token, JSON in and out, uploads, and Discord's errors."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_request import FileField

from acore.simulator.model import Channel, Guild, Payload, SimMessage
from acore.simulator.permissions import Permission
from acore.simulator.posting import Posting, Upload
from acore.simulator.refusals import Refusal, unknown
from acore.simulator.session import Intents, without_content
from acore.simulator.world import World

PREFIX = "/api/v10"
LARGEST_REQUEST = 26 * 1024 * 1024
"""Bytes of a request with all its files."""

_BY_TOKEN_IN_PATH = (f"{PREFIX}/webhooks/", f"{PREFIX}/interactions/")

Answer = Payload | list[Payload] | None
Route = Callable[[web.Request], Awaitable[Answer]]


class Rest:
    """What a route needs: the world, the bot's hands in it, and what the bot may see."""

    def __init__(self, world: World, posting: Posting, *, allowed_intents: int) -> None:
        self.world = world
        self.posting = posting
        self._sees_content = bool(allowed_intents & Intents.MESSAGE_CONTENT)

    def channel(self, channel_id: str) -> Channel:
        """The channel; raises Refusal where there is none or the bot can not see it."""
        channel = self.world.channel(channel_id)
        if channel is None:
            raise unknown("Channel")
        if not self.world.may(self.world.bot, channel, Permission.VIEW_CHANNEL):
            raise Refusal(403, 50001, "Missing Access")
        return channel

    def guild(self, guild_id: str) -> Guild:
        """The guild; raises Refusal where there is none or the bot is not on it."""
        guild = self.world.guilds.get(guild_id)
        if guild is None:
            raise unknown("Guild")
        if self.world.bot.id not in guild.members:
            raise Refusal(403, 50001, "Missing Access")
        return guild

    def require(self, channel: Channel, permission: Permission) -> None:
        """Raise Refusal where the bot may not do this in the channel."""
        if not self.world.may(self.world.bot, channel, permission):
            raise Refusal(403, 50013, "Missing Permissions")

    def message(self, channel: Channel, message_id: str) -> SimMessage:
        """A message that a bot can look up; raises Refusal where there is none or it is ephemeral."""
        message = self.world.find(channel.id, message_id)
        if message is None or message.ephemeral_to is not None:
            raise unknown("Message")
        return message

    def shown(self, message: SimMessage) -> Payload:
        """The message as this bot gets it."""
        payload = self.world.payload(message)
        if self._sees_content or message.guild_id is None:
            return payload
        shown = without_content(payload | {"guild_id": message.guild_id}, self.world.bot.id)
        del shown["guild_id"]
        return shown


def route(method: str, path: str, work: Route) -> web.RouteDef:
    """A route below the API's prefix whose answer is sent as JSON; None is 204."""

    async def handler(request: web.Request) -> web.Response:
        answer = await work(request)
        return web.Response(status=204) if answer is None else json_answer(200, answer)

    return web.route(method, PREFIX + path, handler)


def guard(authorised: Callable[[web.Request], bool]) -> Middleware:
    """Ask for the bot's token where Discord does, and answer every refusal in Discord's form."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if authorised(request):
                return await handler(request)
            return json_answer(401, {"message": "401: Unauthorized", "code": 0})
        except Refusal as refusal:
            return json_answer(refusal.status, refusal.body())
        except web.HTTPRequestEntityTooLarge:
            return json_answer(413, {"message": "Request entity too large", "code": 40005})
        except web.HTTPException as error:
            return json_answer(error.status, {"message": f"{error.status}: {error.reason}", "code": 0})

    return middleware


async def read(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    """The JSON of a request and the files beside it; raises Refusal where it is no JSON."""
    if not request.content_type.startswith("multipart/"):
        return _parsed(await request.read()), ()
    form = await request.post()
    text = form.get("payload_json", "{}")
    files = [value for value in form.values() if isinstance(value, FileField)]
    uploads = tuple(Upload(file.filename, file.file.read()) for file in files)
    return _parsed(text if isinstance(text, str) else b""), uploads


def authorised(request: web.Request, token: str) -> bool:
    """Whether the request carries the bot's token, where Discord asks for one."""
    if not request.path.startswith(PREFIX) or request.path.startswith(_BY_TOKEN_IN_PATH):
        return True
    return request.headers.get("authorization") == f"Bot {token}"


def _parsed(text: str | bytes) -> Any:  # noqa: ANN401  anything may stand in a request
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refusal(400, 50109, "The request body contains invalid JSON.") from error


def json_answer(status: int, data: Payload | list[Payload]) -> web.Response:
    """The content type is exact, without a charset: discord.py reads the body as text otherwise."""
    return web.Response(status=status, body=orjson.dumps(data), content_type="application/json")
