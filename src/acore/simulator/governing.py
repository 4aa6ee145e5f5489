"""Roles, what channels allow and deny, and to whom commands are offered."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from acore.errors import InvalidInput, NotFound
from acore.simulator import payloads
from acore.simulator.asking import Asking
from acore.simulator.model import Channel, Guild, Payload, User
from acore.simulator.permissions import Overwrite, Permission, Role


class Governing(Asking):
    """The part of the world that is permissions; the owner of a guild sets them, so nobody is asked."""

    def add_role(self, guild: Guild, name: str, permissions: int) -> Role:
        """A new role that nobody has, with these permissions beside those of everyone."""
        role = Role(self.settled.next(), name, int(permissions), len(guild.roles))
        guild.roles[role.id] = role
        self.dispatch("GUILD_ROLE_CREATE", {"guild_id": guild.id, "role": payloads.role(role)}, guild.id)
        return role

    def give(self, user: User, role: Role) -> None:
        """Give a member the role; raises NotFound where it is no role, InvalidInput where they are no member."""
        guild = self._guild_with(role, user)
        theirs = guild.member_roles.setdefault(user.id, [])
        if role.id not in theirs:
            with self._watched(guild):
                theirs.append(role.id)
            self.show_member(guild, user)

    def take(self, user: User, role: Role) -> None:
        """Take the role from a member; raises as `give` does."""
        guild = self._guild_with(role, user)
        theirs = guild.member_roles.setdefault(user.id, [])
        if role.id in theirs:
            with self._watched(guild):
                theirs.remove(role.id)
            self.show_member(guild, user)

    def permit(self, channel: Channel, whom: User | Role, *, allow: int = 0, deny: int = 0) -> None:
        """Set what the channel allows and denies a member or a role; nothing of both ends it.

        The role of everyone is ``guild.roles[guild.id]``. Raises InvalidInput for threads and direct
        messages, which have the permissions of their channel or none.
        """
        guild = self.guild_of(channel)
        if guild is None or channel.thread is not None:
            raise InvalidInput(f"#{channel.name} has no permissions of its own; set them on a channel of a guild.")
        with self._watched(guild):
            if allow or deny:
                kind: Literal["role", "member"] = "member" if isinstance(whom, User) else "role"
                channel.overwrites[whom.id] = Overwrite(kind, int(allow), int(deny))
            else:
                channel.overwrites.pop(whom.id, None)
        self.show_channel(channel)

    def offer(self, guild: Guild, command: str, whom: User | Role) -> None:
        """Offer the bot's commands of that name to a member or a role, whatever permissions they ask for.

        This is how the guild's own settings overrule a command's `default_member_permissions`: from there on
        only the bot itself can refuse. Raises NotFound where the bot registered no such command.
        """
        there = [entry for scope in (None, guild.id) for entry in self.registry.of(scope)]
        found = [entry for entry in there if entry["name"] == command.removeprefix("/")]
        if not found:
            names = ", ".join(repr(entry["name"]) for entry in there) or "none"
            raise NotFound(f"The bot registered no command {command!r} for {guild.name}; there are {names}.")
        for entry in found:
            guild.offers.setdefault(entry["id"], set()).add(whom.id)

    def _guild_with(self, role: Role, user: User) -> Guild:
        guild = next((guild for guild in self.guilds.values() if guild.roles.get(role.id) is role), None)
        if guild is None:
            raise NotFound(f"There is no role {role.name!r} (any more).")
        if user.id not in guild.members:
            raise InvalidInput(f"{user.display_name} is no member of {guild.name}.")
        return guild

    def show_member(self, guild: Guild, user: User) -> None:
        """Tell the bot of a member whose roles or nickname changed."""
        self.dispatch("GUILD_MEMBER_UPDATE", payloads.member(guild, user) | {"guild_id": guild.id}, guild.id)

    @contextmanager
    def _watched(self, guild: Guild) -> Generator[None]:
        """Tell the bot of the threads in those channels that the change lets it see."""
        before = self._seen(guild)
        yield
        gained = self._seen(guild) - before
        threads = [thread for thread in guild.active_threads() if thread.parent_id in gained]
        if not threads:
            return
        members = [payloads.thread_member(thread, self.bot.id) for thread in threads]
        sync: Payload = {"guild_id": guild.id, "channel_ids": sorted(gained)}
        sync["threads"] = [payloads.channel(thread) for thread in threads]
        self.dispatch("THREAD_LIST_SYNC", sync | {"members": [m for m in members if m]}, guild.id)

    def _seen(self, guild: Guild) -> set[str]:
        channels = guild.channels.values()
        return {channel.id for channel in channels if self.may(self.bot, channel, Permission.VIEW_CHANNEL)}
