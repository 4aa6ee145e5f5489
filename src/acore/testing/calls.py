"""A voice channel without Discord: people come, speak and go as a test says, and what the bot plays is kept."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Iterator
from itertools import count
from typing import TYPE_CHECKING

from acore.discord.voice.streams import Happenings, SpeakerSound
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
from acore.errors import AcoreError
from acore.interfaces import Call, Calls, Clock
from acore.interfaces.call import HEARD_RATE
from acore.testing.call_player import FRAME_S, ScriptedPlayer

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

PAUSE_S = 2.0
"""Seconds of silence that are heard where somebody stops to speak."""


class ScriptedCall(Call):
    """A call that a test holds in its hands.

    People `come` and `go`, the bot is `moved`, and `send` or `speak` is what reaches the bot's socket: like a real
    call it hands on nothing of whom nobody admitted. `decoded` counts the pieces that were, by user.
    """

    def __init__(self, place: CallPlace, clock: Clock) -> None:
        self.player: ScriptedPlayer = ScriptedPlayer(clock)
        self.decoded: Counter[str] = Counter()
        self.admitted: set[str] = set()
        self.ended: str | None = None
        """Why it is over."""
        self._place = place
        self._clock = clock
        self._people: dict[str, Participant] = {}
        self._sounds: dict[str, SpeakerSound] = {}
        self._counts: Counter[str] = Counter()
        self._happenings = Happenings()
        self._deaf: str | None = None
        self._turns = count()
        self._speaking: defaultdict[str, int] = defaultdict(int)

    @property
    def place(self) -> CallPlace:
        """Where it is now."""
        return self._place

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who came and did not go."""
        return tuple(self._people.values())

    def admit(self, user: str) -> None:
        """As the contract says."""
        self.admitted.add(user)

    def exclude(self, user: str) -> None:
        """As the contract says."""
        self.admitted.discard(user)
        self._end_sound(user, thrown_away=True)

    async def hear(self, user: str) -> AsyncGenerator["AudioChunk", None]:
        """As the contract says."""
        if user not in self.admitted or self.ended is not None:
            return
        sound = self._sounds.setdefault(user, SpeakerSound())
        async for chunk in sound.take():
            yield chunk

    def events(self) -> AsyncGenerator[CallEvent, None]:
        """As the contract says."""
        return self._happenings.listen(self._so_far)

    def counters(self) -> CallCounters:
        """`received`, `without_consent`, `overrun`, `heard` and `played` are told; a piece is a packet."""
        return CallCounters(**self._counts, played=round(self.player.played_s / FRAME_S))

    async def leave(self) -> None:
        """As the contract says."""
        self.end("The bot left.")

    def come(self, user: str, name: str | None = None) -> Participant:
        """Somebody comes into the channel."""
        who = Participant(user, name or user.title())
        self._people[user] = who
        self._happenings.tell(Joined(who))
        return who

    def go(self, user: str) -> None:
        """Somebody leaves the channel; raises KeyError for whoever is not there."""
        who = self._people.pop(user)
        self._end_sound(user)
        self._happenings.tell(Left(who))

    def move(self, place: CallPlace, *people: Participant) -> None:
        """A moderator moves the bot to another channel, where these people are."""
        for user in tuple(self._people):
            self.go(user)
        self._place = place
        self._happenings.tell(Moved(place))
        for who in people:
            self.come(who.user, who.name)

    def deafen(self, why: str = "Nothing that comes in can be decrypted.") -> None:
        """What comes in is not understood from now on."""
        self._deaf = why
        self._happenings.tell(Deaf(why))

    def mute(self, why: str = "Somebody has muted the bot.") -> None:
        """Nobody hears what it plays from now on."""
        self._happenings.tell(Muted(why))

    def hear_again(self) -> None:
        """What comes in is understood again."""
        self._deaf = None
        self._happenings.tell(HearsAgain())

    def end(self, why: str, *, is_news: bool = False) -> None:
        """The call is over; twice is harmless."""
        if self.ended is not None:
            return
        self.ended = why
        for user in tuple(self._sounds):
            self._end_sound(user)
        self.player.end()
        self._happenings.tell(Ended(why, is_news))

    def send(self, user: str, chunk: "AudioChunk", *, pause_s: float = 0.0) -> None:
        """Sound of somebody reaches the bot at once, mono and at `HEARD_RATE`, and so much silence behind it."""
        if (chunk.rate, chunk.channels) != (HEARD_RATE, 1):
            raise ValueError(f"a call hands on one channel of {HEARD_RATE} frames a second")
        pieces = [chunk] if not pause_s else [chunk, type(chunk).silence(pause_s, HEARD_RATE)]
        for piece in pieces:
            self._receive(user, piece)

    async def speak(self, user: str, sound: "AudioChunk", *, frame_s: float = FRAME_S) -> None:
        """Somebody says this at the pace of the clock, and is silent for as long as a call hands silence on.

        Returns behind that silence, or once they speak again, left, or were excluded. At `HEARD_RATE`, mono.
        """
        turn = self._speaking[user] = next(self._turns)
        silence = type(sound).silence(PAUSE_S, HEARD_RATE)
        begin = self._clock.monotonic()
        for number, piece in enumerate([*_frames(sound, frame_s), *_frames(silence, frame_s)], 1):
            await self._clock.sleep(begin + number * frame_s - self._clock.monotonic())
            if self._speaking[user] != turn or self.ended is not None:
                return
            self.send(user, piece)

    def _receive(self, user: str, chunk: "AudioChunk") -> None:
        self._counts["received"] += 1
        if user not in self.admitted:
            self._counts["without_consent"] += 1
        elif self.ended is None and self._deaf is None and user in self._people:
            self.decoded[user] += 1
            self._counts["heard"] += 1
            self._counts["overrun"] += self._sounds.setdefault(user, SpeakerSound()).put(chunk)

    def _end_sound(self, user: str, *, thrown_away: bool = False) -> None:
        if (sound := self._sounds.pop(user, None)) is not None:
            sound.end(thrown_away=thrown_away)

    def _so_far(self) -> Iterator[CallEvent]:
        yield from map(Joined, self._people.values())
        if self._deaf is not None:
            yield Deaf(self._deaf)
        if self.ended is not None:
            yield Ended(self.ended)


class ScriptedCalls(Calls):
    """Joins without a voice server; `joined` are the calls, by guild. While `fails` is set, joining raises it."""

    def __init__(self, clock: Clock) -> None:
        self.joined: dict[str, ScriptedCall] = {}
        self.fails: AcoreError | None = None
        self._clock = clock

    async def join(self, place: CallPlace) -> ScriptedCall:
        """As the contract says; where the guild has a call that goes on, that one is moved and given."""
        await asyncio.sleep(0)
        if self.fails is not None:
            raise self.fails.with_traceback(None)
        call = self.joined.get(place.guild)
        if call is None or call.ended is not None:
            call = self.joined[place.guild] = ScriptedCall(place, self._clock)
        elif call.place != place:
            call.move(place)
        return call


def _frames(sound: "AudioChunk", frame_s: float) -> Iterator["AudioChunk"]:
    size = round(sound.rate * frame_s)
    for begin in range(0, len(sound.samples), size):
        yield type(sound)(sound.samples[begin : begin + size], sound.rate)
