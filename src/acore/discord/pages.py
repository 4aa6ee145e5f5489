"""What the messages of one reply hold: its text in pieces, its sources, and a file where it is very long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import discord

from acore.discord.splitting import split

MOST_PARTS = 4
"""Messages that a text may fill; a longer one comes as a file as well."""
FILE_NAME = "answer.md"

_IN_FILE = f"-# This answer is long: all of it is in {FILE_NAME}."
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
_BARE_LINK = re.compile(r"(?<![<\w])https?://(?:[^\s<>()]|\([^\s<>()]*\))+")
_NO_PART = ".,:;!?\"'*_|~]"
"""What stands behind a link, rather than in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message; `file` is the text of a file that hangs on it."""

    text: str
    embed: discord.Embed | None = None
    file: str | None = None

    @property
    def embeds(self) -> list[discord.Embed]:
        """The embeds in the form in which Discord takes them."""
        return [self.embed] if self.embed else []


def growing(text: str) -> tuple[Page, ...]:
    """The pages of a reply that is still being written."""
    return tuple(Page(shown) for shown in _parts(text))[:MOST_PARTS]


def finished(text: str, sources: discord.Embed | None) -> tuple[Page, ...]:
    """The pages of a whole reply: the sources are on the last one, and the file if it is too long."""
    parts = _parts(text)
    if len(parts) > MOST_PARTS:
        shown = tuple(Page(part) for part in parts[:MOST_PARTS])
        return (*shown, Page(_IN_FILE, sources, file=text))
    *before, last = parts
    return (*(Page(part) for part in before), Page(last, sources))


def without_previews(text: str) -> str:
    """The text with its bare links in angle brackets, which Discord shows without a preview; code is left alone."""
    return "".join(_quiet(text))


def _quiet(text: str) -> Iterator[str]:
    for number, stretch in enumerate(_CODE.split(text)):
        yield stretch if number % 2 else _BARE_LINK.sub(_in_brackets, stretch)


def _in_brackets(found: re.Match[str]) -> str:
    link = found[0].rstrip(_NO_PART)
    return f"<{link}>{found[0][len(link) :]}"


def _parts(text: str) -> tuple[str, ...]:
    """The shown pieces; Discord takes no message of white space alone."""
    return tuple(piece.shown for piece in split(without_previews(text)) if piece.shown.strip())
