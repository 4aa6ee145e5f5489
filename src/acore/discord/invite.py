"""The link that brings the bot to a server."""

import discord

_SCOPES = ("bot", "applications.commands")
_NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    connect=True,
    speak=True,
)


def invite_link(application_id: int) -> str:
    """The address that invites the bot of an application, with the least permissions that it works with."""
    return discord.utils.oauth_url(application_id, permissions=_NEEDED, scopes=_SCOPES)
