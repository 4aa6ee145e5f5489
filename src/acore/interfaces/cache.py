"""The contract of caches."""

from abc import abstractmethod
from dataclasses import dataclass

from acore.interfaces.engine import Engine


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What a cache has done since it was opened."""

    hits: int = 0
    misses: int = 0
    evictions: int = 0
    """Entries that left for others, or because they had become too old."""
    entries: int = 0

    @property
    def hit_rate(self) -> float:
        """Hits among all look-ups, in percent; 0 where there were none."""
        asked = self.hits + self.misses
        return 100 * self.hits / asked if asked else 0.0


class Cache(Engine):
    """Keeps values by key for a while. It may forget any of them at any time, and never invents one."""

    @abstractmethod
    async def get(self, key: bytes) -> bytes | None:
        """The value as it was put, as long as it is not older than its time; None where there is none."""

    @abstractmethod
    async def put(self, key: bytes, value: bytes, ttl: float) -> None:
        """Keep the value for `ttl` seconds, in the place of what the key had."""

    @abstractmethod
    async def clear(self) -> None:
        """Forget everything."""

    @property
    @abstractmethod
    def stats(self) -> CacheStats:
        """Hits, misses and evictions so far."""
