"""The contract of what keeps who agreed to be heard."""

from abc import abstractmethod

from acore.domain.consent import Agreement
from acore.interfaces.engine import Engine


class ConsentStore(Engine):
    """Remembers who agreed, when, and to which terms: nobody's word but theirs changes it.

    Every method raises EngineUnavailable where the store is locked or full, EngineRefused where it is broken; then
    nothing has changed. Of one guild the latest ten thousand agreements are kept.
    """

    @abstractmethod
    async def grant(self, agreement: Agreement) -> None:
        """Keep it, in the place of an earlier one of this member on this guild; then it survives the process."""

    @abstractmethod
    async def revoke(self, guild: str, user: str) -> bool:
        """Forget that the member agreed, and when, and to what; whether they had."""

    @abstractmethod
    async def of(self, guild: str) -> tuple[Agreement, ...]:
        """Those of the guild, the oldest first."""

    @abstractmethod
    async def guilds(self) -> tuple[str, ...]:
        """Where anybody has agreed, in no order."""

    @abstractmethod
    async def forget(self, guild: str) -> int:
        """Forget all of the guild; returns how many there were."""
