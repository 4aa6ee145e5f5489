"""One answer in a call: made as far as its first sentence, and played once it is certain and the floor is free."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

import structlog

from acore.domain.calls import Participant
from acore.domain.replies import Question
from acore.domain.said_words import SaidWords
from acore.domain.voice_events import Answered, Failed, FellBack, Playing, Saying, Stage, VoiceEvent
from acore.errors import EngineError
from acore.interfaces import Player
from acore.services.call_events import Made, Over, Ready, Stepped
from acore.services.voice_hearing import Understood
from acore.services.voice_reply import Hold

_log = structlog.get_logger(__name__)
_ROUNDING_S = 0.04
"""Sound is played in frames, of which the last one may not be full."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is to be answered, or said."""

    who: Participant | None
    """Who asked; None for what nobody did."""
    asked: Understood | None
    text: str
    """The question, or what is to be said where nothing was asked."""
    since: float
    spoke_until: float
    """When the speaker fell silent."""
    voice: str | None = None
    """In whose voice it is said where nothing was asked; None is the session's own."""

    @property
    def user(self) -> str | None:
        """Who asked, by id."""
        return self.who.user if self.who is not None else None


class Told(Protocol):
    """Who is told how far it is."""

    def tell(self, step: Ready | Stepped | Made | Over) -> None:
        """Take this to the list of what is to be done."""


class Answer:
    """An answer on its way; `hold` keeps it, and `events` are closed with it."""

    def __init__(  # noqa: PLR0913  what an answer is made of
        self,
        about: Waiting,
        question: Question | None,
        *,
        events: AsyncGenerator[VoiceEvent, None],
        hold: Hold,
        player: Player,
        told: Told,
    ) -> None:
        self.about = about
        self.question = question
        self.name = question.turn if question is not None and question.turn else uuid4().hex
        self.given = ""
        """What was given to be played, as it is written."""
        self.is_made = False
        """Whether all its sound was given."""
        self.is_over = False
        """Whether nothing happens with it any more."""
        self.last: Saying | Answered | None = None
        """How far it is."""
        self.failed: set[Stage] = set()
        self.is_shown = False
        """Whether it was written for people."""
        self.is_silenced = False
        """Whether nothing more of it may be played, because who asked is not heard any more."""
        self._events = events
        self._hold = hold
        self._player = player
        self._told = told
        self._words = SaidWords()
        self._going = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name="answering")

    def confirm(self) -> None:
        """It is wanted: go on behind its first sentence."""
        self._hold.release()

    def go(self) -> None:
        """The floor is free, or the player is paused until it is."""
        self._going.set()

    @property
    def whole(self) -> str:
        """All that is to be written of it."""
        return self.last.reply if isinstance(self.last, Answered) else self.given

    @property
    def was_played(self) -> bool:
        """Whether all of its sound that was given was played."""
        return self._player.played_s >= self._words.until - _ROUNDING_S

    def heard(self) -> str:
        """The words of it that were played."""
        return self._words.heard(self._player.played_s)

    async def aclose(self) -> None:
        """Stop all that works for it; what was given to the player is for who calls this to throw away."""
        self._task.cancel()
        await asyncio.wait((self._task,))

    async def _run(self) -> None:
        try:
            await self._play()
        except EngineError as error:
            _log.warning("call_answer_failed", engine=error.engine, reason=str(error))
        except Exception:  # noqa: BLE001  a bug: the call goes on with the next question
            _log.exception("call_answer_broke")
        self.is_over = True
        self._told.tell(Over(self))

    async def _play(self) -> None:
        async with aclosing(self._events) as events:
            async for event in events:
                if isinstance(event, Playing):
                    await self._give(event)
                elif isinstance(event, Saying | Answered | Failed | FellBack):
                    self._note(event)
        self.is_made = True
        self._told.tell(Made(self))
        await self._player.drained()

    def _note(self, step: Saying | Answered | Failed | FellBack) -> None:
        if isinstance(step, Failed):
            self.failed.add(step.stage)
        elif isinstance(step, Saying):
            self._words.say(step.written)
            self.given = f"{self.given} {step.written}".strip()
        if isinstance(step, Saying | Answered):
            self.last = step
        self._told.tell(Stepped(self, step))

    async def _give(self, piece: Playing) -> None:
        if not self._going.is_set():
            await self._hold.wait()
            self._told.tell(Ready(self))
            await self._going.wait()
        begin = self._player.played_s + self._player.queued_s
        await self._player.play(piece.chunk)
        self._words.play(piece.chunk.seconds, begin)
