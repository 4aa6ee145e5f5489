"""A question to the bot and the reply it grows, as values that any front end can show."""

from dataclasses import dataclass, replace

from acore.domain.chat import Call, FinishReason, Usage
from acore.domain.knowledge import Passage
from acore.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class Question:
    """What a member asked; `remember` False neither reads nor writes the history."""

    text: str
    scope: Scope
    author: str
    remember: bool = True
    turn: str | None = None
    """Names the question in its channel, so that its answer can be replaced or taken back."""
    again: bool = False
    """Whether it was answered before: the new answer takes the place of what was kept of the turn."""
    material: tuple[Passage, ...] = ()
    """What it is about, such as the message that it replies to: something to answer from, never an instruction."""
    aloud: bool = False
    """Whether the answer is heard rather than read."""
    heard: str = ""
    """What of the text or the material was heard in a recording: the answer tells it, so that a mistake is seen."""

    def hearing(self, heard: str) -> "Question":
        """The question with what was heard in a recording behind its own words."""
        text = "\n".join(part for part in (self.text.strip(), heard) if part)
        return replace(self, text=text, heard=heard)

    def about(self, heard: str) -> "Question":
        """The question with what was heard in the recording that it is about, behind the words of its last material."""
        *others, last = self.material
        text = "\n".join(part for part in (last.text.strip(), heard) if part)
        return replace(self, material=(*others, replace(last, text=text)), heard=heard)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of a reply, numbered from 1 as the reply shows it."""

    n: int
    passage: Passage
    begins: int = 0
    """Where in its words, without their headings, those begin that the reply is made from."""

    @property
    def words(self) -> str:
        """What there is to show of the passage, from there on."""
        body = self.passage.body
        return f"…{body[self.begins :]}" if self.begins else body


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """How one reply came about: what the side panel and the metrics show. Holds no text of the question."""

    scope: Scope
    engine: str
    model: str | None
    passages: int
    first_delta_ms: float
    retrieval_ms: float
    total_ms: float
    finish: FinishReason | None
    usage: Usage | None = None
    call: Call | None = None
    """How the answer was had, or was to be had where it broke off; None where nobody tells."""
    used: int = 0
    """How many of the passages are sources of the answer."""
    unused: tuple[str, ...] = ()
    """The titles of the others."""
    failure: str = ""
    """Why there is no answer, or only a part of one; it may repeat the words of a server."""


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """A step of a reply: more text, or in the last part the sources and the record."""

    text: str = ""
    citations: tuple[Citation, ...] = ()
    """What the answer rests on, by first use."""
    unused: tuple[Citation, ...] = ()
    """The other passages that were given to answer from, by number."""
    record: TurnRecord | None = None
