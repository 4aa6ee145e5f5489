"""Who and what there is in the loopback Discord, and telling of every change of it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from copy import copy

from acore.interfaces import Clock
from acore.simulator import payloads
from acore.simulator.access import in_channel
from acore.simulator.commands import Commands
from acore.simulator.feed import Feed
from acore.simulator.files import Files
from acore.simulator.interactions import Interactions
from acore.simulator.mentions import mentioned, mentions_everyone
from acore.simulator.message_log import MessageLog
from acore.simulator.model import EPHEMERAL, Channel, Dispatch, Guild, Payload, SimMessage, User, WorldEvent
from acore.simulator.permissions import Permission
from acore.simulator.snowflakes import SettledIds, Snowflakes


class State:
    """Accounts, guilds, channels, messages and commands, for the people of `World` and for the bot's requests.

    Nothing here waits: a change is sent to the bot and told to the subscribers before the call returns.
    """

    def __init__(self, clock: Clock, *, bot_name: str = "acore") -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.settled = SettledIds()
        """For guilds, channels and people: built up in the same order, a world is the same at its next start."""
        self.bot = User(self.snowflakes.next(), account_name(bot_name), bot_name, bot=True)
        self.guilds: dict[str, Guild] = {}
        self.registry = Commands(self.bot.id, self.snowflakes)
        self.interactions = Interactions(clock, self.snowflakes)
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.installed: set[str] = set()
        """The users who have the bot's application for themselves."""
        self.files = Files()
        self.webhooks: dict[str, str] = {}
        """The webhook of each channel that has one."""
        self._log = MessageLog()
        self._feed = Feed()
        self._sinks: list[Callable[[Dispatch], None]] = []

    def attach(self, sink: Callable[[Dispatch], None]) -> Callable[[], None]:
        """Hand every event for the bot to `sink`, which may not wait; call what is returned to end it."""
        self._sinks.append(sink)
        return lambda: self._sinks.remove(sink)

    def dispatch(self, name: str, data: Payload, guild_id: str | None) -> None:
        """Send an event to the bot, wherever it is connected."""
        for sink in self._sinks:
            sink(Dispatch(name, data, guild_id))

    def dispatch_in(self, channel: Channel, name: str, data: Payload) -> None:
        """Send an event of the channel to the bot, unless the bot can not see the channel."""
        if self.may(self.bot, channel, Permission.VIEW_CHANNEL):
            self.dispatch(name, data, channel.guild_id)

    def tell(self, event: WorldEvent) -> None:
        """Tell the subscribers."""
        self._feed.publish(event)

    def user(self, user_id: str) -> User | None:
        """The account with this id."""
        return self.users.get(user_id)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel with this id, direct messages included."""
        return self.channels.get(channel_id)

    def guild_of(self, channel: Channel) -> Guild | None:
        """The guild of the channel; None for direct messages."""
        return self.guilds[channel.guild_id] if channel.guild_id else None

    def may(self, user: User, channel: Channel, permission: Permission) -> bool:
        """Whether the user is allowed that in the channel; in direct messages those who are there may do everything."""
        guild = self.guild_of(channel)
        if guild is None:
            return user in (channel.group or (self.bot, channel.recipient))
        return user.id in guild.members and bool(in_channel(guild, channel, user.id) & permission)

    def find(self, channel_id: str, message_id: str) -> SimMessage | None:
        """The message, unless it was deleted or is too old to be kept."""
        return self._log.find(channel_id, message_id)

    def compose(
        self,
        author: User,
        channel: Channel,
        content: str,
        *,
        reference: str | None = None,
        allowed_mentions: Payload | None = None,
    ) -> SimMessage:
        """A message that is not sent yet, with those whom it mentions."""
        message = SimMessage(
            self.snowflakes.next(), channel.id, channel.guild_id, author, content, self.clock.now(), reference=reference
        )
        self.mention(message, allowed_mentions)
        return message

    def mention(self, message: SimMessage, allowed_mentions: Payload | None) -> None:
        """Work out anew whom the message mentions."""
        replied = self._referenced(message)
        message.mentions = mentioned(message.content, allowed_mentions, self.user, replied.author if replied else None)
        channel = self.channels[message.channel_id]
        rings = message.author.webhook or self.may(message.author, channel, Permission.MENTION_EVERYONE)
        message.mention_everyone = rings and mentions_everyone(message.content, allowed_mentions)

    def payload(self, message: SimMessage) -> Payload:
        """The message as REST gives it, with the one that it replies to."""
        payload = message.payload(self._referenced(message))
        return payload | ({"thread": payloads.thread(message.thread, self.bot.id)} if message.thread else {})

    def _referenced(self, message: SimMessage) -> SimMessage | None:
        if message.reference is None:
            return None
        return self.find(message.reference_channel or message.channel_id, message.reference)

    def deliver(self, message: SimMessage) -> None:
        """Keep a new message and show it to everyone who may see it."""
        self._count(message)
        self._log.add(message)
        self._send("MESSAGE_CREATE", message)
        self.tell(
            WorldEvent("thinking" if message.thinking else "message", message.channel_id, copy(message), message.author)
        )

    def recall(self, author: User, channel: Channel, content: str) -> None:
        """Put a message of an earlier time into the channel; nobody is told, because everybody knew it."""
        message = self.compose(author, channel, content)
        message.earlier = True
        self._log.add(message)

    def revise(self, message: SimMessage) -> None:
        """Show an edited message anew."""
        self._send("MESSAGE_UPDATE", message)
        self.tell(WorldEvent("edit", message.channel_id, copy(message), message.author))

    def show_channel(self, channel: Channel) -> None:
        """Tell the bot of a channel or thread that changed."""
        if channel.thread is not None:
            self.dispatch_in(channel, "THREAD_UPDATE", payloads.channel(channel))
            return
        guild = self.guild_of(channel)
        position = [*guild.channels].index(channel.id) if guild else 0
        self.dispatch("CHANNEL_UPDATE", payloads.channel(channel, position), channel.guild_id)

    def note_member(self, thread: Channel, user: User) -> None:
        """Make the user a member of the thread, if they are none; the bot is told of itself only."""
        assert thread.thread is not None
        members = thread.thread.members
        if user.webhook or user.id in members:
            return
        members[user.id] = self.clock.now()
        if user == self.bot:
            new: Payload = {"id": thread.id, "guild_id": thread.guild_id, "member_count": len(members)}
            new["added_members"] = [payloads.thread_member(thread, user.id)]
            self.dispatch("THREAD_MEMBERS_UPDATE", new, thread.guild_id)

    def forget_channel(self, channel: Channel) -> None:
        """Drop the channel with all its messages."""
        del self.channels[channel.id]
        self._log.forget(channel.id)
        self.webhooks.pop(channel.id, None)

    def _count(self, message: SimMessage) -> None:
        """Keep the channel's figures; a message in an archived thread reopens it, and joins its author and the bot."""
        channel = self.channels[message.channel_id]
        if message.ephemeral_to is None:
            channel.last_message_id = message.id
        if (thread := channel.thread) is None or message.kind is not None:
            return
        if thread.archived:
            thread.archived, thread.archived_at = False, self.clock.now()
            self.show_channel(channel)
        message.position = thread.total_sent
        if message.id != channel.id and message.ephemeral_to is None:
            thread.message_count += 1
            thread.total_sent += 1
        for user in (message.author, *message.mentions):
            self.note_member(channel, user)

    def withdraw(self, message: SimMessage) -> None:
        """Delete a message."""
        self._remove(message)
        if message.ephemeral_to is None:
            data = {"id": message.id} | _place(message)
            self.dispatch_in(self.channels[message.channel_id], "MESSAGE_DELETE", data)
        self.tell(WorldEvent("delete", message.channel_id, message, message.author))

    def withdraw_all(self, messages: Sequence[SimMessage]) -> None:
        """Delete several messages of one channel at once; the bot is told of all of them in one event."""
        for message in messages:
            self._remove(message)
        ids = [message.id for message in messages if message.ephemeral_to is None]
        if ids:
            data = {"ids": ids} | _place(messages[0])
            self.dispatch_in(self.channels[messages[0].channel_id], "MESSAGE_DELETE_BULK", data)
        for message in messages:
            self.tell(WorldEvent("delete", message.channel_id, message, message.author))

    def _remove(self, message: SimMessage) -> None:
        self._log.remove(message)
        thread = self.channels[message.channel_id].thread
        counted = message.kind is None and message.id != message.channel_id and message.ephemeral_to is None
        if thread is not None and counted:
            thread.message_count -= 1

    def _send(self, name: str, message: SimMessage) -> None:
        if message.flags & EPHEMERAL:
            return
        where = self.guilds[message.guild_id] if message.guild_id else None
        data = payloads.on_gateway(self.payload(message), message, where)
        self.dispatch_in(self.channels[message.channel_id], name, data)

    def commands(self) -> tuple[Payload, ...]:
        """What the bot registered, as Discord's command objects; global ones first."""
        return self.registry.all()

    def messages(self, channel_id: str, *, seen_by: str | None = None) -> tuple[SimMessage, ...]:
        """The channel's latest messages, oldest first; `seen_by` hides what is for other users only."""
        everything = self._log.latest(channel_id)
        return tuple(m for m in everything if seen_by is None or m.ephemeral_to in (None, seen_by))

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[WorldEvent]]:
        """What happens from now on; a subscriber 256 events behind gets "ready" instead: read everything anew."""
        return self._feed.subscribe()

    async def wait_for(self, predicate: Callable[[WorldEvent], bool], timeout: float) -> WorldEvent:  # noqa: ASYNC109  a public shape
        """The next event, from now on, that fits; raises TimeoutError after so many seconds.

        To follow several events in a row, subscribe: what happens between two calls is not seen.
        """
        async with self.subscribe() as events, asyncio.timeout(timeout):
            while not predicate(event := await anext(events)):
                pass
            return event


def _place(message: SimMessage) -> Payload:
    where = {"guild_id": message.guild_id} if message.guild_id else {}
    return {"channel_id": message.channel_id} | where


def account_name(name: str) -> str:
    """The unique name that goes with a displayed one: lower-case letters, digits, dot and underscore."""
    return re.sub(r"[^a-z0-9_.]+", "_", name.lower())[:32] or "user"
