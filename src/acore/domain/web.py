"""What the web holds, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST_TITLE = 150
_LONGEST_EXCERPT = 600
_LONGEST_URL = 2000


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
    """Where it was in the end, after redirects; without a fragment."""
    media_type: str
    """Such as ``text/html``, without its parameters; empty where the server did not say."""
    data: bytes


def found_in(rows: Iterable[tuple[object, object, object]], limit: int) -> tuple[Found, ...]:
    """At most `limit` pages of what a search engine listed as title, address and excerpt; each page once.

    What is no page of the web is left out; titles and excerpts are one line of bounded length.
    """
    pages: dict[str, Found] = {}
    for title, address, excerpt in rows:
        if len(pages) >= limit:
            break
        url = address.partition("#")[0] if isinstance(address, str) else ""
        if url and url not in pages and len(url) <= _LONGEST_URL and url.isprintable() and (host := _host(url)):
            named = one_line(title, _LONGEST_TITLE) or host
            pages[url] = Found(named, url, one_line(excerpt, _LONGEST_EXCERPT))
    return tuple(pages.values())


def one_line(text: object, longest: int) -> str:
    """A text on one line, without what is not shown, in at most so many characters; empty for what is none."""
    if not isinstance(text, str):
        return ""
    line = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _host(url: str) -> str:
    """The host of a web page; empty for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""
