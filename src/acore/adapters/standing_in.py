"""What policies share in which one engine stands in for another."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import structlog

from acore.errors import EngineError
from acore.interfaces import Engine

_log = structlog.get_logger(__name__)
E = TypeVar("E", bound=Engine)


class StandingIn(Engine, Generic[E]):
    """Engines by their names, each of which stands in for those before it; `_ready` are those that could open."""

    left_out: str
    """The event of an engine that could not."""

    def __init__(self, engines: Mapping[str, E]) -> None:
        self._engines = dict(engines)
        self._ready = self._engines

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
