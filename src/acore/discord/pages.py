"""What the messages of one reply hold: its text in pieces, its sources, and a file where it is very long."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import discord

from acore.discord.fences import Fence, fences
from acore.discord.splitting import pieces
from acore.discord.tables import with_tables, without_begun_row

MOST_PARTS = 4
"""Messages that a text may fill; a longer one comes as a file as well."""
FILE_NAME = "answer.md"

_IN_FILE = f"-# This answer is long: all of it is in {FILE_NAME}."
_CODE = r"(?P<code>``[^\n]+?``|`[^`\n]+`)"
_BARE_LINK = re.compile(rf"{_CODE}|(?<![<\w])https?://(?:[^\s<>()]|\([^\s<>()]*\))+")
_NO_PART = ".,:;!?\"'*_|~]"
"""What stands behind a link, rather than in it."""

_DEEP_HEADING = re.compile(r"^ {0,3}#{4,6}[ \t]+(\S[^\n]*)$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}+[ \t]*$", re.MULTILINE)
_LINKED_IMAGE = re.compile(_CODE + r"|\[!\[([^\[\]\n]*)\]\([^()\n]*\)\]\(")
_IMAGE = re.compile(_CODE + r"|(?<!\\)!\[([^\[\]\n]*)\]\(")


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
    """The pages of a reply that is still being written; none while all there is may become the head of a table."""
    return tuple(Page(shown) for shown in islice(_parts(presented(text, without_begun_row)), MOST_PARTS))


def finished(text: str, sources: discord.Embed | None) -> tuple[Page, ...]:
    """The pages of a whole reply: the sources are on the last one, and the file, as written, if it is too long."""
    parts = tuple(islice(_parts(presented(text)), MOST_PARTS + 1))
    if len(parts) > MOST_PARTS:
        shown = tuple(Page(part) for part in parts[:MOST_PARTS])
        return (*shown, Page(_IN_FILE, sources, file=text))
    *before, last = parts or ("",)
    return (*(Page(part) for part in before), Page(last, sources))


def presented(text: str, end: Callable[[str], str] = str) -> str:
    """The Markdown with what Discord does not know in words that it does; code is left alone.

    `end` prepares the words behind the last code fence.
    """
    text = text.replace("\r\n", "\n")
    shown, place = [], 0
    for fence in fences(text):
        shown += [_in_words(text[place : fence.start], place), _in_three_ticks(text, fence)]
        place = fence.end
    return "".join((*shown, _in_words(end(text[place:]), place)))


def without_previews(text: str) -> str:
    """The text with its bare links in angle brackets, which Discord shows without a preview; code is left alone."""
    return "".join(_quiet(text))


def _quiet(text: str) -> Iterator[str]:
    place = 0
    for fence in fences(text):
        yield _BARE_LINK.sub(_in_brackets, text[place : fence.start])
        yield text[fence.start : fence.end]
        place = fence.end
    yield _BARE_LINK.sub(_in_brackets, text[place:])


def _in_brackets(found: re.Match[str]) -> str:
    if found["code"]:
        return found["code"]
    link = found[0].rstrip(_NO_PART)
    return f"<{link}>{found[0][len(link) :]}"


def _in_words(text: str, place: int) -> str:
    """What stands between code fences; the rest of the line of a fence is no line of its own."""
    before, newline, lines = text.partition("\n") if place else ("", "", text)
    for pattern, replace in _RULES:
        lines = pattern.sub(replace, lines)
    return f"{before}{newline}{with_tables(lines)}"


def _in_three_ticks(text: str, fence: Fence) -> str:
    """The fence with the only marks that Discord knows; a space that nobody sees keeps those in its code apart."""
    language = f"{fence.language}\n" if fence.language else ""
    code = text[fence.inside : fence.code_end].replace("```", "`\u200b``")
    return f"```{language}{code}{'```' if fence.is_closed else ''}"


def _bold(found: re.Match[str]) -> str:
    words = found[1].rstrip()
    before = words.rstrip("#")
    return f"**{(before.rstrip() if before[-1:].isspace() else words).replace('**', '')}**"


def _link(found: re.Match[str]) -> str:
    return found["code"] or f"[{found[2] or 'image'}]("


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_DEEP_HEADING, _bold),
    (_RULE, lambda _: "⎯" * 12),
    (_LINKED_IMAGE, _link),
    (_IMAGE, _link),
)
"""What Discord does not know, and what is shown for it."""


def _parts(text: str) -> Iterator[str]:
    """The shown pieces; Discord takes no message of white space alone."""
    return (piece.shown for piece in pieces(without_previews(text)) if piece.shown)
