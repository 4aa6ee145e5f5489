"""How the bot speaks in the calls of each guild."""

from collections import OrderedDict
from dataclasses import replace

import structlog

from acore.domain.calls import CallManner
from acore.errors import EngineError
from acore.interfaces import MannerStore

_log = structlog.get_logger(__name__)
_REMEMBERED = 1000
"""Guilds of which it need not be read again."""


class CallManners:
    """What was set, in memory and in the store for good; where nothing was, the volume of the settings holds."""

    def __init__(self, store: MannerStore, volume: float = 1.0) -> None:
        self._store = store
        self._usual = CallManner(volume=volume)
        self._known: OrderedDict[str, CallManner] = OrderedDict()

    def of(self, guild: str) -> CallManner:
        """That of a guild, once it was loaded."""
        return self._known.get(guild) or self._usual

    async def load(self, guild: str) -> CallManner:
        """Read it, unless it is known; where it can not be read, the settings hold, and the log says why."""
        if guild in self._known:
            return self.of(guild)
        try:
            kept = await self._store.of(guild)
        except EngineError as error:
            _log.warning("manner_not_read", guild=guild, engine=error.engine, reason=str(error))
            return self._usual
        if guild not in self._known:  # nobody has set one meanwhile
            self._remember(guild, kept or self._usual)
        return self.of(guild)

    async def change(self, guild: str, *, voice: str | None, volume: float | None) -> CallManner:
        """Change it at once, and keep it; None leaves a part as it is.

        Raises EngineError where it can not be kept: then it holds until acore stops.
        """
        before = await self.load(guild)
        manner = replace(before, voice=voice or before.voice, volume=before.volume if volume is None else volume)
        self._remember(guild, manner)
        await self._store.keep(guild, manner)
        return manner

    async def forget(self, guild: str) -> None:
        """Forget it; raises EngineError where it stays in the store."""
        self._known.pop(guild, None)
        await self._store.forget(guild)

    def _remember(self, guild: str, manner: CallManner) -> None:
        self._known[guild] = manner
        self._known.move_to_end(guild)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
