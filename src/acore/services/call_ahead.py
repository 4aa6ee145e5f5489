"""Makes the answers of a call; one of them ahead of its time."""

from dataclasses import replace
from typing import Protocol

import structlog

from acore.domain.scope import Scope
from acore.domain.voice_events import Speaker
from acore.errors import EngineError
from acore.interfaces import Call
from acore.services.call_answer import Answer, Told, Waiting
from acore.services.voice_live import Amending
from acore.services.voice_reply import Hold
from acore.services.voice_session import VoiceSession

_log = structlog.get_logger(__name__)


class Sessions(Protocol):
    """Who makes conversations by voice."""

    def __call__(self, *, speaker: Speaker) -> VoiceSession:
        """A new one."""


class CallAhead:
    """An answer that is made ahead is held at its first sentence, and is as if it had never been where it is forgotten.

    It is made for a question that may still change, because its speaker may go on, or for the one that waits.
    """

    def __init__(self, *, call: Call, sessions: Sessions, memory: Amending, told: Told) -> None:
        self._call = call
        self._sessions = sessions
        self._memory = memory
        self._told = told
        self._answer: Answer | None = None

    @property
    def is_free(self) -> bool:
        """Whether none is made."""
        return self._answer is None

    async def make(self, item: Waiting) -> None:
        """Begin with this one, in the place of any other."""
        await self.forget()
        self._answer = self._made(item)

    async def take(self, item: Waiting) -> Answer:
        """The answer to this: the one that was made ahead, where it is to these words, or a new one."""
        answer = self._answer
        if answer is None or (answer.about.who, answer.about.text) != (item.who, item.text):
            await self.forget()
            return self._made(item)
        self._answer = None
        answer.about = replace(answer.about, spoke_until=item.spoke_until)
        return answer

    async def forget(self, user: str | None = None) -> None:
        """Throw it away, or only where it is for that user; nothing of it was said, so nothing is remembered."""
        answer = self._answer
        if answer is not None and (user is None or answer.about.user == user):
            self._answer = None
            await self.amend(answer, "")  # before it is closed, so that not even its beginning is kept
            await answer.aclose()

    async def amend(self, answer: Answer, words: str) -> None:
        """Remember of an answer only the words of it that were heard."""
        if answer.question is None:
            return
        try:
            await self._memory.amend(answer.question, words)
        except EngineError as error:
            _log.warning("voice_not_amended", engine=error.engine, reason=str(error))

    def _made(self, item: Waiting) -> Answer:
        place, who = self._call.place, item.who
        scope = Scope(place.channel, item.user or "", place.guild, place.category)
        session = self._sessions(speaker=Speaker(scope, who.name if who is not None else ""))
        hold, question = Hold(), None
        if item.asked is None:
            events = session.say(item.text, item.voice)
        else:
            question = session.question(item.text)
            events = session.respond(item.asked, question, hold)
        return Answer(item, question, events=events, hold=hold, player=self._call.player, told=self._told)
