"""The most recent channels of a history, kept in memory."""

from collections import OrderedDict, deque
from collections.abc import Sequence

from acore.adapters.history.kept import Channel, channel_of, words_of
from acore.domain.chat import Message
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore


class CachingHistory(HistoryStore):
    """Answers for the last `channels` channels from memory, true LRU, O(1); writes go through.

    It is what the store is, only quicker: a write that fails or is cancelled makes it forget the
    channel, so that it reads what really is there. It neither opens nor closes what it wraps.
    """

    def __init__(self, inner: HistoryStore, *, messages: int = 20, channels: int = 100) -> None:
        self._inner = inner
        self._messages = messages
        self._channels = channels
        self._kept: OrderedDict[Channel, deque[Message]] = OrderedDict()
        self._hits = self._misses = 0
        self._writes: dict[Channel, int] = {}
        """How many writes of a channel are under way."""
        self._learning: dict[Channel, object] = {}
        """Reads under way, until a write of the channel begins or ends: only then do they say what is there."""

    def stats(self) -> dict[str, float]:
        """How often memory had the answer, in percent as well, and the channels in it."""
        asked = self._hits + self._misses
        rate = 100 * self._hits / asked if asked else 0.0
        return {"hits": self._hits, "misses": self._misses, "hit_rate": rate, "channels": len(self._kept)}

    async def ping(self) -> None:
        """As the store behind it."""
        await self._inner.ping()

    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        """Write through, then remember."""
        key = channel_of(scope)
        alone = self._begin(key)
        try:
            await self._inner.append(scope, messages, turn)
        except BaseException:
            self._kept.pop(key, None)
            raise
        else:
            if alone and self._writes[key] == 1 and (kept := self._kept.get(key)) is not None:
                kept.extend(words_of(messages))
                self._kept.move_to_end(key)
            else:
                self._kept.pop(key, None)
        finally:
            self._end(key)

    async def replace(self, scope: Scope, turn: str, messages: Sequence[Message]) -> int:
        """Replace in the store, and forget the channel: which turn a message is of is not kept here."""
        key = channel_of(scope)
        self._begin(key)
        try:
            return await self._inner.replace(scope, turn, messages)
        finally:
            self._kept.pop(key, None)
            self._end(key)

    async def recent(self, scope: Scope, limit: int, without: str | None = None) -> tuple[Message, ...]:
        """From memory where it holds enough, else from the store."""
        key = channel_of(scope)
        if limit > self._messages or without is not None:
            return await self._inner.recent(scope, limit, without)
        if (kept := self._kept.get(key)) is None:
            self._misses += 1
            return await self._learned(scope, limit)
        self._hits += 1
        self._kept.move_to_end(key)
        return tuple(kept)[-limit:] if limit > 0 else ()

    def release(self, guild: str) -> None:
        """Drop the channels of the guild."""
        for key in [key for key in self._kept if key[0] == guild]:
            del self._kept[key]
        self._inner.release(guild)

    async def clear(self, scope: Scope) -> int:
        """Clear the store, and forget."""
        key = channel_of(scope)
        self._begin(key)
        try:
            return await self._inner.clear(scope)
        finally:
            self._kept.pop(key, None)
            self._end(key)

    async def _learned(self, scope: Scope, limit: int) -> tuple[Message, ...]:
        """Read the channel, and keep it unless a write began or ended meanwhile."""
        key = channel_of(scope)
        mine = self._learning[key] = object()
        try:
            found = await self._inner.recent(scope, self._messages)
            if self._learning.get(key) is mine and key not in self._writes:
                self._keep(key, found)
        finally:
            if self._learning.get(key) is mine:
                del self._learning[key]
        return found[-limit:] if limit > 0 else ()

    def _keep(self, key: Channel, found: tuple[Message, ...]) -> None:
        self._kept[key] = deque(found, maxlen=self._messages)
        self._kept.move_to_end(key)
        while len(self._kept) > self._channels:
            self._kept.popitem(last=False)

    def _begin(self, key: Channel) -> bool:
        """Note that a write begins; whether it is the only one of its channel."""
        self._learning.pop(key, None)
        self._writes[key] = self._writes.get(key, 0) + 1
        return self._writes[key] == 1

    def _end(self, key: Channel) -> None:
        self._learning.pop(key, None)
        self._writes[key] -= 1
        if not self._writes[key]:
            del self._writes[key]
