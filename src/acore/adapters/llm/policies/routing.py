"""Asks a small model what is easy, and a large one what is hard."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import structlog

from acore.adapters.clock.system import SystemClock
from acore.adapters.llm.abilities import Need, lacking, needs_of
from acore.adapters.llm.policies.fallback import FallbackLLM, Order
from acore.domain.chat import ChatRequest
from acore.domain.routing import THRESHOLD, Surroundings, difficulty
from acore.errors import EngineError
from acore.interfaces import LLM, Clock

_log = structlog.get_logger(__name__)
_TOLD = 3


class Route(NamedTuple):
    """Who is asked first, and why; the reason holds none of the member's words."""

    name: Literal["fast", "strong"]
    reason: str


class RoutingLLM(FallbackLLM):
    """The engine `fast` for easy questions, `strong` for those that score `threshold` or more, and then the others.

    A request that only one of the two can take goes to that one, however hard it is: pictures, tools, a schema, or
    more text than the other has room for; what `fallback` can take does not change that. What one of them can not
    answer, for a while or for good, is asked of the other, and then of those in `fallback`; `strong` is left out
    where no more than a fast engine may be spent and another is there. It is known by the name of `strong`. No
    `clock` is the machine's.
    """

    def __init__(
        self,
        fast: LLM,
        strong: LLM,
        threshold: float = THRESHOLD,
        *,
        fallback: Sequence[LLM] = (),
        clock: Clock | None = None,
    ) -> None:
        super().__init__(tuple(dict.fromkeys((strong, fast, *fallback))), clock or SystemClock())
        self._fast = fast
        self._strong = strong
        self._threshold = threshold
        _, _, *rest = self._engines
        self._easy, self._cheap = (fast, strong, *rest), (fast, *rest)

    def route(self, request: ChatRequest) -> Route:
        """Who of the two is to answer a request."""
        return self._route(request, needs_of(request))

    def _order(self, request: ChatRequest) -> Order:
        needs = needs_of(request)
        name, reason = self._route(request, needs)
        easy = self._cheap if request.effort == "fast" else self._easy
        return self._able(Order(easy if name == "fast" else self._engines, (reason,), name), needs)

    def _route(self, request: ChatRequest, needs: Sequence[Need]) -> Route:
        fast_lacks = lacking(self._fast.capabilities, needs)
        strong_lacks = lacking(self._strong.capabilities, needs)
        if fast_lacks and not strong_lacks:
            return Route("strong", f"{self._fast.name} does not take {fast_lacks}")
        if strong_lacks and not fast_lacks:
            return Route("fast", f"{self._strong.name} does not take {strong_lacks}")
        if request.effort == "fast":
            return Route("fast", "no more than a fast engine may be spent on it")
        return _scored(request, self._threshold)

    def _place(self, engine: LLM, order: Order) -> tuple[str, bool]:
        if engine is self._strong:
            return "strong", False  # it stands in for nobody: there is none better
        return "fast" if engine is self._fast else order.route, super()._place(engine, order)[1]

    def _note(self, engine: LLM, follows: LLM, error: EngineError) -> None:
        if follows is self._strong:
            _log.warning(
                "llm_escalated",
                engine=engine.name,
                error=type(error).__name__,
                status=error.status,
                reason=error.why or None,
            )
        else:
            super()._note(engine, follows, error)


def _scored(request: ChatRequest, threshold: float) -> Route:
    asked = [message for message in request.messages if message.role == "user"]
    question = asked[-1] if asked else None
    before = sum(len(message.text) for message in request.messages if message is not question)
    beside = Surroundings(
        images=len(question.images) if question else 0,
        tools=len(request.tools),
        schema=request.response_schema is not None,
        context=before + sum(len(passage.text) for passage in request.passages),
        earlier=asked[-2].text if len(asked) > 1 else "",
    )
    score = difficulty(question.text if question else "", beside)
    reason = f"scores {score.value:.2f}: {score.main_reasons(_TOLD)}"
    return Route("strong" if score.value >= threshold else "fast", reason)
