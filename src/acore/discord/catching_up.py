"""Finds what was asked while the bot was away: it restarted, died, or lost its session."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import structlog

from acore.discord.controls import turn_of
from acore.discord.targets import NOT_TAKEN
from acore.discord.written_answers import answer_to, is_outdated
from acore.errors import EngineError
from acore.interfaces import Clock, TurnLog

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)

_MARGIN_S = 60.0
"""Messages may come late, and out of order between shards: so much before the last known one is read again."""
_NOTE_EVERY_S = 5.0
_END_S = 2.0
_MOST_CHANNELS = 200
_MOST_MESSAGES = 2000
"""Of one channel; that there are more is told in the log."""
_MOST_DIRECT = 50
"""Private channels that were noted last; others are noted again, so that they stay among those that are kept."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that was perhaps not heard, how long ago it was written, and what it was answered."""

    message: discord.Message
    ago_s: float
    answered: bool
    written: tuple[discord.Message, ...] = ()
    """The messages of an answer that was left half written, or is one to words that were edited since."""


@dataclass(frozen=True, slots=True)
class Orphaned:
    """An answer of ours whose question was deleted meanwhile."""

    question: int
    written: tuple[discord.Message, ...]


class CatchingUp:
    """Knows up to where messages were heard, over restarts, and reads what came after.

    Nothing is answered twice by it: an answer refers to its question, so each channel tells itself what
    is answered, and the button that stops an answer tells that it was never ended.
    """

    def __init__(self, log: TurnLog, clock: Clock, within_s: float) -> None:
        self._log = log
        self._clock = clock
        self._within_s = within_s
        self._latest = 0
        self._began = 0
        """Before which nothing was for a bot that never ran before."""
        self._from: int | None = None
        """Up to where the process before this one had heard; None until that was read."""
        self._caught_up = False
        self._noted = 0
        self._open: dict[int, None] = {}
        self._away_since: dict[int, int] = {}
        """Shard, or guild, then the mark from which on it may have missed something."""
        self._read: set[int] = set()
        """The guilds that were caught up with."""
        self._direct: OrderedDict[int, None] = OrderedDict()
        self._stopping = False
        self._noting: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()

    def heard(self, message: discord.Message) -> None:
        """A message came in by itself."""
        self._latest = max(self._latest, message.id)
        if self._noting is None and self._within_s:
            self._noting = asyncio.create_task(self._keep_noting())

    @contextmanager
    def answering(self, message: discord.Message) -> Iterator[None]:
        """The message is being answered; until that is done it counts as unheard."""
        self._open[message.id] = None
        try:
            yield
        except asyncio.CancelledError:
            if not self._stopping:
                self._open.pop(message.id, None)
            raise
        except BaseException:
            self._open.pop(message.id, None)
            raise
        else:
            self._open.pop(message.id, None)

    def closing(self) -> None:
        """The bot is being stopped: what is cut off from now on stays unheard, for the next process.

        Catching up ends, before Discord can not be reached any more.
        """
        if not self._stopping:
            self._stopping = True
            for task in self._under_way:
                task.cancel()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """The task catches up; it is cancelled when the bot is being stopped, at once where it is already."""
        if self._stopping:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        assert task
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    def lost(self, place: int) -> None:
        """The shard, or the guild, hears nothing from now on."""
        self._away_since.setdefault(place, self._mark())

    def is_away(self, place: int) -> bool:
        """Whether the shard, or the guild, may have missed something."""
        return place in self._away_since

    def found(self, place: int) -> None:
        """The shard was told all that it had missed."""
        self._away_since.pop(place, None)

    async def missed(self, bot: "Bot") -> AsyncIterator[Missed | Orphaned]:
        """Every message that may have been missed, and answers without a question, channel by channel, oldest first."""
        if not self._within_s:
            return
        since = self._bounded(self._mark() if self._caught_up else await self._before())
        away, self._away_since = self._away_since, {}
        try:
            direct = [bot.get_partial_messageable(number) for number in await self._private()]
            guilds = tuple(bot.guilds)
            async for found in self._in_all([*_spoken_in(guilds, since), *direct], since, bot):
                yield found
        except BaseException:
            self._away_since = {**self._away_since, **away}
            raise
        self._read.update(guild.id for guild in guilds)
        self._caught_up = True

    async def missed_in(self, guild: discord.Guild, bot: "Bot") -> AsyncIterator[Missed | Orphaned]:
        """The same for a guild that comes late, or was out of reach for a while."""
        away = self._away_since.pop(guild.id, None)
        if not self._within_s or not self._caught_up or (away is None and guild.id in self._read):
            return
        since = self._bounded(await self._before() if away is None else away)
        self._read.add(guild.id)
        async for found in self._in_all(_spoken_in([guild], since), since, bot):
            yield found

    @property
    def on(self) -> bool:
        """Whether anything is caught up with."""
        return self._within_s > 0

    async def note_direct(self, message: discord.Message) -> None:
        """Remember the private channel, because Discord does not list it after a restart."""
        if message.guild is not None or message.channel.id in self._direct:
            return
        await self._log.note_direct(message.channel.id)
        self._direct[message.channel.id] = None
        if len(self._direct) > _MOST_DIRECT:
            self._direct.popitem(last=False)

    async def aclose(self) -> None:
        """End catching up, and note where it is."""
        self.closing()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_END_S)
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        await self._note()

    async def _private(self) -> tuple[int, ...]:
        """The private channels; where they can not be read, those of servers are caught up with all the same."""
        try:
            return await self._log.direct_channels()
        except EngineError as error:
            _log.warning("private_channels_not_caught_up", reason=str(error))
            return ()

    async def _keep_noting(self) -> None:
        while True:
            await self._clock.sleep(_NOTE_EVERY_S)
            await self._note()

    async def _note(self) -> None:
        """Write the mark down; before everything of the time away is read, the old one holds."""
        mark = self._mark()
        if mark <= self._noted or not self._caught_up:
            return
        try:
            await self._log.hear_up_to(mark)
            self._noted = mark
        except EngineError as error:
            _log.warning("heard_not_noted", reason=str(error))

    def _mark(self) -> int:
        """Before everything that is open, or that a shard may have missed."""
        return min((self._latest, *(message - 1 for message in self._open), *self._away_since.values()))

    async def _before(self) -> int:
        """Up to where the process before this one had heard; a bot that never ran begins now."""
        if self._from is None:
            known = await self._log.heard_up_to()
            if known is None:
                self._began = discord.utils.time_snowflake(self._clock.now())
            self._from = known or self._began
            self._latest = max(self._latest, self._from)
            await self._log.hear_up_to(self._from)
        return self._from

    def _bounded(self, mark: int) -> int:
        """A little before the mark, and not longer ago than is caught up with."""
        earliest = discord.utils.time_snowflake(self._clock.now() - timedelta(seconds=self._within_s))
        before = discord.utils.snowflake_time(mark) - timedelta(seconds=_MARGIN_S)
        return max(earliest, self._began, discord.utils.time_snowflake(before))

    async def _in_all(self, channels: Iterable[Any], since: int, bot: "Bot") -> AsyncIterator[Missed | Orphaned]:
        for channel in channels:
            try:
                async for found in self._in(channel, since, bot):
                    yield found
            except NOT_TAKEN as error:
                _log.info("channel_not_caught_up", channel=channel.id, reason=repr(error))

    async def _in(self, channel: Any, since: int, bot: "Bot") -> AsyncIterator[Missed | Orphaned]:  # noqa: ANN401  any kind of channel
        after = discord.Object(since)
        messages = [m async for m in channel.history(limit=_MOST_MESSAGES, after=after, oldest_first=True)]
        if len(messages) == _MOST_MESSAGES:
            _log.warning("messages_not_caught_up", channel=channel.id, after=messages[-1].id)
        now = self._clock.now().astimezone(UTC)
        for place, message in enumerate(messages):
            if message.author != bot.user:
                written = answer_to(message.id, messages[place + 1 :], bot.user)
                answered = bool(written) and not is_outdated(written, message)
                yield Missed(message, _ago(message, now), answered, () if answered else written)
            elif question := _deleted_question(message):
                written = answer_to(question, messages[place:], bot.user)
                if any(turn_of(page) == str(question) for page in written):
                    yield Orphaned(question, written)


def _deleted_question(message: discord.Message) -> int | None:
    reference = message.reference
    if reference is None or not isinstance(reference.resolved, discord.DeletedReferencedMessage):
        return None
    return reference.message_id


def _spoken_in(guilds: Iterable[discord.Guild], since: int) -> list[Any]:
    """The channels and threads where something was said since, the latest first."""
    places: Iterator[tuple[discord.Member, Any]] = ((guild.me, place) for guild in guilds for place in _places(guild))
    there = [place for me, place in places if (place.last_message_id or 0) > since and _readable(place, me)]
    there.sort(key=lambda place: place.last_message_id or 0, reverse=True)
    if len(there) > _MOST_CHANNELS:
        _log.warning("channels_not_caught_up", channels=len(there) - _MOST_CHANNELS)
    return there[:_MOST_CHANNELS]


def _places(guild: discord.Guild) -> tuple[Any, ...]:
    return (*guild.text_channels, *guild.voice_channels, *guild.stage_channels, *guild.threads)


def _readable(place: Any, me: discord.Member) -> bool:  # noqa: ANN401  any kind of channel
    try:
        return bool(place.permissions_for(me).read_message_history)
    except discord.ClientException:  # a thread whose channel is not known
        return False


def _ago(message: discord.Message, now: datetime) -> float:
    return max(0.0, (now - message.created_at).total_seconds())
