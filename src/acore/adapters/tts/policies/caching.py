"""Remembers how short sentences sound."""

from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acore.adapters.tts.policies.policy import Policy
from acore.interfaces import TTS, CacheStats

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

SHORT = 200
"""Characters of the longest text whose sound is kept."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, by whom and how: all that its sound depends on."""

    engine: str
    voice: str | None
    speed: float
    text: str


class SpeechCache:
    """Sounds by what was said, of `max_bytes` in all; those used longest ago leave first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._sounds: OrderedDict[Spoken, tuple[AudioChunk, ...]] = OrderedDict()
        self._bytes = self._hits = self._misses = self._evictions = 0

    @property
    def stats(self) -> CacheStats:
        """What became of what was asked for."""
        return CacheStats(self._hits, self._misses, self._evictions, len(self._sounds))

    def get(self, spoken: Spoken) -> "tuple[AudioChunk, ...] | None":
        """The pieces, as they were put."""
        if (sound := self._sounds.get(spoken)) is None:
            self._misses += 1
            return None
        self._hits += 1
        self._sounds.move_to_end(spoken)
        return sound

    def put(self, spoken: Spoken, sound: "tuple[AudioChunk, ...]") -> None:
        """Keep the pieces, unless they alone are more than there is room for."""
        if (size := _size(sound)) > self._max_bytes:
            return
        self._bytes += size - _size(self._sounds.pop(spoken, ()))
        self._sounds[spoken] = sound
        while self._bytes > self._max_bytes:
            _, oldest = self._sounds.popitem(last=False)
            self._bytes -= _size(oldest)
            self._evictions += 1


class CachingTTS(Policy):
    """Says a short text as it was said before, once it was said to its end; longer ones are always said anew."""

    def __init__(self, inner: TTS, name: str, cache: SpeechCache) -> None:
        super().__init__(inner)
        self._name = name
        self._cache = cache

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The pieces that are known, or else those of the engine."""
        spoken = Spoken(self._name, voice, speed, text)
        short = len(text) <= SHORT
        if short and (known := self._cache.get(spoken)) is not None:
            for piece in known:
                yield piece
            return
        said: list[AudioChunk] = []
        async with aclosing(self._inner.stream(text, voice=voice, speed=speed)) as pieces:
            async for piece in pieces:
                if short:
                    said.append(piece)
                yield piece
        if short:
            self._cache.put(spoken, tuple(said))


def _size(sound: "tuple[AudioChunk, ...]") -> int:
    return sum(piece.samples.nbytes for piece in sound)
