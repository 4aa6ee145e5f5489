"""Threads and forum posts: how they are started, joined, archived and locked."""

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.model import HAS_THREAD, Channel, ChannelKind, Guild, SimMessage, Thread, User
from acore.simulator.permissions import Permission
from acore.simulator.speaking import Speaking, checked_text

LONGEST_NAME = 100
"""Characters of a channel's, a thread's or a post's name."""

_STARTED_HERE, _STARTER = 18, 21
"""Kinds of messages that Discord writes: in the channel about a new thread, and first in a message's own thread."""


class Threading(Speaking):
    """The part of the world that is threads; the bot's requests go the same ways as people's."""

    async def start_thread(self, user: User, channel: Channel, name: str, message: SimMessage | None = None) -> Channel:
        """A person starts a thread in a text channel, on a message or on its own.

        A message's thread has the message's id. Raises InvalidInput where the channel has no threads,
        the name is empty or over 100 characters, or the message has a thread already.
        """
        guild = self._parent(user, channel, ChannelKind.TEXT, Permission.CREATE_PUBLIC_THREADS)
        message = None if message is None else self.standing(message)
        if message is not None and message.thread is not None:
            raise InvalidInput("The message has a thread already; write there.")
        if message is not None and self.channel_of(message) is not channel:
            raise InvalidInput(f"The message is not in #{channel.name}.")
        thread = self._make(guild, channel, user, name, message.id if message else self.snowflakes.next())
        if message is None:
            note = self.compose(user, channel, name)
            note.kind, note.reference_channel = _STARTED_HERE, thread.id
            self.deliver(note)
            return thread
        message.thread, message.flags = thread, message.flags | HAS_THREAD
        self.revise(message)
        starter = self.compose(message.author, thread, "")
        starter.kind, starter.reference, starter.reference_channel = _STARTER, message.id, channel.id
        self.deliver(starter)
        return thread

    async def post(self, user: User, forum: Channel, title: str, text: str) -> Channel:
        """A person posts in a forum; returns the thread, whose first message has the thread's own id.

        Raises InvalidInput where the channel is no forum, or title or text are empty or too long.
        """
        content = checked_text(text)
        return self.open_post(user, forum, title, self.compose(user, forum, content))

    def open_post(self, user: User, forum: Channel, title: str, first: SimMessage) -> Channel:
        """The same with a message that is composed already, and is moved into the post."""
        guild = self._parent(user, forum, ChannelKind.FORUM, Permission.SEND_MESSAGES)
        thread = self._make(guild, forum, user, title, first.id)
        forum.last_message_id = thread.id
        first.channel_id = thread.id
        self.deliver(first)
        return thread

    async def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """A moderator closes the thread; unless it is locked, the next message reopens it."""
        self.change_thread(thread, archived=True, locked=locked)

    async def reopen(self, thread: Channel) -> None:
        """A moderator opens the thread again, and unlocks it."""
        self.change_thread(thread, archived=False, locked=False)

    async def lock(self, thread: Channel) -> None:
        """A moderator locks the thread while it stays open: only moderators write there."""
        self.change_thread(thread, archived=False, locked=True)

    def change_thread(self, thread: Channel, *, archived: bool, locked: bool) -> None:
        """Archive, lock, reopen; raises InvalidInput for a channel that is no thread."""
        state = _thread(thread)
        if archived != state.archived:
            state.archived_at = self.clock.now()
        state.archived, state.locked = archived, locked
        self.show_channel(thread)

    def join_thread(self, thread: Channel, user: User) -> None:
        """Make the user a member of the thread; the bot is told of its own membership."""
        self.note_member(thread, user)

    def leave_thread(self, thread: Channel, user: User) -> None:
        """End the membership, if there is one."""
        state = _thread(thread)
        if state.members.pop(user.id, None) and user == self.bot:
            gone = {"id": thread.id, "guild_id": thread.guild_id, "removed_member_ids": [user.id]}
            self.dispatch("THREAD_MEMBERS_UPDATE", gone | {"member_count": len(state.members)}, thread.guild_id)

    def _parent(self, user: User, channel: Channel, kind: ChannelKind, permission: Permission) -> Guild:
        self.check_place(user, channel)
        guild = self.guild_of(channel)
        if guild is None or channel.kind != kind:
            what = "a forum" if kind == ChannelKind.FORUM else "a text channel of a guild"
            raise InvalidInput(f"#{channel.name} is not {what}.")
        self.check_may(user, channel, permission)
        return guild

    def _make(self, guild: Guild, parent: Channel, user: User, name: str, thread_id: str) -> Channel:
        title = name.strip()
        if not 0 < len(title) <= LONGEST_NAME:
            raise InvalidInput(f"The name has {len(title)} characters; Discord takes from 1 to {LONGEST_NAME}.")
        now = self.clock.now()
        state = Thread(parent.id, user.id, now, now, members={user.id: now})
        thread = Channel(thread_id, title, guild.id, kind=ChannelKind.PUBLIC_THREAD, thread=state)
        guild.threads[thread.id] = self.channels[thread.id] = thread
        shown = payloads.thread(thread, self.bot.id) | {"newly_created": True}
        self.dispatch_in(thread, "THREAD_CREATE", shown)
        return thread


def _thread(channel: Channel) -> Thread:
    if channel.thread is None:
        raise InvalidInput(f"#{channel.name} is no thread.")
    return channel.thread
