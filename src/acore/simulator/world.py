"""What the people of the loopback Discord can do; there is no network here."""

from collections.abc import Mapping, Sequence

from acore.errors import NotFound
from acore.simulator import options as slash
from acore.simulator import payloads
from acore.simulator.interactions import COMMAND, COMPONENT, Interaction
from acore.simulator.model import Attachment, Channel, Guild, Payload, SimMessage, User, WorldEvent
from acore.simulator.speaking import Speaking
from acore.simulator.state import account_name

__all__ = ["Attachment", "Channel", "Guild", "SimMessage", "User", "World", "WorldEvent"]

NO_ANSWER = "The application did not respond"


class World(Speaking):
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

    async def invoke(
        self, user: User, channel: Channel, command: str, options: Mapping[str, slash.Value] | None = None
    ) -> str:
        """A person runs a slash command (``"config show"`` for a subcommand); returns the interaction's id.

        Raises NotFound with the commands there are, InvalidInput where an option does not fit. Users
        and channels are given by id.
        """
        self.check_place(user, channel)
        path = slash.find(self.registry.usable(channel), command)
        filled = slash.fill(path, options or {})
        data: Payload = {"id": path[0]["id"], "name": path[0]["name"], "type": 1, "options": filled}
        if resolved := payloads.resolved(filled, self.users, self.channels, self.guild_of(channel)):
            data["resolved"] = resolved
        title = " ".join(step["name"] for step in path)
        interaction = self.interactions.open(COMMAND, user, channel, title)
        self._ask(interaction, data)
        return interaction.id

    async def press(self, user: User, message: SimMessage, custom_id: str) -> str:
        """A person presses a button of the message; returns the interaction's id, raises NotFound without one."""
        if not any(part.get("custom_id") == custom_id for part in payloads.parts(message.components)):
            raise NotFound(f"The message has no button {custom_id!r}.")
        channel = self.channel(message.channel_id)
        assert channel is not None
        self.check_place(user, channel)
        interaction = self.interactions.open(COMPONENT, user, channel, custom_id, source=message)
        self._ask(interaction, {"custom_id": custom_id, "component_type": 2})
        return interaction.id

    def fail(self, interaction_id: str) -> None:
        """The bot's time for an interaction is over: tell, unless it was acknowledged."""
        if interaction := self.interactions.fail(interaction_id):
            self.tell(WorldEvent("failed", interaction.channel.id, user=interaction.user, text=NO_ANSWER))

    def _settle(self, guild: Guild, user: User) -> User:
        self.users[user.id] = guild.members[user.id] = user
        self.dispatch("GUILD_MEMBER_ADD", payloads.member(guild, user) | {"guild_id": guild.id}, guild.id)
        return user

    def _ask(self, interaction: Interaction, data: Payload) -> None:
        where = self.guild_of(interaction.channel)
        payload = payloads.interaction(interaction, self.bot, where, data)
        if interaction.source:
            payload["message"] = self.payload(interaction.source)
        self.dispatch("INTERACTION_CREATE", payload, where.id if where else None)
