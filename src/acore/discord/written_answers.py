"""Finds the messages that answer a question, by what they say of themselves."""

from collections.abc import Iterable

import discord
import structlog

from acore.discord.controls import is_unfinished, turn_of
from acore.discord.pages import MOST_PARTS
from acore.discord.targets import NOT_TAKEN

_log = structlog.get_logger(__name__)
_CLOSE = 50
"""Messages behind a question among which its answer is looked for."""
_BETWEEN = 20
"""Messages of others that may stand between those of an answer."""


def answer_to(
    question: int, later: Iterable[discord.Message], me: discord.abc.User | None
) -> tuple[discord.Message, ...]:
    """The messages of ours that answer the question: the one that refers to it, and those that go on from it.

    The last one has buttons that name the question; a further one refers to the one before, or directly follows
    it among the answers to messages.
    """
    found: dict[int, discord.Message] = {}
    goes_on = False
    for message in later:
        begins = message.author == me and _begins(message, question)
        if message.author != me or (message.interaction_metadata is not None and not begins):
            continue
        about, before = turn_of(message), _referred(message)
        follows = goes_on if before is None else before in found
        ours = begins or (about == str(question) if about else follows)
        if ours:
            found[message.id] = message
        goes_on = ours and message.interaction_metadata is None  # those of a command say themselves whose they are
    return tuple(found.values())


def is_outdated(written: Iterable[discord.Message], question: discord.Message) -> bool:
    """Whether the answer was never ended, or is older than the question's last words."""
    pages = tuple(written)
    if any(is_unfinished(page) for page in pages):
        return True
    last = max(page.edited_at or page.created_at for page in pages)
    return question.edited_at is not None and question.edited_at > last


async def earlier_answer(
    question: discord.Message | discord.PartialMessage, me: discord.abc.User | None
) -> tuple[discord.Message, ...]:
    """The messages that answer the question already, as far as they stand close behind it and can be read."""
    try:
        later = [m async for m in question.channel.history(after=question, limit=_CLOSE, oldest_first=True)]
    except NOT_TAKEN as error:
        _log.info("answer_not_found", reason=repr(error))
        return ()
    return answer_to(question.id, later, me)


async def whole_answer(question: int, last: discord.Message) -> tuple[discord.Message, ...]:
    """The messages of an answer, of which `last` is the last one; it alone where the others can not be found."""
    if _referred(last) == question:
        return (last,)
    try:
        before = [message async for message in last.channel.history(before=last, limit=MOST_PARTS + _BETWEEN)]
    except NOT_TAKEN as error:
        _log.info("answer_not_found", reason=repr(error))
        return (last,)
    found = answer_to(question, (*reversed(before), last), last.author)
    return found if found and found[-1].id == last.id else (last,)


def _begins(message: discord.Message, question: int) -> bool:
    about = message.interaction_metadata
    return _referred(message) == question or (about is not None and about.id == question)


def _referred(message: discord.Message) -> int | None:
    return message.reference.message_id if message.reference else None
