"""What the parts of a conversation in a call tell its middle, one after the other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acore.domain.voice_events import Answered, Failed, FellBack, NotUnderstood, Saying
from acore.services.voice_hearing import Understood

if TYPE_CHECKING:
    from acore.services.call_answer import Answer

Outcome = Understood | NotUnderstood | Failed


@dataclass(frozen=True, slots=True)
class Drafted:
    """These are somebody's words if they say no more."""

    user: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class WentOn:
    """They said more."""

    user: str


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody's turn is over, and these are its words."""

    user: str
    outcome: Outcome
    spoke_until: float
    """When they fell silent, on the clock's stopwatch."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody is not heard any more."""

    user: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Somebody is not to be heard any more, and what they are answered is silent already."""

    user: str
    forget: bool
    """Whether what they asked just now is to be forgotten as well."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The first sound of an answer is there."""

    answer: "Answer"


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """An answer has come so far."""

    answer: "Answer"
    step: Saying | Failed | FellBack | Answered


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """All sound of an answer was given to be played."""

    answer: "Answer"


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """All sound of an answer was played, or none comes any more."""

    answer: "Answer"


@dataclass(frozen=True, slots=True, eq=False)
class GaveUp:
    """The floor was taken for so long that nobody waits for the rest of this any more."""

    answer: "Answer"


@dataclass(frozen=True, slots=True)
class Broke:
    """Somebody can not be heard."""

    failure: Failed


@dataclass(frozen=True, slots=True)
class Say:
    """Something is to be said that nobody asked for aloud."""

    text: str
    voice: str | None


@dataclass(frozen=True, slots=True)
class Hush:
    """What is being said is to end, and nothing that this user asked is to be answered."""

    user: str


@dataclass(frozen=True, slots=True)
class Enough:
    """The conversation is to end."""


CallStep = (
    Drafted | WentOn | Turned | Gone | Withdrawn | Ready | Stepped | Made | Over | GaveUp | Broke | Say | Hush | Enough
)
