"""What a call hands on inside the event loop: the sound of each speaker, and what happens."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import TYPE_CHECKING

from acore.domain.calls import CallEvent, Ended

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

MOST_HELD_S = 10.0
"""Seconds of one speaker's sound that wait for somebody to take them."""
_MOST_EVENTS = 1000


class SpeakerSound:
    """One speaker's sound that nobody took yet; the oldest goes where too much waits."""

    def __init__(self, most_s: float = MOST_HELD_S) -> None:
        self._most_s = most_s
        self._held: deque[AudioChunk] = deque()
        self._seconds = 0.0
        self._come = asyncio.Event()
        self._ended = False
        self._taken = False

    def put(self, chunk: "AudioChunk") -> int:
        """Add what came; returns how many chunks went for it. Nothing is added behind the end."""
        if self._ended:
            return 0
        self._held.append(chunk)
        self._seconds += chunk.seconds
        dropped = 0
        while self._seconds > self._most_s and len(self._held) > 1:
            self._seconds -= self._held.popleft().seconds
            dropped += 1
        self._come.set()
        return dropped

    def end(self, *, thrown_away: bool = False) -> None:
        """No more comes; what was not taken is thrown away where that is said. Twice is harmless."""
        self._ended = True
        if thrown_away:
            self._held.clear()
        self._come.set()

    async def take(self) -> AsyncGenerator["AudioChunk", None]:
        """The sound as it comes, until its end; raises RuntimeError where somebody takes it already."""
        if self._taken:
            raise RuntimeError("a speaker is heard by one generator at a time: close the other first")
        self._taken = True
        try:
            while True:
                while self._held:
                    chunk = self._held.popleft()
                    self._seconds -= chunk.seconds
                    yield chunk
                if self._ended:
                    return
                self._come.clear()
                await self._come.wait()
        finally:
            self._taken = False


class Happenings:
    """The events of a call for one listener at a time; what happened before it listened is not repeated."""

    def __init__(self) -> None:
        self._waiting: deque[CallEvent] | None = None
        self._come = asyncio.Event()

    def tell(self, event: CallEvent) -> None:
        """Hand an event to whoever listens."""
        if self._waiting is not None:
            self._waiting.append(event)
            self._come.set()

    async def listen(self, so_far: Callable[[], Iterable[CallEvent]]) -> AsyncGenerator[CallEvent, None]:
        """How things are, and then what happens; ends behind `Ended`. RuntimeError where somebody listens already."""
        if self._waiting is not None:
            raise RuntimeError("a call has one generator of events at a time: close the other first")
        self._waiting = deque(so_far(), maxlen=_MOST_EVENTS)
        try:
            while True:
                while self._waiting:
                    yield (event := self._waiting.popleft())
                    if isinstance(event, Ended):
                        return
                self._come.clear()
                await self._come.wait()
        finally:
            self._waiting = None
