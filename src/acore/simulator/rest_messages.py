"""REST routes of channels and their messages."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from acore.simulator import payloads
from acore.simulator.access import to_write_in
from acore.simulator.bodies import completed
from acore.simulator.model import Channel, Payload, SimMessage
from acore.simulator.permissions import Permission
from acore.simulator.posting import Upload
from acore.simulator.refusals import Refusal, invalid_form, unknown
from acore.simulator.rest import Rest, read, route
from acore.simulator.rest_threads import ThreadRoutes
from acore.simulator.shapes import check_object

_MOST_AT_ONCE = 100
_USUAL_PAGE = 50
_BULK = range(2, 101)
_BULK_AGE = timedelta(days=14)


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
            route("POST", f"{messages}/bulk-delete", self.delete_many),
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
        channel = self._channel(request)
        self._rest.require(channel, to_write_in(channel))
        self._rest.posting.typing(channel)

    async def page(self, request: web.Request) -> list[Payload]:
        """The latest messages, newest first, or those `before`, `after` or `around` a message."""
        channel, query = self._channel(request), request.query
        there = [m for m in self._rest.world.messages(channel.id) if m.ephemeral_to is None]
        if not self._rest.world.may(self._rest.world.bot, channel, Permission.READ_MESSAGE_HISTORY):
            there = []
        limit = _number(query.get("limit", str(_USUAL_PAGE)), ("limit",), most=_MOST_AT_ONCE)
        if "around" in query:
            chosen = _around(there, _number(query["around"], ("around",)), limit)
        elif "after" in query:
            chosen = [m for m in there if int(m.id) > _number(query["after"], ("after",))][:limit]
        else:
            before = _number(query["before"], ("before",)) if "before" in query else None
            chosen = [m for m in there if before is None or int(m.id) < before][-limit:]
        return [self._rest.shown(message) for message in reversed(chosen)]

    async def create(self, request: web.Request) -> Payload:
        """Send a message."""
        channel = self._channel(request)
        body, uploads = await read(request)
        self._rest.require(channel, to_write_in(channel))
        self._check_additions(channel, body, uploads, ())
        if body.get("message_reference"):
            self._check_history(channel)
        return self._rest.shown(self._rest.posting.post(channel, body, uploads))

    async def show(self, request: web.Request) -> Payload:
        """One message."""
        channel = self._channel(request)
        self._rest.require(channel, Permission.READ_MESSAGE_HISTORY)
        return self._rest.shown(self._message(request, channel))

    async def edit(self, request: web.Request) -> Payload:
        """Change a message of the bot's own; files and embeds that are new to it need their permissions."""
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author != self._rest.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        body, uploads = await read(request)
        self._check_additions(channel, body, uploads, message.embeds)
        return self._rest.shown(self._rest.posting.edit(message, body, uploads))

    async def delete(self, request: web.Request) -> None:
        """Delete a message of the bot's own, or of others where it manages them."""
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author != self._rest.world.bot:
            self._check_moderates(channel)
        self._rest.posting.delete(message)

    async def delete_many(self, request: web.Request) -> None:
        """Delete from 2 to 100 messages at once, none older than two weeks; ids that are none are passed over."""
        channel = self._channel(request)
        self._check_moderates(channel)
        body, _ = await read(request)
        check_object(body)
        ids = body.get("messages")
        if not isinstance(ids, list) or len(ids) not in _BULK:
            raise Refusal(400, 50016, "Provided too few or too many messages to delete. Must provide at least 2.")
        found = [self._rest.world.find(channel.id, str(one)) for one in dict.fromkeys(ids)]
        messages = [message for message in found if message is not None]
        oldest = self._rest.world.clock.now() - _BULK_AGE
        if any(message.timestamp < oldest for message in messages):
            raise Refusal(400, 50034, "You can only bulk delete messages that are under 14 days old.")
        if messages:
            self._rest.world.withdraw_all(messages)

    def _check_moderates(self, channel: Channel) -> None:
        if channel.guild_id is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        self._rest.require(channel, Permission.MANAGE_MESSAGES)

    def _check_additions(
        self,
        channel: Channel,
        body: Any,  # noqa: ANN401  anything may stand in a request
        uploads: tuple[Upload, ...],
        there: Sequence[Payload],
    ) -> None:
        """Raise Refusal where the bot may not add such files, or embeds beside those that are there."""
        if uploads:
            self._rest.require(channel, Permission.ATTACH_FILES)
        check_object(body)
        if any(completed(embed) not in there for embed in body.get("embeds") or ()):
            self._rest.require(channel, Permission.EMBED_LINKS)

    def _check_history(self, channel: Channel) -> None:
        if not self._rest.world.may(self._rest.world.bot, channel, Permission.READ_MESSAGE_HISTORY):
            raise Refusal(403, 160002, "Cannot reply without permission to read message history")

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


def _around(there: list[SimMessage], middle: int, limit: int) -> list[SimMessage]:
    """The message with as many before as after it."""
    before = [m for m in there if int(m.id) < middle]
    after = [m for m in there if int(m.id) >= middle]
    return before[max(0, len(before) - limit // 2) :] + after[: limit - limit // 2]


def _number(text: str, path: tuple[str, ...], most: int | None = None) -> int:
    if not text.isdecimal():
        raise invalid_form(path, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
    if most is not None and not 1 <= int(text) <= most:
        raise invalid_form(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
    return int(text)
