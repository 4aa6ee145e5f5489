"""Joins voice channels through discord.py. What it needs from the extra `voice` loads with the first call."""

import asyncio
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from acore.discord.voice.people import VoiceChannel
from acore.domain.calls import CallPlace
from acore.errors import EngineRefused, EngineUnavailable, NotFound
from acore.interfaces import Calls, Clock, MetricsSink, Opus

if TYPE_CHECKING:
    from types import ModuleType

    from discord.ext import commands

    from acore.discord.voice.call import DiscordCall
    from acore.discord.voice.wiring import Line

_log = structlog.get_logger(__name__)

_CONNECT_S = 20.0
_LACKS = "Voice channels need the extra voice ({error}). Install it: pip install 'acore[voice]'."
_NO_ANSWER = "The voice server of Discord did not answer in {seconds:.0f} seconds. Try again in a moment."
_TAKEN_OUT = "The bot was taken out of the channel while it came in."
_RIGHTS = {
    "view_channel": "see the channel",
    "connect": "connect to it",
    "speak": "speak in it",
}


class DiscordCalls(Calls):
    """The calls of one bot, which `serve` introduces: it is built later than what it carries."""

    def __init__(self, opus: Opus, clock: Clock, metrics: MetricsSink) -> None:
        self._opus = opus
        self._clock = clock
        self._metrics = metrics
        self._bot: commands.Bot | None = None
        self._calls: dict[int, DiscordCall] = {}
        self._joining: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def serve(self, bot: "commands.Bot") -> None:
        """Join for this bot; twice for the same is harmless. It needs the intent voice_states."""
        if self._bot is bot:
            return
        self._bot = bot
        bot.add_listener(self._voice_state_changed, "on_voice_state_update")
        bot.add_listener(self._guild_gone, "on_guild_remove")

    async def join(self, place: CallPlace) -> "DiscordCall":
        """As the contract says; where the guild has a call that goes on, that one is moved and given."""
        channel = self._channel(place)
        lock = self._joining.setdefault(channel.guild.id, asyncio.Lock())
        async with lock:
            call = self._calls.get(channel.guild.id)
            if call is not None and call.ended is None:
                await _moved(call, channel)
                return call
            return await self._begun(channel)

    def _channel(self, place: CallPlace) -> VoiceChannel:
        if self._bot is None:
            raise EngineUnavailable("The bot is not connected to Discord yet: try again in a moment.", engine="discord")
        channel = self._bot.get_channel(int(place.channel)) if place.channel.isdecimal() else None
        if not isinstance(channel, VoiceChannel) or str(channel.guild.id) != place.guild:
            raise NotFound("There is no voice channel {channel} that I can see.", channel=place.channel)
        _check(channel)
        return channel

    async def _begun(self, channel: VoiceChannel) -> "DiscordCall":
        voice = await asyncio.to_thread(self._loaded)
        call: DiscordCall = voice.DiscordCall(channel, self._opus, self._clock, self._metrics)
        if (left_over := channel.guild.voice_client) is not None:
            await voice.hung_up(left_over)
        self._calls = {guild: one for guild, one in self._calls.items() if one.ended is None}
        self._calls[channel.guild.id] = call
        try:
            await call.begin(await self._connected(channel, call, voice))
        except BaseException:
            self._calls.pop(channel.guild.id, None)
            await asyncio.shield(_freed(call, channel, voice))
            raise
        _log.info("call_joined", guild=str(channel.guild.id), channel=str(channel.id))
        return call

    def _loaded(self) -> "ModuleType":
        """What is needed of the extra; in a thread, since it takes its time."""
        try:
            self._opus.decoder()
            return import_module("acore.discord.voice.call")
        except ImportError as error:
            raise EngineRefused(_LACKS.format(error=error), engine="discord") from error

    async def _connected(self, channel: VoiceChannel, call: "DiscordCall", voice: "ModuleType") -> "Line":
        try:
            line: Line = await channel.connect(
                timeout=_CONNECT_S, reconnect=True, cls=partial(voice.Line, listener=call)
            )
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise EngineUnavailable(
                "The bot was taken out of the channel while it came in.", engine="discord"
            ) from error
        except TimeoutError as error:
            raise EngineUnavailable(_NO_ANSWER.format(seconds=_CONNECT_S), engine="discord") from error
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise EngineUnavailable(
                f"The voice server of Discord can not be reached ({error}). Try again in a moment.", engine="discord"
            ) from error
        return line

    async def _voice_state_changed(
        self, member: discord.Member, _before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        if (call := self._calls.get(member.guild.id)) is not None:
            call.saw(member, after.channel)

    async def _guild_gone(self, guild: discord.Guild) -> None:
        if (call := self._calls.pop(guild.id, None)) is not None and call.ended is None:
            call.give_up("The bot was taken from the server.")


def _check(channel: VoiceChannel) -> None:
    """Discord does not answer who may not join: so it is looked before."""
    if isinstance(channel, discord.StageChannel):
        raise EngineRefused("I do not speak on stages. Use a voice channel.", engine="discord")
    rights = channel.permissions_for(channel.guild.me)
    lacking = [words for right, words in _RIGHTS.items() if not getattr(rights, right)]
    if lacking:
        raise EngineRefused(
            f"I lack the permission to {' and to '.join(lacking)}. "
            "Somebody who manages the channel can give it in its settings, under Permissions.",
            engine="discord",
        )
    there = [user for user in channel.voice_states if user != channel.guild.me.id]
    if channel.user_limit and len(there) >= channel.user_limit and not rights.move_members:
        raise EngineRefused(
            f"The channel is full: {len(there)} of {channel.user_limit}. "
            "Make room, or raise the limit in its settings.",
            engine="discord",
        )


async def _moved(call: "DiscordCall", channel: VoiceChannel) -> None:
    if call.line is None or call.place.channel == str(channel.id):
        return
    await call.line.move_to(channel, timeout=_CONNECT_S)
    if call.place.channel != str(channel.id) or not call.line.is_connected():
        raise EngineUnavailable(_NO_ANSWER.format(seconds=_CONNECT_S), engine="discord")


async def _freed(call: "DiscordCall", channel: VoiceChannel, voice: "ModuleType") -> None:
    """Leave nothing of a call that did not begin."""
    if (line := channel.guild.voice_client) is not None:
        await voice.hung_up(line)
    await call.leave()
