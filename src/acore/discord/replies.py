"""Shows the stream of a reply as Discord messages that grow."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass

import discord
import structlog

from acore.discord.errors import words_for
from acore.discord.pages import finished, growing
from acore.discord.sources import sources_embed
from acore.discord.splitting import closed
from acore.discord.targets import NOBODY, NOT_TAKEN, PASSING, Board, InteractionTarget, MessageTarget
from acore.domain.replies import Citation, ReplyPart
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)

_TYPING_EVERY_S = 8.0
"""Discord shows typing for ten seconds."""
_LEAVE_S = 2.0
"""Seconds that leaving in the middle of a reply may take."""
_MOST_TURNS_OF_THE_LOOP = 1000

_NOTHING = "I have nothing to say to that. Ask it in other words, or with a little more detail."
_STOPPED = "I am being stopped just now. Ask again in a minute."


class _Draft:
    """What has been written of one reply so far."""

    def __init__(self) -> None:
        self.text = ""
        self.citations: tuple[Citation, ...] = ()
        self.failure: Exception | None = None
        self.whole = False
        self.begun = asyncio.Event()
        """There is something to show, or there will never be."""
        self.ended = asyncio.Event()

    async def fill(self, parts: AsyncGenerator[ReplyPart, None]) -> None:
        """Take in the parts; what they raise is kept, because it is shown with the text."""
        try:
            async with aclosing(parts):
                async for part in parts:
                    self.text += part.text
                    self.citations = part.citations or self.citations
                    if not self.begun.is_set() and self.text.strip():
                        self.begun.set()
            self.whole = True
        except Exception as error:  # noqa: BLE001  whatever broke, `_conclude` shows it or raises it
            self.failure = error
        finally:
            self.begun.set()
            self.ended.set()


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """How a reply is shown; times in seconds."""

    edit_every_s: float = 1.1
    """Discord takes five edits in five seconds."""
    typing_after_s: float = 0.5
    """A reply whose first words are later than that is announced by typing."""
    grace_s: float = 0.03
    """For an answer that is whole at once to be written down before it is shown; by the event loop's time."""


class Replies:
    """Puts replies on Discord: at once, growing at a pace that the rate limits allow, and in the end whole."""

    def __init__(self, clock: Clock, options: ReplyOptions) -> None:
        self._clock = clock
        self._options = options
        self._running: set[asyncio.Task[object]] = set()

    async def to_message(self, message: discord.Message, parts: AsyncGenerator[ReplyPart, None]) -> None:
        """Answer a message, and return when the last state is shown.

        An error before the first word is raised; a later one is shown under the text it cut off. A
        reply that is deleted, or whose channel is closed to the bot, ends. Raises
        discord.HTTPException where Discord does not take the answer. Cancelling closes `parts`.
        """
        await self._show(Board(MessageTarget(message), self._clock, self._options.edit_every_s), parts)

    async def to_interaction(self, interaction: discord.Interaction, parts: AsyncGenerator[ReplyPart, None]) -> None:
        """Answer a slash command, deferred before anything else; the rest is as in `to_message`."""
        async with aclosing(parts):
            await interaction.response.defer(thinking=True)
            await self._show(Board(InteractionTarget(interaction), self._clock, self._options.edit_every_s), parts)

    async def aclose(self) -> None:
        """Stop the replies that are being written; each is left with a word about it, within seconds."""
        running = tuple(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=2 * _LEAVE_S)

    async def _show(self, board: Board, parts: AsyncGenerator[ReplyPart, None]) -> None:
        draft = _Draft()
        reader = asyncio.create_task(draft.fill(parts))
        task = asyncio.current_task()
        assert task
        self._running.add(task)
        try:
            await self._follow(board, draft)
        except asyncio.CancelledError:
            await self._leave(board, draft, reader)
            raise
        except (discord.NotFound, discord.Forbidden) as error:
            # Somebody deleted the answer or its channel, or took our permission: that is an answer, too.
            _log.info("reply_not_wanted", reason=str(error))
        finally:
            self._running.discard(task)
            await _stopped(reader)

    async def _follow(self, board: Board, draft: _Draft) -> None:
        await self._first_words(board, draft)
        while not draft.ended.is_set():
            await _progress(board, draft)
            await self._within(self._options.edit_every_s, draft.ended)
        await self._conclude(board, draft)

    async def _first_words(self, board: Board, draft: _Draft) -> None:
        """Wait until there is text, typing where that takes a while."""
        await self._within(self._options.typing_after_s, draft.begun)
        while not draft.begun.is_set():
            await board.typing()
            await self._within(_TYPING_EVERY_S, draft.begun)
        # An engine that does not wait for anything says all of it now: one message then, without an edit,
        # once it was written down. An engine that pauses is shown as it is.
        seen = -1
        for _ in range(_MOST_TURNS_OF_THE_LOOP):
            if draft.ended.is_set() or len(draft.text) == seen:
                break
            seen = len(draft.text)
            await asyncio.sleep(0)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._options.grace_s):
                await draft.ended.wait()

    async def _conclude(self, board: Board, draft: _Draft) -> None:
        if draft.failure and not draft.text.strip():
            await board.withdraw()
            raise draft.failure
        text = draft.text if draft.text.strip() else _NOTHING
        if draft.failure:
            text = _cut_off(text, words_for(draft.failure))
        elif not draft.whole:
            text = _cut_off(text, _STOPPED)
        await board.show(finished(text, sources_embed(draft.citations)))

    async def _leave(self, board: Board, draft: _Draft, reader: asyncio.Task[None]) -> None:
        """The bot is closing: end the reading, then leave what there is, marked as cut off."""
        await _stopped(reader)
        text = draft.text if draft.whole else _cut_off(draft.text, _STOPPED)
        try:
            async with asyncio.timeout(_LEAVE_S):
                await board.show(finished(text.strip(), sources_embed(draft.citations)))
        except NOT_TAKEN as error:
            _log.info("last_state_not_shown", reason=repr(error))

    async def _within(self, seconds: float, event: asyncio.Event) -> None:
        """Wait for the event, at most so many seconds by the clock."""
        if event.is_set():
            return
        timer = asyncio.ensure_future(self._clock.sleep(seconds))
        waiter = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait((timer, waiter), return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            waiter.cancel()
            await asyncio.gather(timer, waiter, return_exceptions=True)


async def _progress(board: Board, draft: _Draft) -> None:
    """Show how far it is; a state that Discord did not take now is made good by the next one."""
    try:
        await board.show(growing(draft.text))
    except PASSING as error:
        _log.warning("state_not_shown", reason=repr(error))


async def _stopped(reader: asyncio.Task[None]) -> None:
    reader.cancel()
    await asyncio.wait((reader,), timeout=_LEAVE_S)


def _cut_off(text: str, words: str) -> str:
    mark = f"-# ⚠️ Cut off here. {words}"
    return f"{closed(text)}\n\n{mark}" if text.strip() else mark


async def tell_privately(interaction: discord.Interaction, text: str) -> None:
    """Answer a slash command with words of our own that only the member sees."""
    first, *more = finished(text, None)
    await interaction.response.send_message(first.text, ephemeral=True, allowed_mentions=NOBODY)
    for page in more:
        await interaction.followup.send(page.text, ephemeral=True, allowed_mentions=NOBODY)
