"""Voice channels, who is in them, and moderators who move people; what they say there is acore.simulator.voice."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.governing import Governing
from acore.simulator.model import Channel, Guild, User
from acore.simulator.permissions import Permission
from acore.simulator.places import VoiceState


@dataclass(frozen=True, slots=True)
class CallChange:
    """Somebody came, went, moved, or was muted; `before` and `after` are None for who was, or is, in no channel."""

    user: User
    guild: Guild
    before: VoiceState | None
    after: VoiceState | None

    @property
    def moved(self) -> bool:
        """Whether they are in another channel than before, or in none."""
        return (self.before and self.before.channel_id) != (self.after and self.after.channel_id)


class Calling(Governing):
    """The part of the world that is voice channels. The bot is told of everything as Discord tells it."""

    _call_watchers: tuple[Callable[[CallChange], None], ...] = ()

    def watch_calls(self, watcher: Callable[[CallChange], None]) -> Callable[[], None]:
        """Hand every change to `watcher`, which may not wait; call what is returned to end it."""
        self._call_watchers = (*self._call_watchers, watcher)

        def end() -> None:
            self._call_watchers = tuple(other for other in self._call_watchers if other is not watcher)

        return end

    def enter_call(self, user: User, channel: Channel, *, self_mute: bool = False, self_deaf: bool = False) -> None:
        """A member comes into the voice channel, from another one if need be.

        Raises InvalidInput where it is no voice channel of theirs, they may not connect, or it is full.
        """
        guild = self._guild_of_call(user, channel)
        if reason := self._closed(guild, user, channel):
            raise InvalidInput(f"{user.display_name} can not come into {channel.name}: {reason}.")
        self._enter(guild, user, channel, self_mute=self_mute, self_deaf=self_deaf)

    def leave_call(self, user: User, guild: Guild) -> None:
        """They leave the voice channel, or a moderator disconnects them; who is in none stays so."""
        self._change(guild, user, None)

    def move_in_call(self, user: User, channel: Channel) -> None:
        """A moderator moves them into the channel, full or not; raises InvalidInput where they are in no call."""
        guild = self._guild_of_call(user, channel)
        if (state := guild.voice.get(user.id)) is None:
            raise InvalidInput(f"{user.display_name} is in no voice channel of {guild.name}.")
        self._enter(guild, user, channel, self_mute=state.self_mute, self_deaf=state.self_deaf)

    def silence_in_call(self, user: User, guild: Guild, *, mute: bool = False, deaf: bool = False) -> None:
        """A moderator mutes or deafens them, or ends that; it holds until then, also over calls.

        Raises InvalidInput where they are in no call.
        """
        if (state := guild.voice.get(user.id)) is None:
            raise InvalidInput(f"{user.display_name} is in no voice channel of {guild.name}.")
        guild.silenced[user.id] = mute, deaf
        self._change(guild, user, replace(state, mute=mute, deaf=deaf))

    def bot_asks(self, guild_id: str, channel_id: str | None, *, self_mute: bool, self_deaf: bool) -> None:
        """The bot's op 4 at the gateway; what it may not do is passed over in silence, as Discord does."""
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot.id not in guild.members:
            return
        if channel_id is None:
            self._change(guild, self.bot, None)
            return
        channel = guild.channels.get(channel_id)
        if channel is not None and channel.speaks and not self._closed(guild, self.bot, channel):
            self._enter(guild, self.bot, channel, self_mute=self_mute, self_deaf=self_deaf)

    def empty_call(self, channel: Channel) -> None:
        """Everybody leaves the channel, because it is no more."""
        if (guild := self.guild_of(channel)) is not None:
            for user in [guild.members[s.user_id] for s in guild.voice.values() if s.channel_id == channel.id]:
                self._change(guild, user, None)

    def people_in(self, channel: Channel) -> tuple[User, ...]:
        """Who is in the voice channel, bots included, in the order that they came."""
        guild = self.guild_of(channel)
        states = guild.voice.values() if guild else ()
        return tuple(self.users[state.user_id] for state in states if state.channel_id == channel.id)

    def _guild_of_call(self, user: User, channel: Channel) -> Guild:
        guild = self.guild_of(channel)
        if guild is None or not channel.speaks or user.id not in guild.members:
            raise InvalidInput(f"{channel.name} is no voice channel on a guild of {user.display_name}.")
        return guild

    def _closed(self, guild: Guild, user: User, channel: Channel) -> str:
        """Why they can not come in; empty where they can, or are there."""
        if not self.may(user, channel, Permission.VIEW_CHANNEL) or not self.may(user, channel, Permission.CONNECT):
            return "they may not connect"
        others = [state for state in guild.voice.values() if state.channel_id == channel.id]
        full = channel.user_limit and len(others) >= channel.user_limit and user.id not in {s.user_id for s in others}
        return "it is full" if full and not self.may(user, channel, Permission.MOVE_MEMBERS) else ""

    def _enter(self, guild: Guild, user: User, channel: Channel, *, self_mute: bool, self_deaf: bool) -> None:
        before = guild.voice.get(user.id)
        suppress = not self.may(user, channel, Permission.SPEAK)
        session = before.session_id if before else secrets.token_hex(16)
        mute, deaf = guild.silenced.get(user.id, (False, False))
        after = VoiceState(user.id, channel.id, session, self_mute, self_deaf, mute, deaf, suppress)
        self._change(guild, user, after)

    def _change(self, guild: Guild, user: User, after: VoiceState | None) -> None:
        before = guild.voice.get(user.id)
        now = after or (before and replace(before, channel_id=None))
        if now is None:
            return
        if after is None:
            del guild.voice[user.id]
        else:
            guild.voice[user.id] = after
        self.dispatch("VOICE_STATE_UPDATE", payloads.voice_state(guild, now, user) | {"guild_id": guild.id}, guild.id)
        for watcher in self._call_watchers:
            watcher(CallChange(user, guild, before, after))
