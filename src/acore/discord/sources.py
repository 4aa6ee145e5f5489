"""Shows the sources of a reply."""

from collections.abc import Sequence

import discord

from acore.domain.replies import Citation

_FIELDS = 25
_EMBED = 6000
_NAME = 256
_EXCERPT = 200
_COLOUR = 0x5B6EE1


def sources_embed(citations: Sequence[Citation]) -> discord.Embed | None:
    """An embed that names each source with an excerpt, within Discord's limits; None where there is none."""
    if not citations:
        return None
    embed = discord.Embed(title="Sources", colour=_COLOUR)
    for citation in citations[:_FIELDS]:
        name, value = _field(citation)
        if len(embed) + len(name) + len(value) > _EMBED:
            break
        embed.add_field(name=name, value=value, inline=False)
    return embed


def _field(citation: Citation) -> tuple[str, str]:
    source = citation.passage.source
    name = _shortened(f"[{citation.n}] {source.title}", _NAME)
    place = f"<{source.uri}>" if source.uri.startswith(("http://", "https://")) else f"`{_place(source.uri)}`"
    excerpt = discord.utils.escape_markdown(_shortened(" ".join(citation.passage.text.split()), _EXCERPT))
    return name, f"{excerpt}\n{place}"


def _place(uri: str) -> str:
    """The last part of the address: a file's name with its lines, or a help page."""
    return uri.rsplit("/", 1)[-1] if uri.startswith("file:") else uri


def _shortened(text: str, limit: int) -> str:
    """At most `limit` characters, never half of a combined one: the cut goes back to a word where it can."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut.rstrip("\u200d\ufe0f")) + "…"
