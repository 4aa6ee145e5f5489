"""A cache in this process."""

from collections import OrderedDict
from typing import NamedTuple

from acore.interfaces import Cache, CacheStats, Clock

MAX_ENTRIES = 1000
MAX_BYTES = 64 * 1024 * 1024


class _Entry(NamedTuple):
    value: bytes
    until: float
    """The last moment of the clock's stopwatch at which it is given out."""


class MemoryCache(Cache):
    """True LRU, O(1): the entry that was used longest ago leaves first.

    It holds at most `max_entries`, whose keys and values together are at most `max_bytes`; a value
    that would not fit alone is not kept. What has become too old leaves when it is asked for, or as
    the one used longest ago.
    """

    def __init__(self, clock: Clock, *, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._clock = clock
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()
        self._bytes = self._hits = self._misses = self._evictions = 0

    async def get(self, key: bytes) -> bytes | None:
        """The value, which is now the one used last."""
        entry = self._entries.get(key)
        if entry is not None and self._clock.monotonic() <= entry.until:
            self._entries.move_to_end(key)
            self._hits += 1
            return entry.value
        if entry is not None:
            self._evict(key)
        self._misses += 1
        return None

    async def put(self, key: bytes, value: bytes, ttl: float) -> None:
        """Keep the value as the one used last, and let go of others until there is room."""
        self._drop(key)
        if ttl < 0 or len(key) + len(value) > self._max_bytes:
            return
        self._entries[key] = _Entry(value, self._clock.monotonic() + ttl)
        self._bytes += len(key) + len(value)
        while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
            self._evict(next(iter(self._entries)))

    async def clear(self) -> None:
        """Forget every entry; the counters go on."""
        self._entries.clear()
        self._bytes = 0

    @property
    def stats(self) -> CacheStats:
        """The counters since it was made."""
        return CacheStats(self._hits, self._misses, self._evictions, len(self._entries))

    def _evict(self, key: bytes) -> None:
        self._drop(key)
        self._evictions += 1

    def _drop(self, key: bytes) -> None:
        if (entry := self._entries.pop(key, None)) is not None:
            self._bytes -= len(key) + len(entry.value)
