"""The sources of a reply, as an embed."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

import discord

from acore.domain.replies import Citation

TITLE = "Sources"
EXCERPT = 200
"""Characters of an excerpt, its escapes included."""

_MOST_FIELDS = 25
_MOST_CHARACTERS = 6000
_LONGEST_NAME = 256
_LONGEST_LINK = 500
_COLOUR = 0x5B7FA6
_MARKDOWN = frozenset("\\*_~`|>#[]()<@-")
_LINES = re.compile(r"L(\d+)(?:-L?(\d+))?")
_CLINGING = re.compile(r"[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


def sources_embed(citations: Sequence[Citation]) -> discord.Embed | None:
    """An embed with one field a source, within Discord's limits; None where there are no sources."""
    if not citations:
        return None
    embed = discord.Embed(title=TITLE, colour=_COLOUR)
    for shown, citation in enumerate(citations):
        left_out = f"and {len(citations) - shown} more"
        name = f"[{citation.n}] {shortened(citation.passage.source.title, _LONGEST_NAME - 8)}"
        value = f"{shortened(citation.passage.body, EXCERPT)}\n{_place(citation.passage.source.uri)}".strip()
        if shown == _MOST_FIELDS or len(embed) + len(name) + len(value) + len(left_out) > _MOST_CHARACTERS:
            return embed.set_footer(text=left_out)
        embed.add_field(name=name, value=value or "\u2013", inline=False)
    return embed


def shortened(text: str, longest: int) -> str:
    """The text on one line, with Discord's markdown escaped, in at most `longest` characters."""
    pieces = tuple(_escaped(" ".join(text.split())))
    if sum(map(len, pieces)) <= longest:
        return "".join(pieces)
    kept, room = [], longest - 1
    for piece in pieces:
        if len(piece) > room:
            break
        kept.append(piece)
        room -= len(piece)
    return f"{''.join(kept).rstrip()}…"


def _escaped(text: str) -> Iterator[str]:
    """The characters, each with what belongs to it: its escape, its accents, the rest of its emoji."""
    piece = ""
    for character in text:
        if piece and (_CLINGING.match(character) or piece.endswith("\u200d")):
            piece += character
            continue
        if piece:
            yield piece
        piece = f"\\{character}" if character in _MARKDOWN else character
    if piece:
        yield piece


def _place(uri: str) -> str:
    """A link where the source is on the web; else the name of the file and its lines, without the folders."""
    parts = urlsplit(uri)
    if parts.scheme in ("http", "https"):
        address = uri.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[open]({address})" if len(address) <= _LONGEST_LINK else shortened(parts.netloc, EXCERPT)
    name = unquote(parts.path).rsplit("/", 1)[-1] if parts.scheme == "file" else uri.partition("#")[0]
    lines = _LINES.fullmatch(parts.fragment)
    where = f", lines {lines[1]}\u2013{lines[2] or lines[1]}" if lines else ""
    return f"-# {shortened(name, EXCERPT)}{where}" if name else ""
