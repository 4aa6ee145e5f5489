"""A player without Discord: what it plays is kept."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from acore.errors import EngineUnavailable
from acore.interfaces import Clock, Player

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

FRAME_S = 0.02
_AHEAD_S = 3.0
"""Seconds of sound that may wait to be played."""
_LOUDEST = 2.0


class ScriptedPlayer(Player):
    """Plays on the clock that it was given: what was played is told by how much time went by.

    `sent` is what was really played, piece by piece, each with the second on the clock at which it began.
    """

    def __init__(self, clock: Clock) -> None:
        self.sent: list[tuple[float, AudioChunk]] = []
        self.paused = False
        self.stops = 0
        """How often all was thrown away."""
        self._clock = clock
        self._queue: deque[AudioChunk] = deque()
        self._at = clock.monotonic()
        self._played_s = 0.0
        self._volume = 1.0
        self._changed = asyncio.Event()
        self._ended = False

    @property
    def played_s(self) -> float:
        """As the contract says."""
        self._catch_up()
        return self._played_s

    @property
    def queued_s(self) -> float:
        """As the contract says."""
        self._catch_up()
        return sum(chunk.seconds for chunk in self._queue)

    @property
    def is_over(self) -> bool:
        """As the contract says."""
        return self._ended

    @property
    def volume(self) -> float:
        """It changes nothing of what is kept."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(max(volume, 0.0), _LOUDEST)

    async def play(self, chunk: "AudioChunk") -> None:
        """As the contract says."""
        while not self._ended and (waiting := self.queued_s) >= _AHEAD_S:
            await self._until(waiting - _AHEAD_S + FRAME_S)
        if self._ended:
            raise EngineUnavailable("The call has ended, so nothing can be played in it.", engine="call")
        if len(chunk.samples):
            self._queue.append(chunk)
            self._change()

    def pause(self) -> None:
        """As the contract says, within no time at all."""
        self._catch_up()
        self.paused = True
        self._change()

    def resume(self) -> None:
        """As the contract says."""
        self._catch_up()
        self.paused = False
        self._change()

    def stop(self) -> None:
        """As the contract says, within no time at all."""
        self._catch_up()
        self._queue.clear()
        self.paused = False
        self.stops += 1
        self._change()

    async def drained(self) -> None:
        """As the contract says."""
        while not self._ended and (waiting := self.queued_s):
            await self._until(max(waiting, FRAME_S))

    def end(self) -> None:
        """Play no more: the call is over."""
        self._catch_up()
        self._queue.clear()
        self._ended = True
        self._change()

    def _catch_up(self) -> None:
        """Play what the time since the last look was enough for."""
        now = self._clock.monotonic()
        while self._queue and not self.paused:
            chunk = self._queue[0]
            frames = min(int((now - self._at) * chunk.rate + 0.5), len(chunk.samples))
            if not frames:
                return
            played = type(chunk)(chunk.samples[:frames], chunk.rate)
            self.sent.append((self._at, played))
            self._at += played.seconds
            self._played_s += played.seconds
            self._queue.popleft()
            if frames < len(chunk.samples):
                self._queue.appendleft(type(chunk)(chunk.samples[frames:], chunk.rate))
        self._at = now

    def _change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, seconds: float) -> None:
        """Wait so long, or until something changes; without end while it is paused."""
        waits: list[asyncio.Future[object]] = [asyncio.ensure_future(self._changed.wait())]
        if not self.paused:
            waits.append(asyncio.ensure_future(self._clock.sleep(seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
