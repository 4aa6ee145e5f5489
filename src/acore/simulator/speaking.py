"""What people do with messages: write, edit, delete; and the previews that links get."""

import re
from collections.abc import Sequence

from acore.errors import InvalidInput, NotFound
from acore.simulator.access import to_write_in
from acore.simulator.model import SUPPRESS_EMBEDS, Attachment, Channel, ChannelKind, SimMessage, User
from acore.simulator.payloads import LARGEST_FILE
from acore.simulator.permissions import Permission
from acore.simulator.state import State

LONGEST_TEXT = 2000
"""Characters of a message."""

_MOST_FILES = 10
_BULK = range(2, 101)
"""How many messages can be deleted at once."""
_UNMODERATED = "Direct messages have no moderators; only its author can delete a message there."
_WITHOUT_PREVIEW = re.compile(r"<https?://[^>\s]+>|```.*?```|`[^`]*`", re.DOTALL)
"""Parts of a text whose links get no preview."""


class Speaking(State):
    """The part of the world that is messages."""

    async def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        reply_to: str | None = None,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> SimMessage:
        """A person or another bot writes; `files` are names and bytes, and may come without text.

        Raises InvalidInput where the text is empty, over 2000 characters or out of place, or the files
        are too many or too large; NotFound where the message that it replies to is not there.
        """
        content = checked_text(text, bare=bool(files))
        if len(files) > _MOST_FILES:
            raise InvalidInput(f"There are {len(files)} files; {_MOST_FILES} is the most that a message has.")
        self.check_place(user, channel)
        self.check_open(channel, user)
        self.check_may(user, channel, to_write_in(channel))
        if files:
            self.check_may(user, channel, Permission.ATTACH_FILES)
        if reply_to is not None and self.find(channel.id, reply_to) is None:
            raise NotFound(f"The message {reply_to} that this one replies to is not in #{channel.name} (any more).")
        message = self.compose(user, channel, content, reference=reply_to)
        message.attachments = tuple(self.upload(channel, name, data) for name, data in files)
        self.deliver(message)
        return message

    async def say_by_webhook(self, channel: Channel, name: str, text: str) -> SimMessage:
        """A webhook of the channel writes under a name; raises InvalidInput as `say` does."""
        content = checked_text(text)
        self.check_open(channel)
        if channel.guild_id is None:
            raise InvalidInput("Direct messages have no webhooks; use a channel of a guild.")
        message = self.compose(self._webhook(channel, name), channel, content)
        self.deliver(message)
        return message

    async def edit(self, user: User, message: SimMessage, text: str) -> SimMessage:
        """A person changes a message of their own; raises InvalidInput for any other, NotFound for a deleted one."""
        message = self.standing(message)
        if user != message.author:
            raise InvalidInput(f"{user.display_name} did not write the message; only its author can edit it.")
        message.content = checked_text(text, bare=bool(message.attachments))
        message.edited_timestamp = self.clock.now()
        message.embeds = [embed for embed in message.embeds if embed.get("url", "") in message.content]
        self.mention(message, None)
        self.revise(message)
        return message

    async def delete(self, user: User | None, message: SimMessage) -> None:
        """A person deletes a message of their own, a moderator of a guild any; None is some moderator.

        Raises InvalidInput where the user may not, as nobody may delete the messages of others in direct
        messages; NotFound for a message that is deleted already.
        """
        message = self.standing(message)
        channel = self.channels[message.channel_id]
        if user != message.author:
            if channel.guild_id is None:
                raise InvalidInput(_UNMODERATED)
            if user is not None:
                self.check_may(user, channel, Permission.MANAGE_MESSAGES)
        self.withdraw(message)

    async def delete_many(self, messages: Sequence[SimMessage]) -> None:
        """A moderator deletes 2 to 100 messages of a guild's channel at once; raises InvalidInput for other sets."""
        if len(messages) not in _BULK or len({message.channel_id for message in messages}) != 1:
            raise InvalidInput("From 2 to 100 messages of one channel can be deleted at once.")
        if messages[0].guild_id is None:
            raise InvalidInput(_UNMODERATED)
        self.withdraw_all([self.standing(message) for message in messages])

    async def unfurl(self, message: SimMessage, url: str, *, title: str = "Preview") -> bool:
        """Discord looks the link of a message up and hangs its preview on it; the text is not edited by that.

        False, and nothing happens, where the message suppresses previews, its author may embed no links,
        or the link stands in <> or in code. Raises NotFound where the text has no such link or the
        message is deleted.
        """
        message = self.standing(message)
        if url not in message.content:
            raise NotFound(f"The message has no link {url!r}.")
        writer, channel = message.author, self.channels[message.channel_id]
        may = writer.webhook or self.may(writer, channel, Permission.EMBED_LINKS)
        if not may or message.flags & SUPPRESS_EMBEDS or url not in _WITHOUT_PREVIEW.sub("", message.content):
            return False
        message.embeds = [*message.embeds, {"type": "link", "url": url, "title": title}]
        self.revise(message)
        return True

    def upload(self, channel: Channel, name: str, data: bytes, *, ephemeral: bool = False) -> Attachment:
        """Put a person's file onto the simulator; raises InvalidInput where it is too large."""
        if len(data) > LARGEST_FILE:
            raise InvalidInput(
                f"The file {name!r} has {len(data)} bytes; {LARGEST_FILE} is the most that Discord takes."
            )
        return self.files.attach(self.snowflakes.next(), channel.id, name, data, ephemeral=ephemeral)

    def check_place(self, user: User, channel: Channel) -> None:
        """Raise InvalidInput unless the user can be in the channel."""
        guild = self.guild_of(channel)
        there = user in (channel.group or (channel.recipient,)) if guild is None else user.id in guild.members
        if not there:
            raise InvalidInput(f"{user.display_name} is not in #{channel.name}; use a channel where they are a member.")
        if user != self.bot:
            self.check_may(user, channel, Permission.VIEW_CHANNEL)

    def check_may(self, user: User, channel: Channel, permission: Permission) -> None:
        """Raise InvalidInput where the user is not allowed that in the channel."""
        if not self.may(user, channel, permission):
            raise InvalidInput(f"{user.display_name} may not do this in #{channel.name}: it needs {permission.name}.")

    def check_open(self, channel: Channel, user: User | None = None) -> None:
        """Raise InvalidInput where the channel takes no messages: a forum, or a thread that is locked for the user."""
        if channel.kind == ChannelKind.FORUM:
            raise InvalidInput(f"#{channel.name} is a forum; post there, or write in one of its posts.")
        moderates = user is not None and self.may(user, channel, Permission.MANAGE_THREADS)
        if channel.thread is not None and channel.thread.locked and not moderates:
            raise InvalidInput(f"The thread {channel.name!r} is locked.")

    def channel_of(self, message: SimMessage) -> Channel:
        """The channel of a message; raises NotFound where the message is deleted."""
        return self.channels[self.standing(message).channel_id]

    def standing(self, message: SimMessage) -> SimMessage:
        """The message as it stands now, of one that was seen earlier; raises NotFound where it is deleted."""
        if (found := self.find(message.channel_id, message.id)) is None:
            raise NotFound(f"The message {message.id} was deleted, or is too old to be kept.")
        return found

    def _webhook(self, channel: Channel, name: str) -> User:
        """The name as an author; every channel has one webhook, which may bear any name."""
        if channel.id not in self.webhooks:
            self.webhooks[channel.id] = self.settled.next()
        return User(self.webhooks[channel.id], name, name, bot=True, webhook=True)


def checked_text(text: str, *, bare: bool = False) -> str:
    """The text of a message without the blanks around it; only a `bare` one may be empty. Raises InvalidInput."""
    content = text.strip()
    if not content and not bare:
        raise InvalidInput("The message is empty; write something.")
    if len(content) > LONGEST_TEXT:
        raise InvalidInput(f"The message has {len(content)} characters; {LONGEST_TEXT} is the most that Discord takes.")
    return content
