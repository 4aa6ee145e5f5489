"""What happens in a conversation by voice, as values that any front end can show and play."""

from dataclasses import dataclass
from typing import Literal

from acore.domain.audio import AudioChunk
from acore.domain.replies import Citation
from acore.domain.scope import Scope
from acore.domain.turns import Started

Stage = Literal["vad", "stt", "chat", "tts", "rvc"]
"""A step from what is said to what is answered."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose voice is heard, and where."""

    scope: Scope
    name: str
    """The author of the questions."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a listener waited for, in milliseconds; what overlaps with the waiting for another stage is left out."""

    vad: float = 0.0
    """The work of finding the turn in the sound."""
    stt: float = 0.0
    """Writing it down."""
    chat: float = 0.0
    """Until the first sentence of the reply was written."""
    tts: float = 0.0
    """Until its first sound was made; all of its sound where a converter wants the whole sentence."""
    rvc: float = 0.0
    """Until that was converted."""
    first_audio: float = 0.0
    """From the moment that the end of the turn was known to the first sound; 0 where there was none."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn was understood, and is being answered."""

    text: str
    start: float
    """Seconds from the beginning of the sound."""
    end: float
    language: str | None = None
    confidence: float | None = None
    """How sure the engine was of the least certain part, from 0 to 1; None where it does not tell."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A turn had no words in it; it is not answered."""

    start: float
    """Seconds from the beginning of the sound."""
    end: float


@dataclass(frozen=True, slots=True)
class Saying:
    """The sound that follows says this."""

    written: str
    """The sentence of the reply; empty for words that are no part of it, such as those that tell of a failure."""
    said: str
    """Without marks, as it is spoken."""


@dataclass(frozen=True, slots=True, eq=False)
class Playing:
    """Something to play behind all that came before; a session has one rate and number of channels."""

    chunk: AudioChunk


@dataclass(frozen=True, slots=True)
class FellBack:
    """The voice is the plain one from here on; told once, until it was converted again."""

    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A stage could not do its part of this turn; the conversation goes on with the next one."""

    stage: Stage
    why: str
    """For people: cause, and way out."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The speaker cut in: whatever was not played yet is thrown away."""

    said: str
    """What was heard of the reply: the words that are remembered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn is answered, and all its sound was given."""

    reply: str
    """As it was written."""
    citations: tuple[Citation, ...]
    timing: Timing


VoiceEvent = Started | Heard | NotUnderstood | Saying | Playing | FellBack | Failed | Interrupted | Answered


def part_of(sentence: str, share: float) -> str:
    """As many whole words of a sentence as that share of its sound says; all of them where the share is 1 or more.

    A text without spaces is cut between two characters.
    """
    if share >= 1:
        return sentence
    cut = int(len(sentence) * max(share, 0))
    if sentence[cut : cut + 1].isspace() or " " not in sentence.strip():
        return sentence[:cut].rstrip()
    return sentence[: max(sentence.rfind(" ", 0, cut), 0)].rstrip()
