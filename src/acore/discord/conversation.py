"""Every question gets one reply: asked, edited, taken back, stopped, asked for again."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord
import structlog

from acore.discord.board import Board
from acore.discord.controls import Writing
from acore.discord.errors import words_for
from acore.discord.left_commands import CommandTarget
from acore.discord.reading import scope_of_message
from acore.discord.replies import Replies
from acore.discord.targets import NOT_TAKEN, Editable, InteractionTarget, MessageTarget, Target, acknowledge
from acore.discord.written_answers import whole_answer
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import AcoreError, EngineError, NotFound, RateLimited
from acore.interfaces import TurnLog
from acore.services.chat import ChatService

_log = structlog.get_logger(__name__)
_KNOWN = 256
"""Turns whose replies can be changed in place; of older ones only their buttons are known."""
_MOST_WRITING = 500
"""Answers that are written at the same time; who asks beyond that is asked to come back."""


@dataclass(slots=True)
class _Turn:
    question: Question
    board: Board
    guild: int | None
    writing: bool = False


class Conversation:
    """Answers questions, and remembers the latest of them with the messages that answer them."""

    def __init__(self, *, chat: ChatService, replies: Replies, log: TurnLog) -> None:
        self._chat = chat
        self._replies = replies
        self._log = log
        self._turns: OrderedDict[str, _Turn] = OrderedDict()

    async def to_message(
        self, message: discord.Message, question: Question, *, written: Iterable[Editable] = ()
    ) -> None:
        """Answer a message; `written` are the messages of half an answer that an earlier process has left.

        Raises as `Replies.write`; a question that is known already gets no second answer.
        """
        if question.turn in self._turns:
            return
        pages = tuple(written)
        board = self._replies.board(MessageTarget(message, sent=len(pages)), pages, half=bool(pages))
        await self._write(_Turn(replace(question, again=bool(pages)), board, _guild(question)))

    async def to_interaction(self, interaction: discord.Interaction[Any], question: Question) -> None:
        """Answer a command, deferred before anything else; raises as `Replies.write`."""
        await acknowledge(interaction)
        await self._begin(question, interaction.token)
        await self._finish(question, InteractionTarget(interaction), ())

    async def left(self, client: discord.Client) -> None:
        """Answer the commands that an earlier process has left without an answer, where that is still possible."""
        for left in await self._log.left():
            if left.question.turn in self._turns:
                continue
            target = CommandTarget(client, left)
            try:
                written = await target.written()
                if written is None:
                    await self._end(left.question)
                else:
                    await self._finish(replace(left.question, again=True), target, written)
            except (AcoreError, *NOT_TAKEN) as error:
                words_for(error, event_name="left")

    async def edited(self, turn: str, text: str) -> None:
        """The question has other words now: answer those, in the place of the first answer."""
        known = self._turns.get(turn)
        if known is None:
            return
        known.question = replace(known.question, text=text, again=True)
        await self._replies.abandon(turn)
        await self._write(known)

    async def taken_back(self, turn: str, written: Sequence[discord.Message] = ()) -> None:
        """The question was deleted: forget it, and delete its answer; `written` is that of an earlier process."""
        known = self._turns.pop(turn, None)
        if known is None:
            if written:
                await self._chat.retract(scope_of_message(written[0]), turn)
                await self._replies.board(MessageTarget(written[0]), written).clear()
            return
        await self._replies.abandon(turn)
        if known.question.remember:
            await self._chat.retract(known.question.scope, turn)
        await known.board.clear()

    def stop(self, turn: str) -> bool:
        """End the writing of the reply; whether it was being written."""
        return self._replies.stop(turn)

    async def again(self, turn: str, message: discord.Message, question: Question | None) -> None:
        """Answer the question once more, in the place of its answer, of which `message` is the last one.

        `question` is what is known of a turn of an earlier process. Raises NotFound without it.
        """
        known = self._turns.get(turn)
        if known is None:
            if question is None:
                raise NotFound("I do not know that question any more. Ask it again.")
            pages = await whole_answer(int(turn), message)
            target = MessageTarget(message, again=True, sent=len(pages))
            known = _Turn(question, self._replies.board(target, pages), _guild(question))
        if known.writing:
            return
        known.question = replace(known.question, again=True)
        await self._write(known)

    async def earlier(self, turn: str) -> Question | None:
        """A question of an earlier process that was asked by command; it is kept for a day."""
        return await self._log.find(turn)

    def knows(self, turn: str) -> bool:
        """Whether the question is among the latest."""
        return turn in self._turns

    async def aclose(self) -> None:
        """Leave what is being written as it is; each says that it goes on later."""
        await self._replies.aclose()

    def says(self, turn: str, text: str) -> bool:
        """Whether these are the words of the question."""
        return turn in self._turns and self._turns[turn].question.text == text

    async def leave(self, guild: int) -> None:
        """The bot is no longer on the guild: stop what is being written there, and forget its turns."""
        for turn in [turn for turn, known in self._turns.items() if known.guild == guild]:
            await self._replies.abandon(turn)
            self._turns.pop(turn, None)
        await self._log.forget(Scope(channel="", user="", guild=str(guild)))
        self._chat.leave(str(guild))

    async def _begin(self, question: Question, token: str) -> None:
        """Keep the question over a death of the process; where it can not be kept, it is answered all the same."""
        try:
            await self._log.begin(question, token)
        except EngineError as error:
            _log.warning("command_not_noted", reason=str(error))

    async def _finish(self, question: Question, target: Target, written: Iterable[Editable]) -> None:
        """Answer a command. Cancelled, because the bot is closing, it stays for the next process."""
        pages = tuple(written)
        board = self._replies.board(target, pages, half=bool(pages))
        try:
            await self._write(_Turn(question, board, _guild(question)))
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

    async def _write(self, turn: _Turn) -> None:
        name = str(turn.question.turn)
        if sum(known.writing for known in self._turns.values()) >= _MOST_WRITING:
            raise RateLimited(f"{_MOST_WRITING} answers are being written", engine="acore")
        self._turns[name] = turn
        self._turns.move_to_end(name)
        self._forget_oldest()
        turn.writing = True
        try:
            offer = Writing(name, int(turn.question.scope.user))
            await self._replies.write(turn.board, self._chat.reply(turn.question), offer)
        finally:
            turn.writing = False

    def _forget_oldest(self) -> None:
        if (beyond := len(self._turns) - _KNOWN) > 0:
            ended = [name for name, turn in self._turns.items() if not turn.writing]
            for name in ended[:beyond]:
                del self._turns[name]


def _guild(question: Question) -> int | None:
    return int(question.scope.guild) if question.scope.guild else None
