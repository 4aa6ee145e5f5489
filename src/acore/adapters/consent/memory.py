"""Agreements that live as long as the process."""

from acore.domain.consent import Agreement
from acore.interfaces import ConsentStore

MOST = 10_000
"""Agreements of a guild that are kept at most."""


class MemoryConsent(ConsentStore):
    """Everything in memory: for tests, and for whoever wants no file."""

    def __init__(self) -> None:
        self._guilds: dict[str, dict[str, Agreement]] = {}

    async def grant(self, agreement: Agreement) -> None:
        """Put it behind all others."""
        there = self._guilds.setdefault(agreement.guild, {})
        there.pop(agreement.user, None)
        there[agreement.user] = agreement
        if len(there) > MOST:
            del there[next(iter(there))]

    async def revoke(self, guild: str, user: str) -> bool:
        """Forget it."""
        there = self._guilds.get(guild, {})
        was = there.pop(user, None) is not None
        if not there:
            self._guilds.pop(guild, None)
        return was

    async def of(self, guild: str) -> tuple[Agreement, ...]:
        """All of the guild."""
        return tuple(self._guilds.get(guild, {}).values())

    async def guilds(self) -> tuple[str, ...]:
        """Those that hold any."""
        return tuple(self._guilds)

    async def forget(self, guild: str) -> int:
        """Forget all of the guild."""
        return len(self._guilds.pop(guild, {}))
