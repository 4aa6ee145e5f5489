"""What the web holds, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A page that a search found."""

    title: str
    url: str
    excerpt: str = ""
    """What the search engine shows of it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address."""

    url: str
    """Where it was in the end, after redirects."""
    media_type: str
    """Such as ``text/html``, without its parameters; empty where the server did not say."""
    data: bytes
