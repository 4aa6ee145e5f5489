"""Who agreed to be heard in a voice channel, and to what."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

WORDING = 1
"""Which words members are asked with: raise it with every change of what they say."""


@dataclass(frozen=True, slots=True, order=True)
class Station:
    """An engine that something of a member comes to."""

    engine: str
    host: str | None = ""
    """Where it works: empty is this machine, None is not known."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What happens with what is said: all that members agree to, beside the words that they are asked with."""

    sound_to: tuple[Station, ...]
    """Who writes it down."""
    words_to: tuple[Station, ...]
    """Who answers it, and who looks for what the answer is in."""
    answers_to: tuple[Station, ...]
    """Who says the answer aloud."""

    @property
    def version(self) -> str:
        """Names these terms in these words: whoever agreed to another version is asked anew."""
        stations = (self.sound_to, self.words_to, self.answers_to)
        told = json.dumps([WORDING, [sorted([one.engine, str(one.host)] for one in where) for where in stations]])
        return blake2b(told.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A member lets the bot hear them, in every voice channel of the guild."""

    guild: str
    user: str
    at: datetime
    version: str
    """Of the terms that they agreed to."""
