"""REST routes of channels and their messages."""

from aiohttp import web

from acore.simulator import payloads
from acore.simulator.model import Channel, Payload, SimMessage
from acore.simulator.refusals import Refusal, invalid_form, unknown
from acore.simulator.rest import Rest, read, route
from acore.simulator.rest_threads import ThreadRoutes

_MOST_AT_ONCE = 100
_USUAL_PAGE = 50


class MessageRoutes:
    """Read, send, edit and delete messages; typing; opening direct messages."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def table(self) -> list[web.RouteDef]:
        """Every route with its path."""
        messages = "/channels/{channel}/messages"
        return [
            route("GET", "/channels/{channel}", self.show_channel),
            route("POST", "/channels/{channel}/typing", self.type),
            route("GET", messages, self.page),
            route("POST", messages, self.create),
            route("GET", f"{messages}/{{message}}", self.show),
            route("PATCH", f"{messages}/{{message}}", self.edit),
            route("DELETE", f"{messages}/{{message}}", self.delete),
            route("POST", "/users/@me/channels", self.open_dm),
            *ThreadRoutes(self._rest).table(),
        ]

    async def show_channel(self, request: web.Request) -> Payload:
        """The channel object."""
        return payloads.channel(self._channel(request))

    async def type(self, request: web.Request) -> None:
        """The bot types."""
        self._rest.posting.typing(self._channel(request))

    async def page(self, request: web.Request) -> list[Payload]:
        """The latest messages, newest first, or those `before` or `after` a message."""
        there = [m for m in self._rest.world.messages(self._channel(request).id) if m.ephemeral_to is None]
        query = request.query
        limit = _number(query.get("limit", str(_USUAL_PAGE)), ("limit",), most=_MOST_AT_ONCE)
        if "after" in query:
            chosen = [m for m in there if int(m.id) > _number(query["after"], ("after",))][:limit]
        else:
            before = _number(query["before"], ("before",)) if "before" in query else None
            chosen = [m for m in there if before is None or int(m.id) < before][-limit:]
        return [self._rest.shown(message) for message in reversed(chosen)]

    async def create(self, request: web.Request) -> Payload:
        """Send a message."""
        channel = self._channel(request)
        return self._rest.shown(self._rest.posting.post(channel, *await read(request)))

    async def show(self, request: web.Request) -> Payload:
        """One message."""
        return self._rest.shown(self._message(request, self._channel(request)))

    async def edit(self, request: web.Request) -> Payload:
        """Change a message of the bot's own."""
        message = self._message(request, self._channel(request))
        if message.author != self._rest.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        return self._rest.shown(self._rest.posting.edit(message, *await read(request)))

    async def delete(self, request: web.Request) -> None:
        """Delete a message of the bot's own: it may not manage those of others."""
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author != self._rest.world.bot:
            if channel.guild_id is None:
                raise Refusal(403, 50003, "Cannot execute action on a DM channel")
            raise Refusal(403, 50013, "Missing Permissions")
        self._rest.posting.delete(message)

    async def open_dm(self, request: web.Request) -> Payload:
        """The direct messages with a user."""
        body, _ = await read(request)
        user = self._rest.world.user(str(body.get("recipient_id"))) if isinstance(body, dict) else None
        if user is None or user.bot:
            raise unknown("User")
        return payloads.channel(self._rest.world.dm(user))

    def _channel(self, request: web.Request) -> Channel:
        return self._rest.channel(request.match_info["channel"])

    def _message(self, request: web.Request, channel: Channel) -> SimMessage:
        return self._rest.message(channel, request.match_info["message"])


def _number(text: str, path: tuple[str, ...], most: int | None = None) -> int:
    if not text.isdecimal():
        raise invalid_form(path, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
    if most is not None and not 1 <= int(text) <= most:
        raise invalid_form(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
    return int(text)
