"""Reads Discord's objects into values."""

from types import MappingProxyType
from typing import Any

import discord

from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.domain.triggers import Heard

_SAID = frozenset({discord.MessageType.default, discord.MessageType.reply})
_NO_ONE = MappingProxyType[int, str]({})


def heard(message: discord.Message, *, edited: bool = False) -> Heard:
    """What matters for whether the bot answers; runs for every message, so it does as little as it can."""
    author, reference, mentions = message.author, message.reference, message.mentions
    return Heard(
        id=message.id,
        author=author.id,
        channel=message.channel.id,
        text=message.content,
        parent=getattr(message.channel, "parent_id", None),
        person=not author.bot and message.webhook_id is None and message.type in _SAID,
        direct=message.guild is None,
        mentioned={user.id: user.display_name for user in mentions} if mentions else _NO_ONE,
        everyone=message.mention_everyone,
        replies_to=None if reference is None else _author(reference.resolved),
        edited=edited,
    )


def question_in(
    message: discord.Message, text: str, material: tuple[Passage, ...] = (), *, again: bool = False
) -> Question:
    """What the author of the message asks, in these words."""
    scope, name = scope_of_message(message), message.author.display_name
    return Question(text, scope, name, turn=str(message.id), again=again, material=material)


def scope_of_message(message: discord.Message) -> Scope:
    """Where the message was written, and by whom."""
    guild = str(message.guild.id) if message.guild else None
    place = message.channel
    return Scope(str(place.id), str(message.author.id), guild, category=category_of(place), parent=parent_of(place))


def scope_of(interaction: discord.Interaction[Any]) -> Scope:
    """Where the member ran the command; one outside of any channel is between the two."""
    guild = str(interaction.guild_id) if interaction.guild_id else None
    channel = str(interaction.channel_id or f"user-{interaction.user.id}")
    place = interaction.channel
    return Scope(channel, str(interaction.user.id), guild, category=category_of(place), parent=parent_of(place))


def parent_of(channel: object) -> str | None:
    """The channel that a thread belongs to; None for what is no thread."""
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else None


def category_of(channel: object) -> str | None:
    """The category that a channel stands in, or that a thread's channel does; None where it is not known."""
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    category = getattr(place, "category_id", None)
    return str(category) if category else None


def question_of(
    interaction: discord.Interaction[Any], text: str, *, remember: bool, material: tuple[Passage, ...] = ()
) -> Question:
    """What the member who ran the command asks."""
    return Question(
        text,
        scope_of(interaction),
        interaction.user.display_name,
        remember=remember,
        turn=str(interaction.id),
        material=material,
    )


def passage_of(message: discord.Message) -> Passage:
    """What somebody wrote, as something to answer from."""
    return Passage(message.content, Source(f"{message.author.display_name} wrote", message.jump_url), 1)


def _author(message: discord.Message | discord.DeletedReferencedMessage | None) -> int | None:
    if message is None or isinstance(message, discord.DeletedReferencedMessage):
        return None
    return message.author.id
