"""What people ask of the bot: commands, context menus, buttons."""

from collections.abc import Mapping

from acore.errors import NotFound
from acore.simulator import interaction_payloads as shown
from acore.simulator import options as slash
from acore.simulator.interactions import COMMAND, COMPONENT, Interaction
from acore.simulator.model import Channel, Payload, SimMessage, User, WorldEvent
from acore.simulator.payloads import member
from acore.simulator.speaking import Speaking

NO_ANSWER = "The application did not respond"

_ON_USER, _ON_MESSAGE = 2, 3


class Asking(Speaking):
    """The part of the world that is interactions; each must be acknowledged by the bot in time."""

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
        data: Payload = {"id": path[0]["id"], "name": path[0]["name"], "type": 1} | (
            {"options": filled} if filled else {}
        )
        if resolved := shown.resolved(filled, self.users, self.channels, self.guild_of(channel)):
            data["resolved"] = resolved
        title = " ".join(step["name"] for step in path)
        interaction = self.interactions.open(COMMAND, user, channel, title)
        self._ask(interaction, data)
        return interaction.id

    async def use_on_message(self, user: User, command: str, message: SimMessage) -> str:
        """A person runs a command of a message's context menu; returns the interaction's id.

        Raises NotFound with the commands there are, and where the message is deleted.
        """
        channel = self.channel_of(message)
        self.check_place(user, channel)
        entry = slash.find_in_menu(self.registry.usable(channel), _ON_MESSAGE, command)
        found: Payload = {"messages": {message.id: self.payload(message)}}
        return self._use(user, channel, entry, message, found)

    async def use_on_user(self, user: User, channel: Channel, command: str, target: User) -> str:
        """A person runs a command of somebody's context menu; returns the interaction's id.

        Raises NotFound with the commands there are, InvalidInput where the target is not in the channel.
        """
        self.check_place(user, channel)
        if target != self.bot:
            self.check_place(target, channel)
        entry = slash.find_in_menu(self.registry.usable(channel), _ON_USER, command)
        found: Payload = {"users": {target.id: target.payload()}}
        guild = self.guild_of(channel)
        if guild is not None and target.id in guild.members:
            found["members"] = {target.id: member(guild, None)}
        return self._use(user, channel, entry, target, found)

    async def press(self, user: User, message: SimMessage, custom_id: str) -> str:
        """A person presses a button of the message; returns the interaction's id, raises NotFound without one."""
        if not any(part.get("custom_id") == custom_id for part in shown.parts(message.components)):
            raise NotFound(f"The message has no button {custom_id!r}.")
        channel = self.channel_of(message)
        self.check_place(user, channel)
        interaction = self.interactions.open(COMPONENT, user, channel, custom_id, source=message)
        self._ask(interaction, {"custom_id": custom_id, "component_type": 2})
        return interaction.id

    def fail(self, interaction_id: str) -> None:
        """The bot's time for an interaction is over: tell, unless it was acknowledged."""
        if interaction := self.interactions.fail(interaction_id):
            self.tell(WorldEvent("failed", interaction.channel.id, user=interaction.user, text=NO_ANSWER))

    def _use(self, user: User, channel: Channel, command: Payload, target: SimMessage | User, found: Payload) -> str:
        interaction = self.interactions.open(COMMAND, user, channel, command["name"])
        interaction.command_type, interaction.target = command["type"], target
        data = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": target.id}
        self._ask(interaction, data | {"resolved": found})
        return interaction.id

    def _ask(self, interaction: Interaction, data: Payload) -> None:
        where = self.guild_of(interaction.channel)
        payload = shown.interaction(interaction, self.bot, where, data)
        if interaction.source:
            payload["message"] = self.payload(interaction.source)
        self.dispatch("INTERACTION_CREATE", payload, where.id if where else None)
