"""What is heard in speech, and the voices that speak."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words that were heard, and when they were said."""

    text: str
    start: float
    """Seconds from the beginning of the sound."""
    end: float
    """Seconds from the beginning of the sound."""
    confidence: float | None = None
    """How sure the engine is, from 0 to 1; None where it does not tell."""
    language: str | None = None
    """Such as ``de``; None where the engine does not tell."""
    final: bool = True
    """Whether the engine will not change its mind: one that is not final is replaced by the next one."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was heard in a recording."""

    text: str
    language: str | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine can speak with."""

    name: str
    """What settings and commands call it."""
    language: str | None = None
    """The one it speaks best, such as ``en-us``; None where it speaks any."""
    description: str = ""
    """For people: who it sounds like."""
