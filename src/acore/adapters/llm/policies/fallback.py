"""Asks the next engine where one can not answer."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache

import structlog

from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.policies.telling import call_of, in_time, reworded
from acore.domain.chat import Capabilities, ChatRequest, Delta
from acore.domain.tokens import estimated_tokens
from acore.errors import EngineError, EngineRefused, EngineUnavailable
from acore.interfaces import LLM, Clock

_log = structlog.get_logger(__name__)


class FallbackLLM(Policy):
    """The first engine that can take a request and answer it; one that has begun is not left for another.

    EngineUnavailable and EngineRefused lead to the next, since a wrong key of one engine says nothing about the
    others; whatever else is wrong with a request is so for all of them. Pictures and tools only go to engines
    that take them; a schema and a long context too, where there is such an engine. Where all fail the first
    error is raised, and names the others. It is known by the first one's name, and can what any of them can.
    """

    def __init__(self, engines: Sequence[LLM], clock: Clock) -> None:
        super().__init__(engines[0])
        self._engines = tuple(engines)
        self._ready = self._engines
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:  # type: ignore[override]
        """What at least one of the engines can take."""
        return _any_of(*[engine.capabilities for engine in self._ready])

    async def open(self) -> None:
        """Open all; one that can not open is left out, as long as there is another. Raises the first one's error."""
        try:
            opened = await asyncio.gather(*(engine.open() for engine in self._engines), return_exceptions=True)
            self._ready = _opened(self._engines, opened)
        except BaseException:
            await self.aclose()
            raise

    async def ping(self) -> None:
        """Return if one of them can serve; raise the first one's error if none can."""
        errors: list[EngineError] = []
        for engine in self._ready:
            try:
                return await engine.ping()
            except EngineError as error:
                errors.append(error)
        raise errors[0]

    async def aclose(self) -> None:
        """Close all, also where one fails to; its error is raised when the others are closed."""
        closed = await asyncio.gather(*(engine.aclose() for engine in self._engines), return_exceptions=True)
        for error in closed:
            if error is not None:
                raise error

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer with the first engine that begins to."""
        in_time(request, self._clock, self.name)
        engines, why = self._able(request)
        failed: list[tuple[LLM, EngineError]] = []
        for engine in engines:
            begun = False
            try:
                async with aclosing(engine.stream(request)) as deltas:
                    async for delta in deltas:
                        begun = True
                        yield _reasoned(delta, engine, why) if delta.finish and why else delta
            except (EngineUnavailable, EngineRefused) as error:
                if begun:
                    raise
                failed.append((engine, error))
                _log.warning("llm.fell_back", engine=engine.name, error=type(error).__name__)
                why = (*why, f"{engine.name}: {error}")
            else:
                return
            if engine is not engines[-1]:
                in_time(request, self._clock, self.name)
        raise _told(failed)

    def _able(self, request: ChatRequest) -> tuple[tuple[LLM, ...], tuple[str, ...]]:
        """Who can take the request, and why the first one is not among them."""
        able = self._ready
        why: tuple[str, ...] = ()
        for need, can, compulsory in _needs(request):
            left = tuple(engine for engine in able if can(engine.capabilities))
            if not left and compulsory:
                names = ", ".join(engine.name for engine in able)
                raise EngineRefused(f"No engine of {names} takes {need}. Ask without, or add one.", engine=self.name)
            if left and left[0] is not able[0]:
                why = (*why, f"{able[0].name} does not take {need}")
            able = left or able
        return able, why


@lru_cache(16)
def _any_of(*all_of_them: Capabilities) -> Capabilities:
    contexts = [each.context for each in all_of_them]
    return Capabilities(
        vision=any(each.vision for each in all_of_them),
        tools=any(each.tools for each in all_of_them),
        json_schema=any(each.json_schema for each in all_of_them),
        context=None if None in contexts else max(each for each in contexts if each is not None),
    )


def _opened(engines: Sequence[LLM], errors: Sequence[BaseException | None]) -> tuple[LLM, ...]:
    """Those that opened without an error; raises the first error that is no engine's, or where all have one."""
    for error in errors:
        if error is not None and not (None in errors and isinstance(error, EngineError)):
            raise error
    for engine, error in zip(engines, errors, strict=True):
        if error is not None:
            _log.warning("llm.left_out", engine=engine.name, error=str(error))
    return tuple(engine for engine, error in zip(engines, errors, strict=True) if error is None)


def _needs(request: ChatRequest) -> Iterator[tuple[str, Callable[[Capabilities], bool], bool]]:
    """What is asked for, who can take it, and whether nobody else may be asked."""
    if any(message.images for message in request.messages):
        yield "pictures", lambda can: can.vision, True
    if request.tools:
        yield "tools", lambda can: can.tools, True
    if request.response_schema is not None:
        yield "a schema", lambda can: can.json_schema, False
    tokens = estimated_tokens(request) + (request.max_tokens or 0)
    yield f"{tokens} tokens", lambda can: can.context is None or can.context >= tokens, False


def _reasoned(delta: Delta, engine: LLM, why: tuple[str, ...]) -> Delta:
    call = call_of(delta, engine)
    return replace(delta, call=replace(call, reason="; ".join((*why, call.reason) if call.reason else why)))


def _told(failed: list[tuple[LLM, EngineError]]) -> EngineError:
    first = failed[0][1]
    if len(failed) == 1:
        return first
    others = ", ".join(engine.name for engine, _ in failed[1:])
    return reworded(first, f"{first} ({others} could not answer either)")
