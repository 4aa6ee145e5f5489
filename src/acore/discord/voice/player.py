"""Plays in a call through discord.py, whose player paces what is sent."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from acore.discord.voice.outgoing import Outgoing
from acore.discord.voice.wiring import Line
from acore.errors import EngineUnavailable
from acore.interfaces import Clock, Opus, Player

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)

_MOST_QUEUED_S = 3.0
_LOUDEST = 2.0


class CallPlayer(Player):
    """One player of the library at a time: it ends where nothing is left, and the next one begins when it has ended.

    Two at once would share the counters of what is sent, and so the numbers that the encryption uses only once.
    """

    def __init__(self, opus: Opus, clock: Clock) -> None:
        self._loop = asyncio.get_running_loop()
        self._less = asyncio.Event()
        self._outgoing = Outgoing(opus, clock.monotonic, on_ready=self._ready, on_less=self._tell_less)
        self._line: Line | None = None
        self._waiting = 0
        self._broke = ""
        """What the library's player ended with, where it failed."""
        self._running = self._paused = self._ended = False

    @property
    def played_s(self) -> float:
        """As the contract says."""
        return self._outgoing.played_s

    @property
    def queued_s(self) -> float:
        """As the contract says."""
        return self._outgoing.queued_s

    @property
    def is_over(self) -> bool:
        """As the contract says."""
        return self._ended

    @property
    def volume(self) -> float:
        """As the contract says; a change is heard within 0.3 s."""
        return self._outgoing.volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._outgoing.volume = min(max(volume, 0.0), _LOUDEST)

    @property
    def sent_frames(self) -> int:
        """Frames of sound that went out."""
        return self._outgoing.sent_frames

    @property
    def failed_frames(self) -> int:
        """Frames of sound that could not be sent."""
        return self._outgoing.failed_frames

    def connect(self, line: Line) -> None:
        """Send over this line from now on; called again where it is connected anew."""
        self._line = line
        self._begin()

    def packet_left(self, *, sent: bool) -> None:
        """What was read went out, or could not; called on the library's thread."""
        self._outgoing.sent(well=sent)

    async def play(self, chunk: "AudioChunk") -> None:
        """As the contract says."""
        await self._until(lambda: self._outgoing.queued_s < _MOST_QUEUED_S)
        if self._ended:
            raise EngineUnavailable("The call has ended, so nothing can be played in it.", engine="call")
        if len(chunk.samples):
            self._outgoing.put(chunk)

    def pause(self) -> None:
        """As the contract says."""
        self._paused = True
        if self._line is not None:
            self._line.pause()

    def resume(self) -> None:
        """As the contract says."""
        if not self._paused:
            return
        self._paused = False
        if self._line is not None and self._running:
            self._line.resume()
        self._begin()

    def stop(self) -> None:
        """As the contract says."""
        self._outgoing.clear()
        self.resume()
        self._less.set()

    async def drained(self) -> None:
        """As the contract says."""
        await self._until(lambda: self._outgoing.empty)

    def end(self) -> None:
        """Play nothing more; whoever waits is let go."""
        self._ended = True
        self._outgoing.end()
        self._less.set()

    async def _until(self, so: Callable[[], bool]) -> None:
        """Wait until that is so, or the call has ended."""
        self._waiting += 1  # before the first look: what changes behind it is told
        try:
            while not self._ended:
                self._less.clear()
                if so():
                    return
                await self._less.wait()
        finally:
            self._waiting -= 1

    def _tell_less(self) -> None:
        if self._waiting:
            self._in_loop(self._less.set)

    def _ready(self) -> None:
        if not self._running:
            self._in_loop(self._begin)

    def _in_loop(self, step: Callable[[], object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(step)

    def _begin(self) -> None:
        """Have the library play, where there is something to play and it does not yet."""
        line = self._line
        if self._running or self._paused or self._ended or line is None or not line.is_connected():
            return
        if self._outgoing.has_ready:
            self._running = True
            line.play(self._outgoing, after=self._stopped)

    def _stopped(self, error: Exception | None) -> None:
        reason = "" if error is None else repr(error)
        if reason and reason != self._broke:  # each frame may meet the same
            _log.warning("call_player_broke", reason=reason)
        self._broke = reason
        self._in_loop(self._go_on)

    def _go_on(self) -> None:
        """The library's player ended: nothing was left, or the line was down for too long."""
        self._outgoing.sent(well=False)
        self._running = False
        if self._line is not None and self._line.is_playing():  # the library gave up waiting for the line
            self._line.stop()
        self._less.set()
        self._begin()
