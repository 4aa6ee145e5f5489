"""An answer while it is written: what of it can be shown, and what has to be known of it afterwards."""

from dataclasses import dataclass

from acore.domain.chat import Call, ChatRequest, Delta, FinishReason, Usage
from acore.domain.citations import CitationCheck
from acore.domain.discretion import Discretion
from acore.domain.replies import Question
from acore.domain.scope import Scope

_CUT_OFF = "[cut off here]"


@dataclass(slots=True, eq=False, weakref_slot=True)
class OpenTurn:
    """A question that is being answered."""

    scope: Scope
    turn: str | None = None
    """The question's own name."""
    forgotten: bool = False
    """Whether it, or its channel, was to be forgotten meanwhile: nothing of it is kept."""

    def is_of(self, question: Question) -> bool:
        """Whether this question is answered."""
        return self.turn is not None and (self.turn, self.scope) == (question.turn, question.scope)


class Answer:
    """What has been said so far in one turn, when, and by whom.

    Its citations are checked against the passages of the request; where it repeats the instructions, it ends there,
    with the finish ``withheld``. What the members and the passages said in the same words may be repeated.
    """

    def __init__(self, request: ChatRequest, asked: str, engine: str, model: str | None) -> None:
        self.engine = engine
        self.model = model
        self.first_at: float | None = None
        """When the first words came, by the clock's stopwatch."""
        self.finish: FinishReason | None = None
        self.usage: Usage | None = None
        self.call: Call | None = None
        self._check = CitationCheck(request.passages, asked)
        self._discretion = Discretion(*_instructions_and_others(request))
        self._said: list[str] = []

    @property
    def text(self) -> str:
        """What was shown of it."""
        return "".join(self._said)

    @property
    def kept(self) -> str:
        """The text for the history, where half an answer is never taken for a whole one."""
        return self.text if self.finish else f"{self.text.rstrip()} {_CUT_OFF}"

    def hear(self, delta: Delta, at: float) -> str:
        """What the delta adds to what can be shown."""
        self.first_at = at if self.first_at is None else self.first_at
        self.finish = delta.finish or self.finish
        self.usage = delta.usage or self.usage
        self.call = delta.call or self.call
        shown = self._discretion.feed(self._check.feed(delta.text))
        return self._say(shown + (self._rest() if delta.finish else ""))

    def end(self) -> None:
        """Nothing more comes: what was held back belongs to it."""
        self._say(self._rest())

    def sources(self) -> tuple[int, ...]:
        """The numbers of the passages that it rests on; to be asked after `end`."""
        return self._check.sources()

    def _rest(self) -> str:
        return self._discretion.feed(self._check.close()) + self._discretion.close()

    def _say(self, text: str) -> str:
        if self._discretion.broken:
            self.finish = "withheld"
        if text:
            self._said.append(text)
        return text


def _instructions_and_others(request: ChatRequest) -> tuple[str, tuple[str, ...]]:
    """What the house told the model, and what everybody else did."""
    told = "\n".join(message.text for message in request.messages if message.role == "system")
    asked = (message.text for message in request.messages if message.role == "user")
    return told, (*asked, *(passage.text for passage in request.passages))
