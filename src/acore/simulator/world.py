"""What the people of the loopback Discord can do; there is no network here."""

from collections.abc import Sequence

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.calling import Calling
from acore.simulator.model import Attachment, Channel, ChannelKind, Guild, Payload, SimMessage, User, WorldEvent
from acore.simulator.state import account_name

__all__ = ["Attachment", "Channel", "Guild", "SimMessage", "User", "World", "WorldEvent"]

_LONGEST_NICK = 32
"""Characters of a nickname."""


class World(Calling):
    """Guilds, people and messages around one bot.

    Nothing in it waits: what a person does is sent to the bot and told to the subscribers before the
    call returns, so `say` followed by `wait_for` misses no answer. Ids are Discord's snowflakes; guilds,
    channels and people that are added in the same order have the same ones in every world.
    """

    def add_guild(self, name: str, *, channels: Sequence[str] = ("general",)) -> Guild:
        """A guild that the bot is on; a bot that is connected already learns of it by `join`."""
        guild = Guild(self.settled.next(), name, self.clock.now(), bot_id=self.bot.id)
        guild.members[self.bot.id] = self.bot
        self.guilds[guild.id] = guild
        for title in channels:
            self._add(guild, title, ChannelKind.TEXT)
        return guild

    def add_channel(self, guild: Guild, name: str) -> Channel:
        """A new text channel."""
        return self._announced(self._add(guild, name, ChannelKind.TEXT), "CHANNEL_CREATE")

    def add_forum(self, guild: Guild, name: str) -> Channel:
        """A new forum, which takes posts."""
        return self._announced(self._add(guild, name, ChannelKind.FORUM), "CHANNEL_CREATE")

    def add_voice_channel(self, guild: Guild, name: str, *, user_limit: int = 0) -> Channel:
        """A new voice channel, with its text chat; `user_limit` 0 is as many as like."""
        channel = self._add(guild, name, ChannelKind.VOICE)
        channel.user_limit = user_limit
        return self._announced(channel, "CHANNEL_CREATE")

    def remove_channel(self, channel: Channel) -> None:
        """Delete a thread, or a channel of a guild with its threads; raises InvalidInput for direct messages."""
        guild = self.guild_of(channel)
        if guild is None:
            raise InvalidInput("Direct messages can not be removed.")
        if channel.thread is not None:
            gone: Payload = {"id": channel.id, "guild_id": guild.id, "parent_id": channel.parent_id}
            self.dispatch_in(channel, "THREAD_DELETE", gone | {"type": int(channel.kind)})
            self._forget(guild, channel)
            return
        self.empty_call(channel)
        self._announced(channel, "CHANNEL_DELETE")
        for thread in [thread for thread in guild.threads.values() if thread.parent_id == channel.id]:
            self._forget(guild, thread)
        self._forget(guild, channel)

    def add_member(self, guild: Guild, name: str) -> User:
        """A new person on the guild, shown as `name`."""
        return self._settle(guild, User(self.settled.next(), account_name(name), name))

    def add_bot(self, guild: Guild, name: str) -> User:
        """Another bot on the guild, which can write like a person."""
        return self._settle(guild, User(self.settled.next(), account_name(name), name, bot=True))

    def rename(self, guild: Guild, user: User, nick: str | None) -> None:
        """Give a member or the bot a nickname on the guild; None gives their own name back.

        Raises InvalidInput where they are no member, or the nickname is empty or over 32 characters.
        """
        if user.id not in guild.members:
            raise InvalidInput(f"{user.display_name} is no member of {guild.name}.")
        chosen = None if nick is None else nick.strip()
        if chosen is not None and not 0 < len(chosen) <= _LONGEST_NICK:
            raise InvalidInput(f"The nickname has {len(chosen)} characters; Discord takes from 1 to {_LONGEST_NICK}.")
        if chosen == guild.nicks.get(user.id):
            return
        guild.nicks.pop(user.id, None)
        if chosen is not None:
            guild.nicks[user.id] = chosen
        self.show_member(guild, user)

    def install_for(self, user: User) -> None:
        """The user installs the application for themselves, and can use its commands where the bot is not."""
        self.installed.add(user.id)

    def add_group(self, name: str, people: Sequence[User]) -> Channel:
        """Direct messages among people, where the bot is not; raises InvalidInput for fewer than two."""
        if len(people) < len(("one", "another")) or self.bot in people:
            raise InvalidInput("A group has at least two people, and the bot is not among them.")
        channel = Channel(self.settled.next(), name, None, kind=ChannelKind.GROUP, group=tuple(people))
        self.channels[channel.id] = channel
        return channel

    def dm(self, user: User) -> Channel:
        """The direct messages between the user and the bot; always the same channel."""
        for channel in self.channels.values():
            if channel.recipient == user:
                return channel
        channel = Channel(self.settled.next(), user.display_name, None, recipient=user)
        self.channels[channel.id] = channel
        return channel

    @property
    def owner(self) -> User:
        """Whose application the bot is: the first person of the world, while there is none the bot itself."""
        return next((user for user in self.users.values() if not user.bot), self.bot)

    async def join(self, guild: Guild) -> None:
        """The bot is invited to the guild, and told so if it is connected."""
        guild.members[self.bot.id] = self.bot
        everyone = [*guild.members.values()]
        self.dispatch("GUILD_CREATE", payloads.guild_create(guild, members=everyone), guild.id)

    async def remove(self, guild: Guild) -> None:
        """The bot is removed from the guild, which stays in the world."""
        self.leave_call(self.bot, guild)
        guild.silenced.pop(self.bot.id, None)
        if guild.members.pop(self.bot.id, None):
            self.dispatch("GUILD_DELETE", {"id": guild.id}, guild.id)

    def _add(self, guild: Guild, name: str, kind: ChannelKind) -> Channel:
        channel = Channel(self.settled.next(), name, guild.id, kind=kind)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def _announced(self, channel: Channel, event: str) -> Channel:
        guild = self.guild_of(channel)
        position = [*guild.channels].index(channel.id) if guild else 0
        self.dispatch(event, payloads.channel(channel, position), channel.guild_id)
        return channel

    def _forget(self, guild: Guild, channel: Channel) -> None:
        guild.channels.pop(channel.id, None)
        guild.threads.pop(channel.id, None)
        self.forget_channel(channel)

    def _settle(self, guild: Guild, user: User) -> User:
        self.users[user.id] = guild.members[user.id] = user
        self.dispatch("GUILD_MEMBER_ADD", payloads.member(guild, user) | {"guild_id": guild.id}, guild.id)
        return user
