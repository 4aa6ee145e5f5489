"""Asks a small model what is easy, and a large one what is hard."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Literal, NamedTuple

import structlog

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import call_of, telling
from acore.domain.chat import Capabilities, ChatRequest, Delta
from acore.domain.routing import THRESHOLD, Surroundings, difficulty
from acore.domain.tokens import estimated_tokens
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import LLM

_log = structlog.get_logger(__name__)
_TOLD = 3


class Route(NamedTuple):
    """Who is asked first, and why; the reason holds none of the member's words."""

    name: Literal["fast", "strong"]
    reason: str


class RoutingLLM(Policy):
    """The engine `fast` for easy questions, `strong` for those that score `threshold` or more.

    A request that only one of them can take goes to that one, however hard it is: pictures, tools, a schema, or more
    text than the other has room for. What `fast` can not answer, for a while or for good, is asked of `strong`,
    unless the answer has begun or no more than a fast engine may be spent on it; `strong` has nobody behind it.
    It is known by the name of `strong`.
    """

    def __init__(self, fast: LLM, strong: LLM, threshold: float = THRESHOLD) -> None:
        super().__init__(strong)
        self._fast = fast
        self._strong = strong
        self._threshold = threshold

    @property
    def capabilities(self) -> Capabilities:  # type: ignore[override]
        """What one of the two can take."""
        fast, strong = self._fast.capabilities, self._strong.capabilities
        known = fast.context is not None and strong.context is not None
        return Capabilities(
            vision=fast.vision or strong.vision,
            tools=fast.tools or strong.tools,
            json_schema=fast.json_schema or strong.json_schema,
            context=max(fast.context or 0, strong.context or 0) if known else None,
        )

    async def open(self) -> None:
        """Open both; where one can not, neither stays open."""
        try:
            await self._fast.open()
            await self._strong.open()
        except BaseException:
            await self.aclose()
            raise

    async def ping(self) -> None:
        """Return if both can serve."""
        await self._fast.ping()
        await self._strong.ping()

    async def aclose(self) -> None:
        """Close both, also where the first fails to."""
        try:
            await self._fast.aclose()
        finally:
            await self._strong.aclose()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer with the engine that the request is for, or with `strong` where `fast` does not begin to."""
        route = self.route(request)
        if route.name == "fast":
            begun = False
            try:
                async with aclosing(self._fast.stream(request)) as deltas:
                    async for delta in deltas:
                        begun = True
                        yield _routed(delta, self._fast, route) if delta.finish else delta
            except (EngineUnavailable, EngineRefused) as error:
                if begun or request.effort == "fast" or _lacks(self._strong.capabilities, request):
                    raise
                failed = type(error).__name__
                _log.warning("llm.escalated", engine=self._fast.name, error=failed)
                route = Route("strong", f"{self._fast.name} could not answer: {failed}; {route.reason}")
            else:
                return
        async with aclosing(self._strong.stream(request)) as deltas:
            async for delta in deltas:
                yield _routed(delta, self._strong, route) if delta.finish else delta

    def route(self, request: ChatRequest) -> Route:
        """Who is to answer a request."""
        fast_lacks = _lacks(self._fast.capabilities, request)
        strong_lacks = _lacks(self._strong.capabilities, request)
        if fast_lacks and not strong_lacks:
            return Route("strong", f"{self._fast.name} does not take {fast_lacks}")
        if strong_lacks and not fast_lacks:
            return Route("fast", f"{self._strong.name} does not take {strong_lacks}")
        if request.effort == "fast":
            return Route("fast", "no more than a fast engine may be spent on it")
        return _scored(request, self._threshold)


def _scored(request: ChatRequest, threshold: float) -> Route:
    asked = [message for message in request.messages if message.role == "user"]
    question = asked[-1] if asked else None
    before = sum(len(message.text) for message in request.messages if message is not question)
    beside = Surroundings(
        images=len(question.images) if question else 0,
        tools=len(request.tools),
        schema=request.response_schema is not None,
        passages=len(request.passages),
        context=before + sum(len(passage.text) for passage in request.passages),
        earlier=asked[-2].text if len(asked) > 1 else "",
    )
    score = difficulty(question.text if question else "", beside)
    reason = f"scores {score.value:.2f}: {', '.join(score.reasons[:_TOLD])}"
    return Route("strong" if score.value >= threshold else "fast", reason)


def _lacks(can: Capabilities, request: ChatRequest) -> str:
    """What the request needs and the engine can not take; nothing where it can take all."""
    if not can.vision and any(message.images for message in request.messages):
        return "pictures"
    if request.tools and not can.tools:
        return "tools"
    if request.response_schema is not None and not can.json_schema:
        return "a schema"
    if can.context is not None and estimated_tokens(request) + (request.max_tokens or 0) > can.context:
        return "so much text"
    return ""


def _routed(delta: Delta, llm: LLM, route: Route) -> Delta:
    call = call_of(delta, llm)
    reason = f"{route.reason}; {call.reason}" if call.reason else route.reason
    return telling(delta, replace(call, route=route.name, reason=reason))
