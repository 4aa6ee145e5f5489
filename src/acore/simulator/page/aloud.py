"""A question that was spoken, asked in the member's name; and the bot's answer, read while it grows in the channel."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator

import structlog

from acore.domain.replies import Question, ReplyPart
from acore.errors import AcoreError
from acore.simulator.page import offers
from acore.simulator.page.offers import View
from acore.simulator.page.seat import LONGEST_TEXT, Seat
from acore.simulator.world import Channel, SimMessage, WorldEvent

_STOP = "⏹️"
"""The button of an answer that is being written."""
_QUIET_S = 2.0
"""An answer without buttons is whole once nothing was added for so long."""
_UNSETTLED = re.compile(r"[\s`*_~|>)\]]+\Z")
"""What may stand elsewhere in the next state of a text that grows: marks that only close what is open now."""

_log = structlog.get_logger(__name__)


class AskedAloud:
    """Stands where the conversation by voice asks: what it asks is a message, and what it hears the bot's reply."""

    def __init__(self, seat: Seat, channel: Channel, *, quiet_s: float = _QUIET_S) -> None:
        self._seat = seat
        self._channel = channel
        self._quiet_s = quiet_s

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        """Write the question, and yield what the bot writes back; it ends when the answer does, or is deleted.

        Raises InvalidInput where the member may not write. Closing it presses the answer's button to stop.
        """
        world = self._seat.world
        growing = Growing()
        async with world.subscribe() as events:
            asked = await world.say(self._seat.user, self._channel, self._addressed(question.text))
            try:
                while not (is_whole := self._is_whole(asked)):
                    if added := growing.add(self._text(asked)):
                        yield ReplyPart(added)
                    if not await self._something(events, asked):
                        break
                if rest := growing.end(self._text(asked)):
                    yield ReplyPart(rest)
                is_whole = True
            finally:
                if not is_whole:
                    await self._stop(asked)

    async def amend(self, question: Question, said: str) -> None:
        """Nothing: the member has read what they did not wait to hear."""

    def _addressed(self, text: str) -> str:
        mention = f"<@{self._seat.world.bot.id}> " if self._channel.guild_id else ""
        return f"{mention}{text}"[:LONGEST_TEXT]

    def _answer(self, asked: SimMessage) -> list[SimMessage]:
        """The bot's messages that reply to the question, and those that go on where the last of them was full."""
        seat, pages = self._seat, list[SimMessage]()
        for message in seat.world.messages(self._channel.id, seen_by=seat.user.id):
            if message.author != seat.world.bot or int(message.id) < int(asked.id):
                continue
            goes_on = pages and message.reference is None and message.interaction_id is None
            if message.reference == asked.id or goes_on:
                pages.append(message)
        return pages

    def _text(self, asked: SimMessage) -> str:
        return "\n".join(page.content for page in self._answer(asked))

    def _is_whole(self, asked: SimMessage) -> bool:
        """Whether the answer has the buttons of one that has ended, or nobody waits for it any more."""
        if self._seat.world.find(self._channel.id, asked.id) is None:
            return True
        buttons = _buttons(self._answer(asked))
        return bool(buttons) and all(button["emoji"] != _STOP for button in buttons)

    async def _something(self, events: AsyncIterator[WorldEvent], asked: SimMessage) -> bool:
        """Wait for anything to happen; False where an answer without buttons has come to rest."""
        pages = self._answer(asked)
        rests = bool(pages) and not _buttons(pages)
        try:
            async with asyncio.timeout(self._quiet_s if rests else None):
                await anext(events)
        except TimeoutError:
            return False
        return True

    async def _stop(self, asked: SimMessage) -> None:
        for page in self._answer(asked):
            for button in _buttons([page]):
                if button["emoji"] == _STOP:
                    try:
                        await self._seat.world.press(self._seat.user, page, button["id"])
                    except AcoreError as error:
                        _log.info("answer_not_stopped", reason=str(error))


class Growing:
    """Tells what was added to a text of which only whole states are seen."""

    def __init__(self) -> None:
        self._given = 0

    def add(self, text: str) -> str:
        """What can be given of this state: nothing that the next one may take back."""
        return self.end(_UNSETTLED.sub("", text))

    def end(self, text: str) -> str:
        """All that was not given; of a text that was changed before its end, what goes beyond it."""
        added = text[self._given :]
        self._given += len(added)
        return added


def _buttons(pages: list[SimMessage]) -> list[View]:
    return [button for page in pages for row in offers.buttons(page.components) for button in row]
