"""The contract of a call: the bot in a voice channel, which hears each speaker apart and plays."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from acore.domain.calls import CallCounters, CallEvent, CallPlace, Participant

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

HEARD_RATE = 16_000
"""Frames a second of the sound that a call hands on; one channel."""


class Player(ABC):
    """Plays sound in a call, one piece behind the other."""

    @property
    @abstractmethod
    def played_s(self) -> float:
        """Seconds of sound that were sent since the call began; what was stopped or is paused is not among them."""

    @property
    @abstractmethod
    def queued_s(self) -> float:
        """Seconds of sound that were given and wait to be sent."""

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Whether the call has ended, and what was queued will not be played."""

    @property
    @abstractmethod
    def volume(self) -> float:
        """How loud it plays: 1 is as given, 0 is silent, at most 2."""

    @volume.setter
    @abstractmethod
    def volume(self, volume: float) -> None: ...

    @abstractmethod
    async def play(self, chunk: "AudioChunk") -> None:
        """Queue sound of any rate and one or two channels; waits while a few seconds of it are queued.

        Cancelling it queues nothing of the chunk. Raises EngineUnavailable once the call has ended.
        """

    @abstractmethod
    def pause(self) -> None:
        """Send nothing more from the next frame on (20 ms); twice is harmless."""

    @abstractmethod
    def resume(self) -> None:
        """Go on where `pause` stopped."""

    @abstractmethod
    def stop(self) -> None:
        """Throw away all that is queued, and be ready for more; a pause ends with it."""

    @abstractmethod
    async def drained(self) -> None:
        """Return once nothing is queued; at once where nothing is, or the call has ended."""


class Call(ABC):
    """The bot in one voice channel. Nobody is heard who was not admitted."""

    player: Player

    @property
    @abstractmethod
    def place(self) -> CallPlace:
        """Where it is now; a moderator may move it."""

    @property
    @abstractmethod
    def participants(self) -> tuple[Participant, ...]:
        """The people in the channel, in the order that they came."""

    @abstractmethod
    def admit(self, user: str) -> None:
        """Decode this user's sound from now on: they agreed. For whoever is not there yet as well."""

    @abstractmethod
    def exclude(self, user: str) -> None:
        """Drop this user's packets at the socket again, and end their `hear`; what is not handed on is thrown away."""

    @abstractmethod
    def hear(self, user: str) -> "AsyncGenerator[AudioChunk, None]":
        """The sound of an admitted user: mono, int16, at `HEARD_RATE`, in their own time.

        Senders are quiet where nobody speaks: the first two seconds of such a pause come as silence, so that turns
        end, and the rest does not come. Ends when the user leaves, is excluded, or the call ends; goes on over
        reconnects; when the bot is moved, whoever comes along joins anew. Waits for whoever is not there yet; empty
        for whom nobody admitted. One generator a user at a time; sound that nobody takes is bounded, the oldest goes.
        """

    @abstractmethod
    def events(self) -> AsyncGenerator[CallEvent, None]:
        """What happens, beginning with those who are there; ends behind `Ended`. One generator at a time."""

    @abstractmethod
    def counters(self) -> CallCounters:
        """What became of the packets."""

    @abstractmethod
    async def leave(self) -> None:
        """Go, and free all; whoever hears, plays or waits is let go. Twice is harmless; done within seconds."""


class Calls(ABC):
    """Joins voice channels."""

    @abstractmethod
    async def join(self, place: CallPlace) -> Call:
        """Be in the channel: a bot is in at most one a guild, and is moved where it is in another.

        Raises EngineRefused (no right to connect or speak, channel full), NotFound, EngineUnavailable (the voice server
        does not answer in time). Cancelling it leaves the channel.
        """
