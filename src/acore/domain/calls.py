"""What happens in a call, which is what a bot's stay in a voice channel is called here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallPlace:
    """Where a call is held. Ids are opaque text."""

    guild: str
    channel: str
    """The voice channel, whose text chat is the same channel."""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the voice channel; bots are none."""

    user: str
    name: str
    """As the guild shows them."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into the channel, or was there already when the call began."""

    who: Participant


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody went; their sound has ended."""

    who: Participant


@dataclass(frozen=True, slots=True)
class Moved:
    """The bot was moved to another channel, whose people are told as `Joined` behind this."""

    place: CallPlace


@dataclass(frozen=True, slots=True)
class Deaf:
    """Nobody is understood: packets of those who agreed do not decrypt or decode, or a moderator lets none come in."""

    why: str
    """For people: cause, and way out."""


@dataclass(frozen=True, slots=True)
class HearsAgain:
    """What `Deaf` told of is over."""


@dataclass(frozen=True, slots=True)
class Muted:
    """A moderator muted the bot: nobody hears what it plays from now on."""

    why: str
    """For people: cause, and way out."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The bot is out of the channel for good: disconnected, the channel deleted, or taken from the guild."""

    why: str
    is_news: bool = False
    """Whether those who were there can not know it: `why` is for them."""


CallEvent = Joined | Left | Moved | Deaf | HearsAgain | Muted | Ended


@dataclass(frozen=True, slots=True)
class CallCounters:
    """What became of the packets since the call began; nothing is counted twice."""

    received: int = 0
    """Packets of sound that came in, of all speakers."""
    without_consent: int = 0
    """Dropped at the socket, before anything was decrypted or decoded."""
    unknown_speaker: int = 0
    """Of a source that no speaker was known for in time."""
    not_decrypted: int = 0
    """By the transport's key."""
    dave_failed: int = 0
    """By the end-to-end key; a few at every change of the group are usual."""
    opus_failed: int = 0
    late: int = 0
    """Came after they were to be played, or twice."""
    lost: int = 0
    """Never came, and were concealed."""
    overrun: int = 0
    """Dropped because nobody took the sound in time."""
    heard: int = 0
    """Frames of sound that were handed on."""
    played: int = 0
    """Frames of sound that were sent."""
    send_failed: int = 0


@dataclass(frozen=True, slots=True)
class CallManner:
    """How the bot speaks in the calls of a guild."""

    voice: str | None = None
    """None is the one of the settings."""
    volume: float = 1.0
