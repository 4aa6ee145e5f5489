"""What people in a call are told in writing: what the bot says, and once each what does not work."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from uuid import uuid4

import structlog

from acore.domain.calls import CallPlace, Participant
from acore.domain.voice_events import Failed, FellBack, Stage
from acore.services.call_answer import Answer, Waiting
from acore.services.call_waiting import Dropped
from acore.services.call_writing import Line, Scribe, Sentence

_log = structlog.get_logger(__name__)
NO_EARS = "I can not tell when somebody speaks: {why}"
UNWRITTEN = "I can not write down what is said: {why}"
UNANSWERED = "I can not answer just now: {why}"
MUTE = "I can not speak just now, so I write: {why}"
PLAIN = "My voice is the plain one for now: {why}"
TOO_MANY = "{name}, I do not answer that: too many questions were asked at once. Please ask again."
TOO_LATE = "{name}, I do not answer that: I was busy for too long. Please ask again."
UNSAID = "I do not say “{text}”: too much waited to be said."
_STAGES: dict[Stage, str] = {"vad": NO_EARS, "stt": UNWRITTEN, "chat": UNANSWERED, "tts": MUTE, "rvc": PLAIN}
_DROPPED: dict[Dropped, str] = {"full": TOO_MANY, "late": TOO_LATE}
"""What is told; who left is told nothing."""
_LONGEST_QUOTED = 100


@dataclass(slots=True)
class CallStatistics:
    """What became of a conversation so far."""

    heard: int = 0
    """Turns that had words."""
    answered: int = 0
    interrupted: int = 0
    """Answers that were given up because somebody had something else to say."""
    stops: int = 0
    """How often it fell silent for somebody."""
    resumed: int = 0
    """How often it went on, because it was nothing."""
    dropped: int = 0
    """Questions that were not answered."""
    commands: int = 0


class CallTelling:
    """Gives lines to the scribe; nothing waits for it."""

    def __init__(self, scribe: Scribe, place: Callable[[], CallPlace]) -> None:
        self._scribe = scribe
        self._place = place
        self._told: set[Stage] = set()

    def show(self, answer: Answer, text: str, *, final: bool) -> None:
        """Show how far an answer is."""
        if not (text or answer.is_shown):
            return
        answer.is_shown = True
        self._write(answer.name, answer.about.who, text, final=final)

    def failed(self, step: Failed | FellBack) -> bool:
        """Tell that a stage can not do its part, unless that is known; whether it was told."""
        stage = step.stage if isinstance(step, Failed) else "rvc"
        if stage in self._told:
            return False
        self._told.add(stage)
        self._tell(None, Sentence(_STAGES[stage], {"why": step.why}))
        return True

    def works(self, *stages: Stage) -> None:
        """They do again: what fails next is told anew."""
        self._told.difference_update(stages)

    def dropped(self, item: Waiting, why: Dropped) -> None:
        """Tell somebody that their question is not answered, and all that something is not said."""
        _log.info("call_question_dropped", why=why)
        if why not in _DROPPED:
            return
        if item.who is not None:
            self._tell(item.who, Sentence(_DROPPED[why], {"name": item.who.name}))
        else:
            quoted = shorten(item.text, _LONGEST_QUOTED, placeholder=" …")
            self._tell(None, Sentence(UNSAID, {"text": quoted}))

    def _tell(self, to: Participant | None, sentence: Sentence) -> None:
        self._scribe.write(Line(uuid4().hex, self._place(), to, str(sentence), final=True, sentence=sentence))

    def _write(self, name: str, to: Participant | None, text: str, *, final: bool) -> None:
        self._scribe.write(Line(name, self._place(), to, text, final))
