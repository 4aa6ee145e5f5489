"""Manners that live as long as the process."""

from acore.domain.calls import CallManner
from acore.interfaces import MannerStore

MOST = 10_000
"""Guilds whose manner is kept at most."""


class MemoryManners(MannerStore):
    """Everything in memory: for tests, and for whoever wants no file."""

    def __init__(self) -> None:
        self._guilds: dict[str, CallManner] = {}

    async def keep(self, guild: str, manner: CallManner) -> None:
        """Put it behind all others."""
        self._guilds.pop(guild, None)
        self._guilds[guild] = manner
        if len(self._guilds) > MOST:
            del self._guilds[next(iter(self._guilds))]

    async def of(self, guild: str) -> CallManner | None:
        """That of the guild."""
        return self._guilds.get(guild)

    async def forget(self, guild: str) -> bool:
        """Forget it."""
        return self._guilds.pop(guild, None) is not None
