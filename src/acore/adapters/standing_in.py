"""What policies share in which one engine stands in for another."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import structlog

from acore.errors import EngineError, EngineTimeout
from acore.interfaces import Clock, Engine

_log = structlog.get_logger(__name__)
E = TypeVar("E", bound=Engine)
_REST_S = 300.0
"""Ten times what a voice is given: little of the time of a conversation is spent on waiting for one that hangs."""


class StandingIn(Engine, Generic[E]):
    """Engines by their names, each of which stands in for those before it; `_ready` are those that could open.

    One that hung (EngineTimeout) is asked behind all others for five minutes, and then tried by one call alone.
    """

    left_out: str
    """The event of an engine that could not."""

    def __init__(self, engines: Mapping[str, E], clock: Clock) -> None:
        self._engines = dict(engines)
        self._ready = self._engines
        self._clock = clock
        self._rests_until: dict[str, float] = {}

    @property
    def first(self) -> str:
        """The name of the first one that could open."""
        return next(iter(self._ready))

    async def open(self) -> None:
        """Open all; one that can not open is left out, as long as there is another. Raises the first one's error."""
        engines = tuple(self._engines.values())
        try:
            opened = await asyncio.gather(*(engine.open() for engine in engines), return_exceptions=True)
            require_one(opened)
        except BaseException:
            await self.aclose()
            raise
        errors = dict(zip(self._engines, opened, strict=True))
        self._ready = {name: engine for name, engine in self._engines.items() if errors[name] is None}
        for name, error in errors.items():
            if error is not None:
                _log.warning(self.left_out, engine=name, error=str(error))

    async def ping(self) -> None:
        """Return if one of them can serve; raise the first one's error if none can."""
        errors: list[EngineError] = []
        for engine in self._ready.values():
            try:
                return await engine.ping()
            except EngineError as error:
                errors.append(error)
        raise errors[0]

    def _in_turn(self) -> Iterator[tuple[str, E]]:
        """Those that could open, in the order in which they are to be asked; each is asked once it is given."""
        now = self._clock.monotonic()
        resting = {name for name, until in self._rests_until.items() if now < until}
        for name in sorted(self._ready, key=lambda name: name in resting):
            if name in self._rests_until:
                self._rests_until[name] = now + _REST_S  # meanwhile nobody else waits for it
            yield name, self._ready[name]

    def _learn(self, name: str, error: EngineError | None = None) -> None:
        """What became of asking it; None is that it did what it should."""
        if isinstance(error, EngineTimeout):
            self._rests_until[name] = self._clock.monotonic() + _REST_S
        else:
            self._rests_until.pop(name, None)

    async def aclose(self) -> None:
        """Close all, also where one fails to; its error is raised when the others are closed."""
        engines = self._engines.values()
        closed = await asyncio.gather(*(engine.aclose() for engine in engines), return_exceptions=True)
        for error in closed:
            if error is not None:
                raise error


def require_one(opened: Sequence[BaseException | None]) -> None:
    """Raise the first error that is no engine's, or the first of all where every engine has one."""
    for error in opened:
        if error is not None and not (None in opened and isinstance(error, EngineError)):
            raise error
