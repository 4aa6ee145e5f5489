"""Documents, the chunks they are cut into, and the passages that answer a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from acore.domain.scope import Scope

_HEADINGS = re.compile(r"\A(?:#{1,6} [^\n]*\n\s*)+")
HELP = "acore:help/"
"""How the addresses of pages about acore itself begin."""
BELOW = " › "
"""Between the title of a document and the headings in it."""
_NAMESPACE = UUID("6f6f5a0e-3b0c-5d0a-9d53-61636f726521")

Form = Literal["marked", "plain", "code", "records"]
"""How a text is written: with Markdown's headings, without any, as source code, or as records of named values."""

Vector = Sequence[float]
"""The meaning of a text as an embedder sees it, of length 1."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may find a document: those to whom all that is set applies. Nothing is set: everyone."""

    guild: str | None = None
    category: str | None = None
    channel: str | None = None
    owner: str | None = None

    def admits(self, scope: Scope) -> bool:
        """Whether somebody who asks there may find it."""
        return (
            self.guild in {None, scope.guild}
            and self.category in {None, scope.category}
            and self.channel in {None, scope.channel, scope.parent}
            and self.owner in {None, scope.user}
        )


EVERYONE = Audience()


@dataclass(frozen=True, slots=True)
class Added:
    """Who put a document in, and when; acore itself and its command line are nobody."""

    by: str | None = None
    at: datetime | None = None


BY_NOBODY = Added()


@dataclass(frozen=True, slots=True)
class Anchor:
    """From this line of a document on (from 1), its places are named so: ``page=3``, ``t=83``.

    A text that was made of another one names the lines of that one, ``L7`` or ``L7-L9``; an empty fragment
    names no place.
    """

    line: int
    fragment: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage stands: a title for people, an address that opens the place."""

    title: str
    """The document's, and the headings that the place stands under."""
    uri: str
    """A file URI with ``#L10-L20``, ``#page=3`` or ``#t=83`` (seconds), a web URL, or ``acore:help/PAGE``."""

    @property
    def document(self) -> str:
        """The title of the document alone."""
        return self.title.partition(BELOW)[0]

    @property
    def is_help(self) -> bool:
        """Whether it is a page about acore itself, which comes with it."""
        return self.uri.startswith(HELP)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that retrieval found; `score` is 0 to 1, higher is better."""

    text: str
    source: Source
    score: float
    id: UUID | None = field(default=None, compare=False)
    """Under which the store gives it again; None for what was never in it."""

    @property
    def body(self) -> str:
        """The text without the headings that it begins with: the title of the source says them already."""
        return _HEADINGS.sub("", self.text) or self.text


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the documents; nothing outside `scope` is ever found."""

    text: str
    scope: Scope
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Document:
    """A text with a title and the address it is known by."""

    uri: str
    title: str
    text: str
    audience: Audience = EVERYONE
    added: Added = BY_NOBODY
    anchors: tuple[Anchor, ...] = ()
    """Where its pages or moments begin, in the order of their lines; none where lines are its places."""
    form: Form | None = None
    """None: the name in its address tells."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A document's piece as it is stored and searched."""

    document: str
    """The URI of the document."""
    position: int
    """0 for the document's first chunk, without gaps."""
    fingerprint: str
    """A hash of the whole document and of how it was cut: equal means nothing changed."""
    text: str
    source: Source
    audience: Audience = EVERYONE
    added: Added = BY_NOBODY

    @property
    def id(self) -> UUID:
        """The same for the same place in the same guild's document, so that writing twice is writing once."""
        return uuid5(_NAMESPACE, f"{self.audience.guild or ''}\n{self.document}\n{self.position}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a search found; `score` is the store's own, comparable within one search only."""

    chunk: Chunk
    score: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that is in the store."""

    document: str
    """Its URI."""
    title: str
    audience: Audience
    added: Added
    chunks: int
    fingerprint: str

    @property
    def is_help(self) -> bool:
        """Whether it is a page about acore itself, which comes with it."""
        return self.document.startswith(HELP)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not taken, and why, for people."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did: titles by outcome."""

    indexed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    removed: tuple[str, ...] = ()

    def __add__(self, other: "IndexReport") -> "IndexReport":
        """Both reports as one."""
        return IndexReport(
            self.indexed + other.indexed,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
            self.removed + other.removed,
        )


@dataclass(frozen=True, slots=True)
class IndexStep:
    """One document of an indexing: how many are done with it, of how many."""

    name: str
    done: int
    total: int
    report: IndexReport
