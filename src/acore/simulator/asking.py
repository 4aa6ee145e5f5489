"""What people ask of the bot: commands, context menus, buttons."""

import asyncio
from collections.abc import Mapping, Sequence

from acore.errors import InvalidInput, NotFound
from acore.simulator import interaction_payloads as shown
from acore.simulator import modals
from acore.simulator import options as slash
from acore.simulator.access import to_be_offered
from acore.simulator.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from acore.simulator.model import Channel, Payload, SimMessage, User, WorldEvent
from acore.simulator.payloads import member
from acore.simulator.permissions import Permission, named
from acore.simulator.threads import Threading

NO_ANSWER = "The application did not respond"
NO_CHOICES = "Loading options failed"

_ON_USER, _ON_MESSAGE = 2, 3
_BY_GUILD, _BY_USER = "0", "1"
"""Ways to install an application, as Discord numbers them."""
_FILE = 11
_BUTTON = 2
_SELECTS = (3, 5, 6, 7, 8)
_AS_OPTION: Mapping[int, Sequence[int]] = {3: (), 5: (6,), 6: (8,), 7: (9,), 8: (7,)}
"""Kind of select menu, then the kinds of options that take the same values."""


class Asking(Threading):
    """The part of the world that is interactions; each must be acknowledged by the bot in time."""

    async def invoke(
        self, user: User, channel: Channel, command: str, options: Mapping[str, slash.Value] | None = None
    ) -> str:
        """A person runs a slash command (``"config show"`` for a subcommand); returns the interaction's id.

        Raises NotFound with the commands there are, InvalidInput where an option does not fit or Discord
        does not offer the command to the user. Users and channels are given by id, files as ``(name, bytes)``.
        """
        self.check_place(user, channel)
        path = slash.find(self._usable(user, channel), command)
        self._check_offered(user, channel, path[0])
        filled = slash.fill(path, options or {})
        data: Payload = {"id": path[0]["id"], "name": path[0]["name"], "type": 1} | (
            {"options": filled} if filled else {}
        )
        attachments = self._upload_all(channel, filled)
        if resolved := shown.resolved(filled, user, self.users, self.channels, self.guild_of(channel)) | attachments:
            data["resolved"] = resolved
        title = " ".join(step["name"] for step in path)
        interaction = self._open(COMMAND, user, channel, title, path[0])
        self._ask(interaction, data)
        return interaction.id

    async def use_on_message(self, user: User, command: str, message: SimMessage) -> str:
        """A person runs a command of a message's context menu; returns the interaction's id.

        Raises NotFound with the commands there are, and where the message is deleted; InvalidInput where
        Discord does not offer the command to the user.
        """
        message = self.standing(message)
        channel = self.channel_of(message)
        self.check_place(user, channel)
        entry = slash.find_in_menu(self._usable(user, channel), _ON_MESSAGE, command)
        found: Payload = {"messages": {message.id: self.payload(message)}}
        return self._use(user, channel, entry, message, found)

    async def use_on_user(self, user: User, channel: Channel, command: str, target: User) -> str:
        """A person runs a command of somebody's context menu; returns the interaction's id.

        Raises NotFound with the commands there are, InvalidInput where the target is not in the channel or
        Discord does not offer the command to the user.
        """
        self.check_place(user, channel)
        if target != self.bot:
            self.check_place(target, channel)
        entry = slash.find_in_menu(self._usable(user, channel), _ON_USER, command)
        found: Payload = {"users": {target.id: target.payload()}}
        guild = self.guild_of(channel)
        if guild is not None and target.id in guild.members:
            found["members"] = {target.id: member(guild, target, nested=True)}
        return self._use(user, channel, entry, target, found)

    async def press(self, user: User, message: SimMessage, custom_id: str) -> str:
        """A person presses a button of the message; returns the interaction's id.

        Raises NotFound without such a button, InvalidInput where it is disabled.
        """
        message = self.standing(message)
        channel = self.channel_of(message)
        self.check_place(user, channel)
        _component(message, custom_id, (_BUTTON,))
        interaction = self._open(COMPONENT, user, channel, custom_id, message)
        self._ask(interaction, {"custom_id": custom_id, "component_type": _BUTTON})
        return interaction.id

    async def choose(self, user: User, message: SimMessage, custom_id: str, values: Sequence[str]) -> str:
        """A person chooses in a select menu of the message; returns the interaction's id.

        `values` are those of a menu with options, else the ids of people or channels. Raises NotFound
        without such a menu, InvalidInput where it is disabled or does not take the values.
        """
        message = self.standing(message)
        channel = self.channel_of(message)
        self.check_place(user, channel)
        menu = _component(message, custom_id, _SELECTS)
        data = {
            "custom_id": custom_id,
            "component_type": menu["type"],
            "values": modals.chosen(menu, custom_id, values),
        }
        options = [
            {"name": custom_id, "type": kind, "value": value} for value in values for kind in _AS_OPTION[menu["type"]]
        ]
        if resolved := shown.resolved(options, user, self.users, self.channels, self.guild_of(channel)):
            data["resolved"] = resolved
        interaction = self._open(COMPONENT, user, channel, custom_id, message)
        self._ask(interaction, data)
        return interaction.id

    async def submit(self, user: User, interaction_id: str, filled: modals.Filled) -> str:
        """A person fills in the modal that answered their interaction; returns the id of the new interaction.

        Fields that are left out keep the text that the bot put there. Raises NotFound where no modal is
        open, InvalidInput where a text is too short or too long for its field.
        """
        trigger = self.interactions.known(interaction_id)
        if trigger is None or trigger.modal is None or trigger.user != user:
            raise NotFound(f"No modal of the interaction {interaction_id} is open for {user.display_name}.")
        modal = trigger.modal
        data = {"custom_id": modal["custom_id"], "components": modals.submitted(modal, filled)}
        trigger.modal = None
        interaction = self.interactions.open(
            MODAL_SUBMIT, user, trigger.channel, modal["custom_id"], source=trigger.source
        )
        interaction.owners, interaction.private = trigger.owners, trigger.private
        interaction.trigger = trigger
        self._ask(interaction, data)
        return interaction.id

    async def complete(  # noqa: PLR0913, PLR0917  a public shape
        self,
        user: User,
        channel: Channel,
        command: str,
        focused: str,
        value: str,
        others: Mapping[str, slash.Value] | None = None,
        timeout: float = 10,  # noqa: ASYNC109  a public shape
    ) -> list[Payload]:
        """A person types into an option that the bot completes; returns its choices, each with name and value.

        Raises NotFound and InvalidInput as `invoke`, TimeoutError where the bot does not answer in time.
        """
        self.check_place(user, channel)
        path = slash.find(self._usable(user, channel), command)
        self._check_offered(user, channel, path[0])
        typed = slash.fill_partly(path, focused, value, others or {})
        interaction = self._open(AUTOCOMPLETE, user, channel, " ".join(step["name"] for step in path), path[0])
        interaction.choices = asyncio.get_running_loop().create_future()
        self._ask(interaction, {"id": path[0]["id"], "name": path[0]["name"], "type": 1, "options": typed})
        async with asyncio.timeout(timeout):
            return await interaction.choices

    def fail(self, interaction_id: str) -> None:
        """The bot's time for an interaction is over: tell, unless it was acknowledged."""
        if interaction := self.interactions.fail(interaction_id):
            if interaction.choices is not None and not interaction.choices.done():
                interaction.choices.set_exception(TimeoutError(NO_CHOICES))
            where, who = interaction.channel.id, interaction.user
            self.tell(WorldEvent("failed", where, user=who, text=NO_ANSWER, interaction_id=interaction.id))

    def _usable(self, user: User, channel: Channel) -> list[Payload]:
        """The commands that there are in the channel, those included that Discord offers to others only."""
        if channel.guild_id is not None:
            self.check_may(user, channel, Permission.USE_APPLICATION_COMMANDS)
        return [command for command in self.registry.usable(channel) if self._owners(user, channel, command)]

    def _check_offered(self, user: User, channel: Channel, command: Payload) -> None:
        """Raise InvalidInput where Discord does not offer the command to the user; their own are offered always."""
        guild = self.guild_of(channel)
        if guild is None or _BY_GUILD not in self._owners(user, channel, command):
            return
        if lacking := to_be_offered(guild, channel, user.id, command):
            raise InvalidInput(
                f"Discord does not offer {command['name']!r} to {user.display_name} in #{channel.name}: "
                f"it needs {named(lacking)}, unless the guild itself offers it to them."
            )

    def _owners(self, user: User, channel: Channel, command: Payload) -> dict[str, str]:
        """By which installations the command is there for the user: the guild's, the user's own."""
        guild = self.guild_of(channel)
        owners = {}
        if not channel.group and (guild is None or self.bot.id in guild.members):
            owners[_BY_GUILD] = guild.id if guild else "0"
        if user.id in self.installed:
            owners[_BY_USER] = user.id
        return {way: owner for way, owner in owners.items() if int(way) in command["integration_types"]}

    def _open(self, kind: int, user: User, channel: Channel, title: str, about: Payload | SimMessage) -> Interaction:
        """An interaction of a command, or of a component of a message, which is there by the same installation."""
        guild = self.guild_of(channel)
        if not isinstance(about, SimMessage):
            interaction = self.interactions.open(kind, user, channel, title)
            interaction.owners = self._owners(user, channel, about)
        else:
            interaction = self.interactions.open(kind, user, channel, title, source=about)
            usual = {_BY_GUILD: guild.id if guild else "0"}
            interaction.owners = (about.metadata or {}).get("authorizing_integration_owners", usual)
        elsewhere = guild is not None and _BY_GUILD not in interaction.owners
        interaction.private = elsewhere and not self.may(user, channel, Permission.USE_EXTERNAL_APPS)
        return interaction

    def _upload_all(self, channel: Channel, options: list[Payload]) -> Payload:
        """Put the files among the options onto the simulator, and their ids in their places."""
        found: Payload = {}
        for option in options:
            found |= self._upload_all(channel, option.get("options") or []).get("attachments", {})
            if option["type"] == _FILE:
                name, data = option["value"]
                attachment = self.upload(channel, name, data, ephemeral=True)
                option["value"] = attachment.id
                found[attachment.id] = attachment.payload()
        return {"attachments": found} if found else {}

    def _use(self, user: User, channel: Channel, command: Payload, target: SimMessage | User, found: Payload) -> str:
        self._check_offered(user, channel, command)
        interaction = self._open(COMMAND, user, channel, command["name"], command)
        interaction.command_type, interaction.target = command["type"], target
        data = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": target.id}
        self._ask(interaction, data | {"resolved": found})
        return interaction.id

    def _ask(self, interaction: Interaction, data: Payload) -> None:
        where = self.guild_of(interaction.channel)
        payload = shown.interaction(interaction, self.bot, where, data)
        if interaction.source:
            payload["message"] = self.payload(interaction.source)
        known = where is not None and self.bot.id in where.members
        self.dispatch("INTERACTION_CREATE", payload, where.id if where and known else None)


def _component(message: SimMessage, custom_id: str, kinds: Sequence[int]) -> Payload:
    """The button or menu that a person uses."""
    there = [part for part in shown.parts(message.components) if part.get("type") in kinds]
    found = next((part for part in there if part.get("custom_id") == custom_id), None)
    what = "button" if kinds == (_BUTTON,) else "select menu"
    if found is None:
        names = ", ".join(repr(part["custom_id"]) for part in there if "custom_id" in part) or "none"
        raise NotFound(f"The message has no {what} {custom_id!r}; there are {names}.")
    if found.get("disabled"):
        raise InvalidInput(f"The {what} {custom_id!r} is disabled.")
    return found
