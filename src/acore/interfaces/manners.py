"""The contract of what keeps how the bot speaks."""

from abc import abstractmethod

from acore.domain.calls import CallManner
from acore.interfaces.engine import Engine


class MannerStore(Engine):
    """Remembers how the bot is to speak in the calls of each guild.

    Every method raises EngineUnavailable where the store is locked or full, EngineRefused where it is broken; then
    nothing has changed. The ten thousand that were set last are kept.
    """

    @abstractmethod
    async def keep(self, guild: str, manner: CallManner) -> None:
        """Keep it, in the place of an earlier one; then it survives the process."""

    @abstractmethod
    async def of(self, guild: str) -> CallManner | None:
        """That of the guild; None where nobody has set one."""

    @abstractmethod
    async def forget(self, guild: str) -> bool:
        """Forget that of the guild; whether there was one."""
