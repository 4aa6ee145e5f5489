"""What policies say about an answer, and about why there is none."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import TypeVar

from acore.adapters.limiter import LineTooLong
from acore.domain.chat import NO_TOKENS, Call, ChatRequest, Delta, Usage, failed_call
from acore.errors import CircuitOpen, EngineError, EngineTimeout
from acore.interfaces import LLM, Clock, PriceSettings

_Error = TypeVar("_Error", bound=EngineError)
_MILLION = 1_000_000

NOT_ASKED = (LineTooLong, CircuitOpen)
"""The engine was not asked, and when it will be is decided elsewhere."""


def call_of(delta: Delta, llm: LLM) -> Call:
    """How the answer that ends here was had, as far as the policies inside know."""
    return delta.call or Call(engine=llm.name, model=llm.model)


def call_behind(error: EngineError, llm: LLM) -> Call:
    """How an answer was to be had that failed, as far as the policies inside know."""
    return failed_call(error) or Call(engine=llm.name, model=llm.model)


def adding(call: Call, lost: Sequence[Call]) -> Call:
    """The call with what those before it lost, in tokens and in money."""
    if not any(one.lost != NO_TOKENS for one in lost):
        return call
    costs = [one.cost for one in (call, *lost)]
    known = [cost for cost in costs if cost is not None]
    return replace(
        call, lost=sum((one.lost for one in lost), call.lost), cost=sum(known) if len(known) == len(costs) else None
    )


def cause_of(error: EngineError) -> str:
    """What went wrong, in no words of members or of servers, which may repeat those."""
    status = f" {error.status}" if error.status else ""
    return f"{type(error).__name__}{status}: {error.why}" if error.why else f"{type(error).__name__}{status}"


def telling(delta: Delta, call: Call) -> Delta:
    """The delta with the account of its call; `replace` takes four times as long."""
    return Delta(delta.text, delta.tool_call, delta.finish, delta.usage, call)


def cost_of(usage: Usage, price: PriceSettings) -> float:
    """What so many tokens cost, in the currency of the price."""
    return (usage.input * price.input + usage.output * price.output) / _MILLION


def is_late(request: ChatRequest, clock: Clock) -> bool:
    """Whether nobody waits for the answer any more."""
    return request.deadline is not None and clock.monotonic() >= request.deadline


class Waiting:
    """Whether a question stands in line, and was not asked yet: who pays for it looks at this when it is left."""

    __slots__ = ("in_line",)

    def __init__(self) -> None:
        self.in_line = False


WAITING: ContextVar[Waiting | None] = ContextVar("waiting", default=None)
"""Of the question that this task asks."""


def in_time(request: ChatRequest, clock: Clock, engine: str) -> None:
    """Raise EngineTimeout where nobody waits for the answer any more."""
    if is_late(request, clock):
        raise EngineTimeout(f"{engine} was not asked: the time for this answer is over. Ask again.", engine=engine)


def reworded(error: _Error, words: str) -> _Error:
    """The same error, of the same class and with all it carries, in other words; it is the cause of the new one."""
    other = type(error).__new__(type(error), words)
    other.__dict__.update(error.__dict__)
    other.__cause__ = error
    return other
