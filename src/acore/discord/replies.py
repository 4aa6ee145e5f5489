"""Shows the stream of a reply as Discord messages that grow."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import discord
import structlog

from acore.discord.board import Board
from acore.discord.controls import Writing, Written, openings
from acore.discord.drafts import Draft
from acore.discord.errors import words_for
from acore.discord.pacing import Pace
from acore.discord.pages import finished, growing
from acore.discord.sources import sources_embed
from acore.discord.splitting import closed
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, Target, files_of, is_closed, may_pass
from acore.discord.translations import in_language_of
from acore.domain.replies import ReplyPart
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)

_TYPING_EVERY_S = 8.0
"""Discord shows typing for ten seconds."""
_LEAVE_S = 2.0
"""Seconds that leaving in the middle of a reply may take."""
_MOST_TURNS_OF_THE_LOOP = 1000
_LONGEST_PAUSE_S = 30.0

_NOTHING = "I have nothing to say to that. Ask it in other words, or with a little more detail."
_CLOSING = "I am being stopped just now, and go on with this when I am back."


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """How a reply is shown; times in seconds."""

    edit_every_s: float = 1.1
    """Discord takes five edits in five seconds."""
    typing_after_s: float = 0.5
    """A reply whose first words are later than that is announced by typing."""
    grace_s: float = 0.03
    """For an answer that is whole at once to be written down before it is shown; by the event loop's time."""
    deliver_s: float = 900
    """How long an answer that Discord does not take, because it is down or has banned us, is tried again."""


class Replies:
    """Puts replies on Discord: at once, growing at a pace that the rate limits allow, and in the end whole."""

    def __init__(self, clock: Clock, options: ReplyOptions) -> None:
        self._clock = clock
        self._options = options
        self._pace = Pace(clock, options.edit_every_s)
        self._running: set[asyncio.Task[Any]] = set()
        self._drafts: dict[str, Draft] = {}

    def board(self, target: Target, written: Iterable[Editable] = (), *, half: bool = False) -> Board:
        """A board whose edits keep the pace of all others; `written` are messages that it writes over."""
        return Board(target, self._pace, written, half=half)

    async def write(self, board: Board, parts: AsyncGenerator[ReplyPart, None], offer: Writing) -> bool:
        """Show the reply, and return True when its last state is shown; False when somebody abandoned it before.

        An error before the first word is raised; a later one is shown under the text it cut off. A
        reply that is deleted, or whose channel is closed to the bot, ends: what is left of it is tidied up.
        While Discord is down the last state is tried again; then discord.HTTPException is raised.
        Cancelling closes `parts`.
        """
        board.begin()
        draft = Draft()
        draft.reader = asyncio.create_task(draft.fill(parts))
        task = asyncio.current_task()
        assert task
        self._running.add(task)
        self._drafts[offer.turn] = draft
        try:
            return await self._follow(board, draft, offer)
        except asyncio.CancelledError:
            await _to_the_end(self._leave(board, draft, offer))
            raise
        except NOT_TAKEN as error:
            if isinstance(error, discord.NotFound):
                await board.clear()
            else:
                await board.release(_written(draft, offer))
            if not is_closed(error):
                raise
            _log.info("reply_not_wanted", reason=str(error))
            return True
        finally:
            self._running.discard(task)
            if self._drafts.get(offer.turn) is draft:
                del self._drafts[offer.turn]
            await draft.end()
            draft.left.set()

    async def tell(self, board: Board, words: str) -> None:
        """Show words of our own where the reply would be; raises as `Board.show`, but not where nobody wants them."""
        board.begin()
        try:
            await board.show(finished(words, None))
        except NOT_TAKEN as error:
            if not is_closed(error):
                raise
            _log.info("reply_not_wanted", reason=str(error))

    def stop(self, turn: str) -> bool:
        """End the writing of this reply where it is; whether it was being written."""
        draft = self._drafts.get(turn)
        if draft is None:
            return False
        draft.stopped = True
        draft.cancel()
        return True

    async def abandon(self, turn: str) -> None:
        """Let nothing more of this reply be shown, and return once nothing more will be."""
        if draft := self._drafts.get(turn):
            draft.abandoned.set()
            draft.cancel()
            await draft.left.wait()

    async def aclose(self) -> None:
        """Stop the replies that are being written; each is left with a word about it, within seconds."""
        self._pace.hurry()
        running = tuple(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=2 * _LEAVE_S)

    async def _follow(self, board: Board, draft: Draft, offer: Writing) -> bool:
        await self._first_words(board, draft)
        while not draft.ended.is_set():
            await _progress(board, draft, offer)
            await self._within(self._options.edit_every_s, draft.ended)
        return await self._conclude(board, draft, offer)

    async def _first_words(self, board: Board, draft: Draft) -> None:
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

    async def _conclude(self, board: Board, draft: Draft, offer: Writing) -> bool:
        if draft.abandoned.is_set():
            return False
        if draft.failure and not draft.text.strip() and not board.half:
            await board.withdraw()
            raise draft.failure
        pages = finished(_last_words(draft), sources_embed(draft.citations))
        for pause in self._pauses():
            try:
                await board.show(pages, _written(draft, offer), offer)
            except NOT_TAKEN as error:
                if pause is None or not may_pass(error):
                    raise
                _log.warning("answer_not_taken", reason=repr(error), next_try_s=pause)
            else:
                board.half = False
                return True
            await self._within(pause, draft.abandoned)
            if draft.abandoned.is_set():
                break
        return False

    def _pauses(self) -> Iterator[float | None]:
        """Ever longer ones, for as long as an answer is worth delivering; None where it is the last try."""
        left, pause = self._options.deliver_s, 1.0
        while left > 0:
            yield pause
            left, pause = left - pause, min(2 * pause, _LONGEST_PAUSE_S)
        yield None

    async def _leave(self, board: Board, draft: Draft, offer: Writing) -> None:
        """The bot is closing: end the reading, then leave what there is, marked as cut off."""
        await draft.end()
        text = draft.text if draft.whole else _cut_off(draft.text, _CLOSING)
        try:
            async with asyncio.timeout(_LEAVE_S):
                # An answer that is not whole keeps its button to stop: by that the next process knows it.
                offered = _written(draft, offer) if draft.whole else offer
                await board.show(finished(text.strip(), sources_embed(draft.citations)), offered, offer)
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


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Do the work, which takes seconds at most, even if the task is cancelled once more meanwhile."""
    doing = asyncio.ensure_future(work)
    while not doing.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait((doing,))
    doing.result()


async def _progress(board: Board, draft: Draft, offer: Writing) -> None:
    """Show how far it is, if an edit may go out now; a state that Discord did not take is made good by the next."""
    pages = growing(draft.text)
    if not pages or not board.may_edit:
        return
    try:
        await board.show(pages, offer, offer)
    except NOT_TAKEN as error:
        if not may_pass(error):
            raise
        _log.warning("state_not_shown", reason=repr(error))


def _last_words(draft: Draft) -> str:
    text = draft.text
    if draft.failure:
        return _cut_off(text, words_for(draft.failure))
    if draft.stopped:
        return f"{closed(text)}\n\n-# ⏹️ Stopped." if text.strip() else "-# ⏹️ Stopped."
    if not draft.whole:
        return _cut_off(text, _CLOSING)
    return text if text.strip() else _NOTHING


def _written(draft: Draft, offer: Writing) -> Written:
    record = draft.record
    return Written(offer.turn, offer.asker, record.engine if record else "", "", openings(draft.citations))


def _cut_off(text: str, words: str) -> str:
    mark = f"-# ⚠️ Cut off here. {words}"
    return f"{closed(text)}\n\n{mark}" if text.strip() else mark


async def tell_privately(interaction: discord.Interaction[Any], text: str, **values: object) -> None:
    """Answer with words of our own, in the member's language, that only the member sees.

    The values stand in the places that the text names in braces. What is too long for messages is in a file.
    """
    first, *more = finished(await in_language_of(interaction, text, **values), None)
    if interaction.response.is_done():
        await interaction.followup.send(first.text, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(first.text, ephemeral=True, allowed_mentions=NOBODY)
    for page in more:
        await interaction.followup.send(page.text, files=files_of(page), ephemeral=True, allowed_mentions=NOBODY)
