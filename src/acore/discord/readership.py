"""Who may find a document of a server, and how that is said."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Literal

import discord
from discord import app_commands

from acore.discord.reading import category_of
from acore.discord.replies import tell_privately
from acore.discord.sources import shortened
from acore.discord.translations import in_language_of
from acore.domain.knowledge import EVERYONE, Audience, IndexReport, Listed
from acore.errors import InvalidInput

Readers = Literal["server", "category", "channel", "me"]

SHOWN: Mapping[str, str] = {
    "guild": "everyone on this server",
    "category": "everyone in the category <#{id}>",
    "channel": "everyone in <#{id}>",
    "owner": "<@{id}> alone",
    "all": "everyone I talk with",
}
_NO_CATEGORY = "This channel stands in no category. Choose another answer to who may find it."
_NOBODY = "the person who runs me"
_LONGEST_TITLE = 120
_MOST = 2000
"""Documents in one list."""
_MOST_TOLD = 20
_LONGEST_CHOICE = 100
_LONGEST_REASON = 500
ADDED = "I know {title} now. It is for {readers}."
ALONE = (
    "I know {title} now. It is for {readers}: nobody else's question is answered from it. Ask about it where nobody "
    "reads along, for I quote it wherever you ask."
)
KNOWN = "I know that already."
REFUSED = "I can not take {name}: {reason}"


def require_keeper(interaction: discord.Interaction[Any]) -> str:
    """The server's id; raises NoPrivateMessage outside of one, MissingPermissions for who may not manage it."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    return str(interaction.guild_id)


def is_keeper(interaction: discord.Interaction[Any]) -> bool:
    """Whether somebody changes what a server knows: who is on it, and may manage it."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def audience_of(interaction: discord.Interaction[Any], readers: Readers) -> Audience:
    """Those whom a member means who says this here; raises InvalidInput where there is no category."""
    guild = str(interaction.guild_id)
    if readers == "channel":
        return Audience(guild, channel=str(interaction.channel_id))
    if readers == "me":
        return Audience(guild, owner=str(interaction.user.id))
    if readers == "category":
        if (category := category_of(interaction.channel)) is None:
            raise InvalidInput(_NO_CATEGORY)
        return Audience(guild, category=category)
    return Audience(guild)


def audience_for(message: discord.Message) -> Audience:
    """Those who may find a message that is saved: the server, or its channel where not everybody sees that."""
    assert message.guild
    guild, channel = message.guild, message.channel
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    seen = getattr(place, "permissions_for", None)
    is_hidden = seen is None or not seen(guild.default_role).view_channel
    is_private = isinstance(channel, discord.Thread) and channel.is_private()
    return Audience(str(guild.id), channel=str(channel.id) if is_hidden or is_private else None)


async def shown(interaction: discord.Interaction[Any], audience: Audience) -> str:
    """Who they are, in the language of the member."""
    for kind, value in (("owner", audience.owner), ("channel", audience.channel), ("category", audience.category)):
        if value is not None:
            return await in_language_of(interaction, SHOWN[kind], id=value)
    return await in_language_of(interaction, SHOWN["guild" if audience.guild else "all"])


def is_managed_by(one: Listed, interaction: discord.Interaction[Any]) -> bool:
    """Whether the document is the server's, and not another member's own."""
    mine = one.audience.owner in {None, str(interaction.user.id)}
    return one.audience.guild == str(interaction.guild_id) and mine


async def list_of(interaction: discord.Interaction[Any], documents: Sequence[Listed]) -> str:
    """A line a document: its title, who brought it, when, and for whom."""
    lines = [await _line(interaction, one) for one in documents[:_MOST]]
    if (more := len(documents) - _MOST) > 0:
        lines.append(await in_language_of(interaction, "… and {more} more", more=more))
    return "\n".join(lines)


async def _line(interaction: discord.Interaction[Any], one: Listed) -> str:
    title = f"**{shortened(one.title, _LONGEST_TITLE)}**"
    if one.document.startswith(("http://", "https://")) and not set(one.document) & set(" )>"):
        title = f"[{title}](<{one.document}>)"
    by = f"<@{one.added.by}>" if one.added.by else await in_language_of(interaction, _NOBODY)
    when = f", <t:{int(one.added.at.timestamp())}:d>" if one.added.at else ""
    return f"- {title} · {by}{when} · {await shown(interaction, one.audience)}"


async def tell_of(interaction: discord.Interaction[Any], report: IndexReport, audience: Audience = EVERYONE) -> None:
    """Tell the member alone what came of a document that they gave for these readers."""
    for title in report.indexed:
        name = f"**{shortened(title, _LONGEST_TITLE)}**"
        words = ADDED if audience.owner is None else ALONE
        await tell_privately(interaction, words, title=name, readers=await shown(interaction, audience))
    for _ in report.unchanged:
        await tell_privately(interaction, KNOWN)
    for refusal in report.refused[:_MOST_TOLD]:
        name, reason = (shortened(text, _LONGEST_REASON) for text in (refusal.name, refusal.reason))
        await tell_privately(interaction, REFUSED, name=name, reason=reason)


def key_of(one: Listed) -> str:
    """What stands for a document in a choice: its address may be too long."""
    return blake2b(one.document.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def choice_of(one: Listed) -> app_commands.Choice[str]:
    """The document as something to choose."""
    title = one.title if len(one.title) <= _LONGEST_CHOICE else f"{one.title[: _LONGEST_CHOICE - 1]}…"
    return app_commands.Choice(name=title or "…", value=key_of(one))
