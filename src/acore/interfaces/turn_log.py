"""The contract of the turn log: what the next process has to know about the questions of this one."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime

from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.interfaces.engine import Engine


@dataclass(frozen=True, slots=True)
class LeftTurn:
    """A question that was begun and never ended, and the token that its answer goes to."""

    question: Question
    token: str
    begun: datetime


class TurnLog(Engine):
    """Remembers the questions that were asked by command, and up to where messages were heard.

    A message can be looked up where it was written; a command can not, and its answer needs a token that
    nobody else has. So commands are kept: with their token until they end, without it for a day more, so
    that they can be asked again. What is kept of a question are its words, its scope and its material.
    """

    @abstractmethod
    async def begin(self, question: Question, token: str) -> None:
        """Keep a question, whose `turn` names it; once this returns it survives the process.

        Raises EngineUnavailable where the log is locked or full, EngineRefused where it is broken.
        """

    @abstractmethod
    async def end(self, turn: str) -> None:
        """The question has its answer: forget the token. One that is not known is fine."""

    @abstractmethod
    async def left(self) -> tuple[LeftTurn, ...]:
        """The questions without an end, oldest first."""

    @abstractmethod
    async def find(self, turn: str) -> Question | None:
        """The question of the turn, for a day after it was begun."""

    @abstractmethod
    async def forget(self, scope: Scope) -> None:
        """Forget every question of the scope's channel; with an empty channel those of its whole guild."""

    @abstractmethod
    async def note_direct(self, channel: int) -> None:
        """Somebody talks with the bot in this private channel; the latest hundred are kept."""

    @abstractmethod
    async def direct_channels(self) -> tuple[int, ...]:
        """The private channels, the latest first: Discord does not list them."""

    @abstractmethod
    async def hear_up_to(self, message: int) -> None:
        """Every message up to this id was heard, and answered where it was for the bot."""

    @abstractmethod
    async def heard_up_to(self) -> int | None:
        """What `hear_up_to` was told last; None where it never was."""
