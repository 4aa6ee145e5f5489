"""What a request asks of an engine, and what engines can."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from acore.domain.chat import Capabilities, ChatRequest
from acore.domain.tokens import estimated_tokens
from acore.errors import EngineRefused


class Need(NamedTuple):
    """Something that a request asks of the engine that answers it."""

    what: str
    met: Callable[[Capabilities], bool]
    strict: bool
    """Whether an engine that can not do it must not be asked; else it only comes after those that can."""


_PICTURES = Need("pictures", lambda can: can.vision, strict=True)
_TOOLS = Need("tools", lambda can: can.tools, strict=True)
_SCHEMA = Need("a schema", lambda can: can.json_schema, strict=False)


def needs_of(request: ChatRequest) -> tuple[Need, ...]:
    """All that the request needs: what is strict first, and room for its text last."""
    tokens = estimated_tokens(request) + (request.max_tokens or 0)
    schema = () if request.response_schema is None else (_SCHEMA,)
    room = Need("so much text", lambda can: can.context is None or can.context >= tokens, strict=False)
    return (*_strict(request), *schema, room)


def lacking(can: Capabilities, needs: Sequence[Need]) -> str:
    """The first of the needs that is not met; nothing where all are."""
    return next((need.what for need in needs if not need.met(can)), "")


def require_able(can: Capabilities, request: ChatRequest, engine: str) -> None:
    """Raise EngineRefused where what the request needs would be passed over by an engine that can only do so much."""
    if what := lacking(can, _strict(request)):
        raise refusal(what, engine, engine)


def refusal(what: str, engine: str, names: str) -> EngineRefused:
    """The error of those who can not take what was asked of them."""
    return EngineRefused(
        f"{names} can not take {what}. Ask without, or put an engine that can into llm.use or llm.fallback.",
        engine=engine,
    )


@lru_cache(64)
def together(*each_can: Capabilities) -> Capabilities:
    """What at least one of them can; how much text is not known where one of them does not tell."""
    contexts = [can.context for can in each_can]
    return Capabilities(
        vision=any(can.vision for can in each_can),
        tools=any(can.tools for can in each_can),
        json_schema=any(can.json_schema for can in each_can),
        context=None if None in contexts else max(context for context in contexts if context is not None),
    )


def _strict(request: ChatRequest) -> tuple[Need, ...]:
    pictures = (_PICTURES,) if any(message.images for message in request.messages) else ()
    return (*pictures, _TOOLS) if request.tools else pictures
