"""Documents, the chunks they are cut into, and the passages that answer a question."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid5

from acore.domain.scope import Scope

_HEADINGS = re.compile(r"\A(?:#{1,6} [^\n]*\n\s*)+")
_NAMESPACE = UUID("6f6f5a0e-3b0c-5d0a-9d53-61636f726521")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage stands: a title for people, an address that opens the place."""

    title: str
    uri: str
    """A file URI with ``#L10-L20``, a web URL, or ``acore:help/PAGE``."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that retrieval found; `score` is 0 to 1, higher is better."""

    text: str
    source: Source
    score: float

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
    """A text with a title and the address it is known by; `guild` None is for everyone."""

    uri: str
    title: str
    text: str
    guild: str | None = None


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
    guild: str | None = None
    """Who may find it: None is everyone."""

    @property
    def id(self) -> UUID:
        """The same for the same place in the same guild's document, so that writing twice is writing once."""
        return uuid5(_NAMESPACE, f"{self.guild or ''}\n{self.document}\n{self.position}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a search found; `score` is the store's own, comparable within one search only."""

    chunk: Chunk
    score: float


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

    def __add__(self, other: "IndexReport") -> "IndexReport":
        """Both reports as one."""
        return IndexReport(self.indexed + other.indexed, self.unchanged + other.unchanged, self.refused + other.refused)
