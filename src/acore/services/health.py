"""Whether each part of the house can serve now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from acore.errors import EngineError
from acore.interfaces import Engine


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part: its name, whether it serves, and if not, why."""

    name: str
    ok: bool
    detail: str = ""


class HealthService:
    """Pings every engine of the house."""

    def __init__(self, parts: Mapping[str, Engine], deadline_s: float = 2) -> None:
        self._parts = parts
        self._deadline_s = deadline_s

    async def check(self) -> tuple[PartHealth, ...]:
        """One result a part, in the order they were given; never raises for a part that is down."""
        return tuple(await asyncio.gather(*(self._one(name, part) for name, part in self._parts.items())))

    async def _one(self, name: str, part: Engine) -> PartHealth:
        try:
            async with asyncio.timeout(self._deadline_s):
                await part.ping()
        except EngineError as error:
            return PartHealth(name, ok=False, detail=str(error))
        except TimeoutError:
            return PartHealth(name, ok=False, detail=f"no answer within {self._deadline_s:g} s")
        return PartHealth(name, ok=True)
