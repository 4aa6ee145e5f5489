"""What the bot says when it comes to a guild."""

from collections.abc import Iterator

import discord
import structlog

from acore.discord.targets import NOBODY, NOT_TAKEN

_log = structlog.get_logger(__name__)

GREETING = (
    "👋 Hello, I am **acore**. Here is how we can talk:\n"
    "- **Mention me** or **reply to me** in a channel, or write to me in private.\n"
    "- `/ask` answers one question, `/chat` goes on with the conversation, `/help` lists everything I can do.\n"
    "- I answer from the documents I was given, and name my sources."
)


async def greet(guild: discord.Guild) -> None:
    """Introduce the bot in the system channel, or else in the first channel where it may write."""
    channel = next(_open_channels(guild), None)
    if channel is None:
        _log.info("greeting_has_no_channel", guild=guild.id)
        return
    try:
        await channel.send(GREETING, allowed_mentions=NOBODY)
    except NOT_TAKEN as error:
        _log.info("greeting_not_shown", guild=guild.id, reason=repr(error))


def _open_channels(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    for channel in (guild.system_channel, *guild.text_channels):
        if channel is None:
            continue
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages:
            yield channel
