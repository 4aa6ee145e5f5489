"""What a message is about: the messages that it replies to, and the one that its thread began with."""

from collections import OrderedDict
from collections.abc import Iterable

import discord

from acore.discord.reading import passage_of
from acore.discord.targets import NOT_TAKEN, may_pass
from acore.domain.knowledge import Passage

_LONGEST_CHAIN = 4
"""Messages that a chain of replies is followed back."""
_MOST_THREADS = 200
"""Threads whose first message is known; of those quiet for longest it is looked up again."""


class Material:
    """Gathers the messages that a question goes back to, as far as they are there to read."""

    def __init__(self) -> None:
        self._starters: OrderedDict[int, Passage | None] = OrderedDict()

    async def of(self, message: discord.Message) -> tuple[Passage, ...]:
        """The thread's first message, and the chain of replies, oldest first."""
        chain = await chain_before(message)
        first = await self._starter(message)
        return (first, *chain) if first is not None and first not in chain else chain

    def forget(self, threads: Iterable[int]) -> None:
        """Let go of what these threads began with."""
        for thread in threads:
            self._starters.pop(thread, None)

    async def _starter(self, message: discord.Message) -> Passage | None:
        thread = message.channel
        if not isinstance(thread, discord.Thread) or message.id == thread.id:
            return None
        if thread.id not in self._starters:
            try:
                self._starters[thread.id] = await _first_of(thread)
            except NOT_TAKEN as error:
                if may_pass(error):
                    return None
                self._starters[thread.id] = None
        self._starters.move_to_end(thread.id)
        if len(self._starters) > _MOST_THREADS:
            self._starters.popitem(last=False)
        return self._starters[thread.id]


async def chain_before(message: discord.Message) -> tuple[Passage, ...]:
    """The messages that this one goes back to, reply by reply, oldest first."""
    found: list[Passage] = []
    step = await _replied_to(message)
    while step is not None:
        if step.content:
            found.append(passage_of(step))
        step = await _replied_to(step) if len(found) < _LONGEST_CHAIN else None
    return tuple(reversed(found))


async def _replied_to(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is None or reference.message_id is None or message.type is not discord.MessageType.reply:
        return None
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved
    if isinstance(reference.resolved, discord.DeletedReferencedMessage):
        return None
    try:
        return await message.channel.fetch_message(reference.message_id)
    except NOT_TAKEN:
        return None


async def _first_of(thread: discord.Thread) -> Passage | None:
    """The first message of a forum's post stands in it, that of another thread in its channel; both have its id."""
    place = thread if isinstance(thread.parent, discord.ForumChannel) else thread.parent
    if place is None or isinstance(place, discord.ForumChannel):
        return None
    first = await place.fetch_message(thread.id)
    return passage_of(first) if first.content else None
