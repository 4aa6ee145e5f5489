"""The latest questions, with the messages that answer them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from acore.discord.board import Board
from acore.domain.replies import Question

Recording = Callable[[], Awaitable[str]]
_KNOWN = 256
"""Turns whose replies can be changed in place; of older ones only their buttons are known."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a message said when it was read, and when it was last edited."""

    content: str
    edited_at: datetime | None = None

    def newer_than(self, other: "Words") -> bool:
        """Whether these are other words, of a later edit."""
        if self.edited_at is None or self.content == other.content:
            return False
        return other.edited_at is None or self.edited_at > other.edited_at


@dataclass(slots=True, eq=False)
class Turn:
    """One question and its answer. What happens to it happens one after the other, under its lock."""

    question: Question
    """In its newest words."""
    words: Words
    board: Board | None = None
    """Where it is answered; None until that is known."""
    answered: str | None = None
    """The words that the answer is to; None where it was left for newer ones."""
    gone: bool = False
    """The question was deleted, or its place is out of reach: nothing more is to be shown."""
    waits: bool = False
    """Whether somebody waits until its newest words may be answered."""
    recording: Recording | None = None
    """Gives the words of its recordings, where it has any that were not listened to yet."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def revise(self, text: str, words: Words) -> None:
        """The question has other words now."""
        question = replace(self.question, text=text, again=True)
        self.question = question.hearing(question.heard) if question.heard else question
        self.words = words

    @property
    def name(self) -> str:
        """The id of the message or the interaction."""
        return str(self.question.turn)

    @property
    def outdated(self) -> bool:
        """Whether it has words that are not answered yet."""
        return not self.gone and self.answered != self.question.text


class Turns:
    """The turns by their names; beyond 256 the oldest leave that nobody is busy with."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    def __contains__(self, name: str) -> bool:
        return name in self._turns

    def get(self, name: str) -> Turn | None:
        """The turn, while it is known."""
        return self._turns.get(name)

    def begin(self, question: Question, words: Words) -> Turn | None:
        """A new turn; None where the question is known already."""
        if question.turn in self._turns:
            return None
        turn = self._turns[str(question.turn)] = Turn(question, words)
        self._make_room()
        return turn

    def pop(self, name: str) -> Turn | None:
        """Forget the turn, and let nobody go on with it."""
        turn = self._turns.pop(name, None)
        if turn is not None:
            turn.gone = True
        return turn

    def of_guild(self, guild: str) -> list[str]:
        """The names of the guild's turns."""
        return [name for name, turn in self._turns.items() if turn.question.scope.guild == guild]

    def more_busy_than(self, most: int) -> bool:
        """Whether more than so many are being answered; they are counted where there are so many at all."""
        return len(self._turns) > most and sum(turn.lock.locked() for turn in self._turns.values()) > most

    def _make_room(self) -> None:
        if (beyond := len(self._turns) - _KNOWN) > 0:
            idle = (name for name, turn in self._turns.items() if not turn.lock.locked() and turn.answered is not None)
            for name in tuple(islice(idle, beyond)):  # the oldest are mostly idle: few are looked at
                del self._turns[name]
