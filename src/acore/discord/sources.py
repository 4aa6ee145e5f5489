"""The sources of a reply, as an embed, and one of them opened."""

from collections.abc import Iterator, Sequence

import discord

from acore.domain.excerpts import EXCERPT, file_of, fitted, graphemes, link_to, where
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Citation

TITLE = "Sources"

_MOST_FIELDS = 25
_MOST_CHARACTERS = 6000
_LONGEST_NAME = 256
_LONGEST_TEXT = 4096
_LONGEST_LINK = 500
_COLOUR = 0x5B7FA6
_NOTHING = "\u2013"
_MARKDOWN = frozenset("\\*_~`|>#[]()<@-")


def sources_embed(citations: Sequence[Citation]) -> discord.Embed | None:
    """An embed with one field a source, within Discord's limits; None where there are no sources."""
    if not citations:
        return None
    embed, taken = discord.Embed(title=TITLE, colour=_COLOUR), units(TITLE)
    for shown, citation in enumerate(citations):
        left_out = f"and {len(citations) - shown} more"
        name = f"[{citation.n}] {shortened(citation.passage.source.title, _LONGEST_NAME - 8)}"
        value = f"{shortened(citation.words, EXCERPT)}\n{_place(citation.passage)}".strip()
        taken += units(name) + units(value or _NOTHING)
        if shown == _MOST_FIELDS or taken + units(left_out) > _MOST_CHARACTERS:
            return embed.set_footer(text=left_out)
        embed.add_field(name=name, value=value or _NOTHING, inline=False)
    return embed


def passage_embed(text: str, source: Source) -> discord.Embed:
    """A whole passage as it is written, with its place."""
    title = fitted(graphemes(" ".join(source.title.split())), _LONGEST_NAME, units)
    link = link_to(Passage(text, source, 1))
    whole = fitted(_escaped(text), _LONGEST_TEXT, units)
    embed = discord.Embed(title=title, description=whole, colour=_COLOUR, url=link or None)
    return embed.set_footer(text=fitted(graphemes(where(source)), _LONGEST_NAME, units))


def units(text: str) -> int:
    """Its length in UTF-16, in which an emoji counts twice: within it a text is as short however it is counted."""
    return len(text) + sum(character > "\uffff" for character in text)


def shortened(text: str, longest: int) -> str:
    """The text on one line, with Discord's markdown escaped, in at most `longest` units of UTF-16."""
    return fitted(_escaped(" ".join(text.split())), longest, units)


def _escaped(text: str) -> Iterator[str]:
    """What people see as characters, with the escapes that they need.

    An address is taken apart behind its colon: Discord would make a link of it, and the escapes a part of that.
    """
    before = ""
    for piece in graphemes(text):
        yield f"\\{piece}" if piece[0] in _MARKDOWN or (before, piece) == (":", "/") else piece
        before = piece


def _place(passage: Passage) -> str:
    """A link where the source is on the web; else the name of the file and its lines, without the folders."""
    if link := link_to(passage):
        address = link.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[open]({address})" if units(address) <= _LONGEST_LINK else shortened(file_of(link), EXCERPT)
    name = shortened(where(passage.source), EXCERPT)
    return f"-# {name}" if name else ""
