"""Every question gets one reply: asked, edited, taken back, stopped, asked for again."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any, TypeVar

import discord
import structlog

from acore.discord.board import Board
from acore.discord.controls import Writing, Written
from acore.discord.errors import words_for
from acore.discord.left_commands import CommandTarget
from acore.discord.recordings import listen, telling_what_was_heard
from acore.discord.replies import Replies
from acore.discord.targets import NOT_TAKEN, Editable, InteractionTarget, MessageTarget, Target, acknowledge
from acore.discord.turns import Recording, Turn, Turns, Words
from acore.domain.knowledge import Passage
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import AcoreError, EngineError, NotFound, RateLimited
from acore.interfaces import Clock, LeftTurn, TurnLog
from acore.services.chat import ChatService

_log = structlog.get_logger(__name__)
_MOST_WRITING = 500
"""Answers that are written at the same time; who asks beyond that is asked to come back."""
_LEFT_AT_ONCE = 4
_END_S = 1.0
_T = TypeVar("_T")
_TOKEN_LIFE = timedelta(minutes=14, seconds=30)
"""Discord takes the answer to a command for fifteen minutes."""


class Conversation:
    """Answers questions, and remembers the latest of them with the messages that answer them."""

    def __init__(self, *, chat: ChatService, replies: Replies, log: TurnLog, clock: Clock) -> None:
        self._chat = chat
        self._replies = replies
        self._log = log
        self._clock = clock
        self._turns = Turns()
        self._at_work: set[asyncio.Task[Any]] = set()
        self._closing = False

    def begin(self, question: Question, words: Words) -> Turn | None:
        """Know of a question from now on, so that an edit or a deletion finds it; None where it is known already."""
        return self._turns.begin(question, words)

    async def to_message(
        self,
        turn: Turn,
        message: discord.Message,
        material: Callable[[], Awaitable[tuple[Passage, ...]]],
        written: Iterable[Editable] = (),
    ) -> None:
        """Answer a message; `written` are the messages of half an answer that an earlier process has left.

        What fails before the first word is said in the answer's place.
        Raises discord.DiscordException, aiohttp.ClientError or OSError where Discord does not take it.
        """
        pages = tuple(written)
        with self._working():
            async with turn.lock:
                about = await material()
                turn.question = replace(turn.question, material=about, again=turn.question.again or bool(pages))
                turn.board = self._replies.board(MessageTarget(message, sent=len(pages)), pages, half=bool(pages))
                await self._write_or_tell(turn)

    async def to_interaction(
        self,
        interaction: discord.Interaction[Any],
        question: Question,
        material: Callable[[], Awaitable[tuple[Passage, ...]]] | None = None,
        recording: Recording | None = None,
    ) -> None:
        """Answer a command, deferred before anything else where it is not yet.

        `material` is what it takes a while to find, `recording` gives what is heard in the message that it is about.

        Raises as `Replies.write`, and what these raise.
        """
        await acknowledge(interaction)
        target = InteractionTarget(interaction)
        if material is not None:
            question = replace(question, material=await _promised(material, target))
        if recording is not None:
            question = question.about(await _promised(recording, target))
        await self._begin(question, interaction.token)
        await self._finish(question, target, ())

    async def left(self, client: discord.Client) -> None:
        """Answer the commands that an earlier process has left without an answer, where that is still possible."""
        few = asyncio.Semaphore(_LEFT_AT_ONCE)

        async def one(left: LeftTurn) -> None:
            async with few:
                await self._answer_left(client, left)

        await asyncio.gather(*(one(left) for left in await self._log.left()))

    async def edited(self, turn: Turn) -> None:
        """The question was revised: answer its newest words, in the place of the first answer; as `to_message`."""
        with self._working():
            await self._replies.abandon(turn.name)
            async with turn.lock:
                if turn.outdated:
                    await self._write_or_tell(turn)

    async def taken_back(self, name: str) -> bool:
        """The question was deleted: delete its answer, and forget it; whether it was known."""
        turn = self._turns.pop(name)
        if turn is None:
            return False
        await self._replies.abandon(name)
        async with turn.lock:
            if turn.question.remember:  # first: the next question may be on its way, and Discord takes its time
                await self._chat.retract(turn.question.scope, name)
            if turn.board is not None:
                await turn.board.clear()
        return True

    async def forget(self, scope: Scope, name: str) -> bool:
        """Forget a question that only the history knows; whether it did."""
        return await self._chat.retract(scope, name) > 0

    async def clear(self, written: tuple[discord.Message, ...]) -> None:
        """Delete the messages of an answer."""
        await self._replies.board(MessageTarget(written[0]), written).clear()

    def stop(self, turn: str) -> bool:
        """End the writing of the reply; whether it is being written, or prepared."""
        known = self._turns.get(turn)
        return self._replies.stop(turn) or (known is not None and known.lock.locked())

    def written(self, turn: str) -> Written | None:
        """What is offered below the reply, if it is among the latest and has ended."""
        known = self._turns.get(turn)
        return known.board.written if known is not None and known.board is not None else None

    async def again(
        self, name: str, question: Question | None, place: Callable[[], Awaitable[tuple[Target, tuple[Editable, ...]]]]
    ) -> None:
        """Answer the question once more; `place` finds the messages of its answer, and where further ones go.

        `question` is what is known of a turn of an earlier process. Raises NotFound without it. While it is
        being answered, nothing happens. What was forgotten meanwhile is answered, and stays forgotten.
        """
        turn = self._turns.get(name)
        if turn is None and question is not None:
            turn = self._turns.begin(question, Words(question.text))
        if turn is None:
            raise NotFound("I do not know that question any more. Ask it again.")
        if turn.lock.locked():
            return
        with self._working():
            async with turn.lock:
                target, pages = await place()
                turn.board = self._replies.board(target, pages)
                remember = turn.question.remember and await self._chat.remembers(turn.question.scope, name)
                turn.question = replace(turn.question, again=True, remember=remember)
                await self._write(turn)

    async def earlier(self, turn: str) -> Question | None:
        """A question of an earlier process that was asked by command; it is kept for a day."""
        return await self._log.find(turn)

    def known(self, name: str) -> Turn | None:
        """The turn, if it is among the latest."""
        return self._turns.get(name)

    async def aclose(self) -> None:
        """Leave what is being written as it is; each says that it goes on later. Nobody begins from here on."""
        self._closing = True
        at_work = tuple(self._at_work)
        for task in at_work:
            task.cancel()
        await self._replies.aclose()
        if at_work:
            await asyncio.wait(at_work, timeout=_END_S)

    async def leave(self, guild: int) -> None:
        """The bot is no longer on the guild: stop what is being written there, and forget its turns."""
        names = self._turns.of_guild(str(guild))
        for name in names:
            self._turns.pop(name)
        self._chat.leave(str(guild))
        await asyncio.gather(*(self._replies.abandon(name) for name in names))
        await self._log.forget(Scope(channel="", user="", guild=str(guild)))

    @contextmanager
    def _working(self) -> Iterator[None]:
        """The task answers somebody: it is cancelled when the bot closes, at once where it closes already."""
        if self._closing:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        assert task
        self._at_work.add(task)
        try:
            yield
        finally:
            self._at_work.discard(task)

    async def _begin(self, question: Question, token: str) -> None:
        """Keep the question over a death of the process; where it can not be kept, it is answered all the same."""
        try:
            await self._log.begin(question, token)
        except EngineError as error:
            _log.warning("command_not_noted", reason=str(error))

    async def _answer_left(self, client: discord.Client, left: LeftTurn) -> None:
        if str(left.question.turn) in self._turns:
            return
        if self._clock.now().astimezone(UTC) - left.begun.astimezone(UTC) > _TOKEN_LIFE:
            await self._end(left.question)
            return
        target = CommandTarget(client, left)
        try:
            written = await target.written()
            if written is None:
                await self._end(left.question)
            else:
                await self._finish(replace(left.question, again=True), target, written)
        except (AcoreError, *NOT_TAKEN) as error:
            words_for(error, event_name="left")

    async def _finish(self, question: Question, target: Target, written: Iterable[Editable]) -> None:
        """Answer a command. Cancelled, because the bot is closing, it stays for the next process."""
        turn = self._turns.begin(question, Words(question.text))
        if turn is None:
            return
        pages = tuple(written)
        try:
            with self._working():
                async with turn.lock:
                    turn.board = self._replies.board(target, pages, half=bool(pages))
                    await self._write(turn)
        except asyncio.CancelledError:
            raise
        except BaseException:
            await self._end(question)
            raise
        await self._end(question)

    async def _end(self, question: Question) -> None:
        try:
            await self._log.end(str(question.turn))
        except EngineError as error:
            _log.warning("command_not_noted", reason=str(error))

    async def _write(self, turn: Turn) -> None:
        """Answer the newest words; whoever calls it holds the lock of the turn, which has a board."""
        if turn.recording is not None and not turn.gone:
            await listen(turn, turn.recording)
        if turn.gone:
            return
        if self._turns.more_busy_than(_MOST_WRITING):
            raise RateLimited(f"{_MOST_WRITING} answers are being written", engine="acore")
        assert isinstance(turn.board, Board)
        turn.answered = turn.question.text
        offer = Writing(turn.name, int(turn.question.scope.user))
        parts = telling_what_was_heard(self._chat.reply(turn.question), turn.question.heard)
        if not await self._replies.write(turn.board, parts, offer):
            turn.answered = None

    async def _write_or_tell(self, turn: Turn) -> None:
        """Answer a message; what failed is said where the answer would be, so that a better one takes its place."""
        try:
            await self._write(turn)
        except NOT_TAKEN:
            raise
        except Exception as error:  # noqa: BLE001  whatever broke is told to who asked
            assert turn.board is not None
            await self._replies.tell(turn.board, words_for(error, event_name="message"))


async def _promised(material: Callable[[], Awaitable[_T]], target: InteractionTarget) -> _T:
    """What there is to answer from; where there is nothing, no answer is promised any more."""
    try:
        return await material()
    except AcoreError:
        await target.withdraw()
        raise
