"""What the people of the loopback Discord can do; there is no network here."""

from collections.abc import Sequence

from acore.simulator import payloads
from acore.simulator.asking import Asking
from acore.simulator.model import Attachment, Channel, Guild, SimMessage, User, WorldEvent
from acore.simulator.state import account_name

__all__ = ["Attachment", "Channel", "Guild", "SimMessage", "User", "World", "WorldEvent"]


class World(Asking):
    """Guilds, people and messages around one bot.

    Nothing in it waits: what a person does is sent to the bot and told to the subscribers before the
    call returns, so `say` followed by `wait_for` misses no answer. Ids are Discord's snowflakes; guilds,
    channels and people that are added in the same order have the same ones in every world.
    """

    def add_guild(self, name: str, *, channels: Sequence[str] = ("general",)) -> Guild:
        """A guild that the bot is on; a bot that is connected already learns of it by `join`."""
        guild = Guild(self.settled.next(), name, self.clock.now())
        for title in channels:
            channel = Channel(self.settled.next(), title, guild.id)
            guild.channels[channel.id] = self.channels[channel.id] = channel
        guild.members[self.bot.id] = self.bot
        self.guilds[guild.id] = guild
        return guild

    def add_member(self, guild: Guild, name: str) -> User:
        """A new person on the guild, shown as `name`."""
        return self._settle(guild, User(self.settled.next(), account_name(name), name))

    def add_bot(self, guild: Guild, name: str) -> User:
        """Another bot on the guild, which can write like a person."""
        return self._settle(guild, User(self.settled.next(), account_name(name), name, bot=True))

    def dm(self, user: User) -> Channel:
        """The direct messages between the user and the bot; always the same channel."""
        for channel in self.channels.values():
            if channel.recipient == user:
                return channel
        channel = Channel(self.settled.next(), user.display_name, None, recipient=user)
        self.channels[channel.id] = channel
        return channel

    async def join(self, guild: Guild) -> None:
        """The bot is invited to the guild, and told so if it is connected."""
        guild.members[self.bot.id] = self.bot
        everyone = [*guild.members.values()]
        self.dispatch("GUILD_CREATE", payloads.guild_create(guild, members=everyone), guild.id)

    async def remove(self, guild: Guild) -> None:
        """The bot is removed from the guild, which stays in the world."""
        if guild.members.pop(self.bot.id, None):
            self.dispatch("GUILD_DELETE", {"id": guild.id}, guild.id)

    def _settle(self, guild: Guild, user: User) -> User:
        self.users[user.id] = guild.members[user.id] = user
        self.dispatch("GUILD_MEMBER_ADD", payloads.member(guild, user) | {"guild_id": guild.id}, guild.id)
        return user
