"""REST routes of threads and forum posts, and of what channels are called."""

from typing import Any

from aiohttp import web

from acore.simulator import payloads
from acore.simulator.model import Channel, ChannelKind, Payload, Thread
from acore.simulator.permissions import Permission
from acore.simulator.refusals import Refusal, archived_thread, invalid_form, missing, too_long, unknown
from acore.simulator.rest import Rest, read, route
from acore.simulator.shapes import check_object
from acore.simulator.threads import LONGEST_NAME

_DURATIONS = (60, 1440, 4320, 10080)
"""Minutes without a message after which a thread may archive itself."""


class ThreadRoutes:
    """Start, list, join, change and delete threads."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._world = rest.world

    def table(self) -> list[web.RouteDef]:
        """Every route with its path."""
        members = "/channels/{channel}/thread-members"
        return [
            route("PATCH", "/channels/{channel}", self.change),
            route("DELETE", "/channels/{channel}", self.delete),
            route("POST", "/channels/{channel}/threads", self.start),
            route("POST", "/channels/{channel}/messages/{message}/threads", self.start_on_message),
            route("GET", "/channels/{channel}/threads/archived/public", self.archived),
            route("GET", "/guilds/{guild}/threads/active", self.active),
            route("GET", members, self.members),
            route("GET", f"{members}/{{user}}", self.member),
            route("PUT", f"{members}/@me", self.join),
            route("DELETE", f"{members}/@me", self.leave),
        ]

    async def start(self, request: web.Request) -> Payload:
        """A thread on its own, or a forum's post with its first message."""
        channel = self._rest.channel(request.match_info["channel"])
        body, uploads = await read(request)
        name, minutes = _checked(body)
        if channel.kind == ChannelKind.FORUM:
            self._rest.require(channel, Permission.SEND_MESSAGES)
            if not body.get("message"):
                raise missing(("message",))
            first = self._rest.posting.draft(channel, body["message"], uploads)
            thread = self._world.open_post(self._world.bot, channel, name, first)
            self._set(thread, minutes)
            return self._shown(thread) | {"message": self._rest.shown(first)}
        self._may_start(channel)
        return self._set(await self._world.start_thread(self._world.bot, channel, name), minutes)

    async def start_on_message(self, request: web.Request) -> Payload:
        """A thread on a message."""
        channel = self._rest.channel(request.match_info["channel"])
        message = self._rest.message(channel, request.match_info["message"])
        body, _ = await read(request)
        name, minutes = _checked(body)
        self._may_start(channel)
        if message.thread is not None:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        return self._set(await self._world.start_thread(self._world.bot, channel, name, message), minutes)

    async def change(self, request: web.Request) -> Payload:
        """Rename a channel or thread; archive, lock or reopen a thread."""
        channel = self._rest.channel(request.match_info["channel"])
        body, _ = await read(request)
        check_object(body)
        state = channel.thread
        if state is None:
            self._rest.require(channel, Permission.MANAGE_CHANNELS)
            channel.name = _name(body) if "name" in body else channel.name
            self._world.show_channel(channel)
            return payloads.channel(channel)
        self._may_change(channel, state, body)
        channel.name = _name(body) if "name" in body else channel.name
        state.auto_archive_minutes = _minutes(body) or state.auto_archive_minutes
        archived, locked = body.get("archived", state.archived), body.get("locked", state.locked)
        self._world.change_thread(channel, archived=bool(archived), locked=bool(locked))
        return self._shown(channel)

    async def delete(self, request: web.Request) -> Payload:
        """Delete a thread, or a channel of a guild."""
        channel = self._rest.channel(request.match_info["channel"])
        if channel.guild_id is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        self._rest.require(channel, Permission.MANAGE_THREADS if channel.thread else Permission.MANAGE_CHANNELS)
        self._world.remove_channel(channel)
        return payloads.channel(channel)

    async def active(self, request: web.Request) -> Payload:
        """The guild's threads that are not archived, and the bot's memberships in them."""
        guild = self._rest.guild(request.match_info["guild"])
        there = [t for t in guild.active_threads() if self._world.may(self._world.bot, t, Permission.VIEW_CHANNEL)]
        return self._listed(there)

    async def archived(self, request: web.Request) -> Payload:
        """The channel's archived threads, the latest first."""
        channel = self._rest.channel(request.match_info["channel"])
        self._rest.require(channel, Permission.READ_MESSAGE_HISTORY)
        guild = self._world.guild_of(channel)
        threads = [*guild.threads.values()] if guild else []
        closed = [(t.thread.archived_at, t) for t in threads if t.thread and t.thread.archived]
        closed.sort(key=lambda entry: entry[0], reverse=True)
        return self._listed([t for _, t in closed if t.parent_id == channel.id]) | {"has_more": False}

    async def members(self, request: web.Request) -> list[Payload]:
        """Who joined the thread."""
        thread, state = self._thread(request)
        return [member for user in state.members if (member := payloads.thread_member(thread, user))]

    async def member(self, request: web.Request) -> Payload:
        """One of those who joined the thread."""
        thread, _ = self._thread(request)
        wanted = request.match_info["user"]
        member = payloads.thread_member(thread, self._world.bot.id if wanted == "@me" else wanted)
        if member is None:
            raise unknown("Member")
        return member

    async def join(self, request: web.Request) -> None:
        """The bot joins the thread."""
        thread, state = self._thread(request)
        if state.archived:
            raise archived_thread()
        self._world.join_thread(thread, self._world.bot)

    async def leave(self, request: web.Request) -> None:
        """The bot leaves the thread."""
        thread, _ = self._thread(request)
        self._world.leave_thread(thread, self._world.bot)

    def _may_start(self, channel: Channel) -> None:
        if channel.kind != ChannelKind.TEXT or channel.guild_id is None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        self._rest.require(channel, Permission.CREATE_PUBLIC_THREADS)

    def _may_change(self, channel: Channel, state: Thread, body: Payload) -> None:
        """The owner may rename and archive; only moderators lock, or change what is locked."""
        moderates = self._world.may(self._world.bot, channel, Permission.MANAGE_THREADS)
        if not moderates and (state.owner_id != self._world.bot.id or state.locked or body.get("locked")):
            raise Refusal(403, 50013, "Missing Permissions")
        if state.archived and body.get("archived", True):
            raise archived_thread()

    def _thread(self, request: web.Request) -> tuple[Channel, Thread]:
        channel = self._rest.channel(request.match_info["channel"])
        if channel.thread is None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        return channel, channel.thread

    def _set(self, thread: Channel, minutes: int | None) -> Payload:
        assert thread.thread is not None
        thread.thread.auto_archive_minutes = minutes or thread.thread.auto_archive_minutes
        return self._shown(thread)

    def _shown(self, thread: Channel) -> Payload:
        return payloads.thread(thread, self._world.bot.id)

    def _listed(self, threads: list[Channel]) -> Payload:
        members = [payloads.thread_member(thread, self._world.bot.id) for thread in threads]
        return {"threads": [self._shown(thread) for thread in threads], "members": [m for m in members if m]}


def _checked(body: Any) -> tuple[str, int | None]:  # noqa: ANN401  anything may stand in a request
    check_object(body)
    return _name(body), _minutes(body)


def _name(body: Payload) -> str:
    name = (body.get("name") or "").strip()
    if not name:
        raise missing(("name",))
    if len(name) > LONGEST_NAME:
        raise too_long(("name",), LONGEST_NAME)
    return str(name)


def _minutes(body: Payload) -> int | None:
    minutes = body.get("auto_archive_duration")
    if minutes is not None and minutes not in _DURATIONS:
        raise invalid_form(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Value must be one of {_DURATIONS}.")
    return minutes
