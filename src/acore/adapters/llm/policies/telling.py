"""What policies say about an answer, and about why there is none."""

from typing import TypeVar

from acore.domain.chat import Call, ChatRequest, Delta
from acore.errors import EngineError, EngineTimeout
from acore.interfaces import LLM, Clock

_Error = TypeVar("_Error", bound=EngineError)


def call_of(delta: Delta, llm: LLM) -> Call:
    """How the answer that ends here was had, as far as the policies inside know."""
    return delta.call or Call(engine=llm.name, model=llm.model)


def telling(delta: Delta, call: Call) -> Delta:
    """The delta with the account of its call; `replace` takes four times as long."""
    return Delta(delta.text, delta.tool_call, delta.finish, delta.usage, call)


def in_time(request: ChatRequest, clock: Clock, engine: str) -> None:
    """Raise EngineTimeout where nobody waits for the answer any more."""
    if request.deadline is not None and clock.monotonic() >= request.deadline:
        raise EngineTimeout(f"{engine} was not asked: the time for this answer is over. Ask again.", engine=engine)


def reworded(error: _Error, words: str) -> _Error:
    """The same error, of the same class and with all it carries, in other words; it is the cause of the new one."""
    other = type(error).__new__(type(error), words)
    other.__dict__.update(error.__dict__)
    other.__cause__ = error
    return other
