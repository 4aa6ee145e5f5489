"""A call over discord.py."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

import discord
import structlog

from acore.discord.voice.ear import Ear, Heard, Keys
from acore.discord.voice.intake import Intake
from acore.discord.voice.listening import Listening
from acore.discord.voice.people import VoiceChannel, barred, deafened, muted, participant, people_in, place_of
from acore.discord.voice.player import CallPlayer
from acore.discord.voice.streams import Happenings, SpeakerSound
from acore.discord.voice.watching import Watching
from acore.discord.voice.wiring import Line, Listener, hung_up
from acore.domain.calls import (
    CallCounters,
    CallEvent,
    CallPlace,
    Deaf,
    Ended,
    HearsAgain,
    Joined,
    Left,
    Moved,
    Muted,
    Participant,
)
from acore.errors import EngineRefused
from acore.interfaces import Call, Clock, MetricsSink, Opus

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)

_LEFT = "The bot left."
_REMOVED = "Somebody took the bot out of the channel, or the channel is gone."
_LOST = "The connection to the voice server was lost."


class DiscordCall(Call, Listener):
    """The bot in one voice channel. It is built before the line, which it listens to; `begin` starts it."""

    def __init__(self, channel: VoiceChannel, opus: Opus, clock: Clock, metrics: MetricsSink) -> None:
        self.player: CallPlayer = CallPlayer(opus, clock)
        self.ended: str | None = None
        """Why it is over."""
        self._channel = channel
        self._intake = Intake(self._wake, clock.monotonic)
        self._ear = Ear(self._intake, self._keys, opus)
        self._listening = Listening(self._ear, clock, self._hand_on)
        self._watching = Watching(self, clock, metrics)
        self._line: Line | None = None
        self._people: dict[str, Participant] = {}
        self._sounds: dict[str, SpeakerSound] = {}
        self._overrun = 0
        self._happenings = Happenings()
        self._deaf: str | None = None
        self._muted: str | None = None
        self._why = ""
        self._is_news = False
        """Whether nobody there can know why it ends."""
        self._going: asyncio.Task[None] | None = None
        self._changing: set[asyncio.Task[None]] = set()

    @property
    def place(self) -> CallPlace:
        """As the contract says."""
        return place_of(self._channel)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """As the contract says."""
        return tuple(self._people.values())

    @property
    def line(self) -> Line | None:
        """The connection, once it is there."""
        return self._line

    def admit(self, user: str) -> None:
        """As the contract says."""
        self._intake.admit(user)

    def exclude(self, user: str) -> None:
        """As the contract says."""
        self._intake.exclude(user)
        self._end_sound(user, thrown_away=True)

    async def hear(self, user: str) -> AsyncGenerator["AudioChunk", None]:
        """As the contract says."""
        if self._intake.admission(user) is None or self.ended is not None:
            return
        sound = self._sounds.setdefault(user, SpeakerSound())
        async with aclosing(sound.take()) as chunks:
            async for chunk in chunks:
                yield chunk

    def events(self) -> AsyncGenerator[CallEvent, None]:
        """As the contract says."""
        return self._happenings.listen(self._so_far)

    def counters(self) -> CallCounters:
        """As the contract says."""
        counts = dict(self._ear.counts)
        return CallCounters(
            **counts | {"without_consent": self._intake.without_consent + counts.get("without_consent", 0)},
            received=self._intake.received,
            overrun=self._intake.overrun + self._listening.overrun + self._overrun,
            played=self.player.sent_frames,
            send_failed=self.player.failed_frames,
        )

    async def begin(self, line: Line) -> None:
        """Go to work on a line that is connected; raises EngineRefused where the call is over already."""
        if self.ended is not None:
            raise EngineRefused(self.ended, engine="discord")
        self._line = line
        self._listening.start()
        self.player.connect(line)
        self._watching.start()
        await self._meet_people()

    async def leave(self) -> None:
        """As the contract says."""
        if self._going is None:
            self._why = self._why or _LEFT
            self._going = asyncio.create_task(self._go())
        await asyncio.shield(self._going)

    def give_up(self, why: str) -> None:
        """Leave, for this reason, beside what goes on."""
        self._why = self._why or why
        self._do(self.leave())

    def saw(self, member: discord.Member, now_in: VoiceChannel | None) -> None:
        """Somebody's voice state changed: they are in this channel now, or in none."""
        user = str(member.id)
        here = now_in is not None and now_in.id == self._channel.id
        if member.bot or self.ended is not None:
            return
        if here and user not in self._people:
            self._joined(participant(member))
        elif not here and user in self._people:
            self._left(user)

    def look_after(self) -> None:
        """Tell whether it is deaf or muted, and have the player go on where the line is there again."""
        not_understood = self._ear.deaf(self._watching.now())
        deaf = deafened(self._channel) or (_in_words(not_understood) if not_understood else None)
        if deaf is not None and self._deaf is None:
            self._happenings.tell(Deaf(deaf))
        elif deaf is None and self._deaf is not None:
            self._happenings.tell(HearsAgain())
        self._deaf = deaf
        self._look_whether_muted()
        if self._line is not None:
            self.player.connect(self._line)

    def _look_whether_muted(self) -> None:
        before, self._muted = self._muted, muted(self._channel)
        if self._muted is not None and before is None:
            self._happenings.tell(Muted(self._muted))

    def packet_came(self, data: bytes) -> None:
        """On the socket's thread."""
        self._intake(data)

    def packet_left(self, *, sent: bool) -> None:
        """On the player's thread."""
        self.player.packet_left(sent=sent)

    def server_changed(self) -> None:
        """Other sources from now on."""
        self._intake.forget_all()

    def speaker_told(self, source: int, user: str) -> None:
        """Whose packets are whose."""
        self._intake.tell(source, user)

    def speaker_gone(self, user: str) -> None:
        """Their source is nobody's."""
        self._intake.forget(user)

    def channel_changed(self, channel: int) -> None:
        """The bot was moved; from where it may not be seen or heard it goes, and says so where it was."""
        if channel == self._channel.id or self.ended is not None:
            return
        there = self._channel.guild.get_channel(channel)
        found = there if isinstance(there, VoiceChannel) else None
        if (why := barred(found)) is not None:
            self._is_news = True
            self.give_up(why)
            return
        assert found is not None
        for user in tuple(self._people):
            self._left(user)
        self._channel = found
        self._happenings.tell(Moved(self.place))
        self._do(self._meet_people())

    def line_ended(self, *, removed: bool) -> None:
        """The library is done with the line, for whatever reason."""
        self._why = self._why or (_REMOVED if removed else _LOST)
        if self._line is not None and self._going is None:  # without a line, whoever joins is told
            self._end()
            self._do(self._aclose())

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._changing.add(task)
        task.add_done_callback(self._changing.discard)

    def _wake(self) -> None:
        self._listening.wake()

    def _keys(self) -> Keys | None:
        return self._line.keys() if self._line is not None else None

    async def _meet_people(self) -> None:
        channel = self._channel
        for who in await people_in(channel):
            if channel is self._channel and who.user not in self._people and self.ended is None:
                self._joined(who)

    def _joined(self, who: Participant) -> None:
        self._people[who.user] = who
        self._happenings.tell(Joined(who))

    def _left(self, user: str) -> None:
        who = self._people.pop(user)
        self._intake.forget(user)
        self._intake.renew(user)
        self._end_sound(user)
        self._happenings.tell(Left(who))

    def _hand_on(self, heard: Heard) -> None:
        user = heard.admission.user
        if self._intake.admission(user) is heard.admission and self.ended is None:
            self._overrun += self._sounds.setdefault(user, SpeakerSound()).put(heard.chunk)

    def _end_sound(self, user: str, *, thrown_away: bool = False) -> None:
        if (sound := self._sounds.pop(user, None)) is not None:
            sound.end(thrown_away=thrown_away)

    def _end(self) -> None:
        if self.ended is not None:
            return
        self.ended = self._why
        self.player.end()
        for user in tuple(self._sounds):
            self._end_sound(user)
        self._happenings.tell(Ended(self._why, self._is_news))
        _log.info("call_ended", guild=self.place.guild, reason=self._why)

    async def _go(self) -> None:
        if self._line is not None and self.ended is None:
            await hung_up(self._line)
        self._end()
        await self._aclose()

    async def _aclose(self) -> None:
        await self._watching.aclose()
        await self._listening.aclose()

    def _so_far(self) -> Iterator[CallEvent]:
        yield from map(Joined, self._people.values())
        if self._deaf is not None:
            yield Deaf(self._deaf)
        if self._muted is not None:
            yield Muted(self._muted)
        if self.ended is not None:
            yield Ended(self.ended, self._is_news)


def _in_words(why: str) -> str:
    return f"{why} Have me leave and come again; until then, send voice messages."
