"""What is to be played, encoded ahead of time on a thread of its own: the player's thread waits for nobody."""

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import structlog
from discord import AudioSource

from acore.interfaces.opus import SILENT_PACKET, Opus, OpusEncoder, OpusFrame

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)

_AHEAD = 15
"""Frames that are ready, 0.3 s: a change of the volume is heard as soon."""
_LOW = 2
"""Frames that are left when the end of what was given is sent, full or not."""
_REST_S = 0.06
"""Where nothing was given for so long, the end of it is not waited for."""
_PIECE_S = 0.06
"""How much is encoded at a time."""
_LOOK_S = 0.03
"""How often it is looked whether there is room for more: the player's thread has to wake nobody."""
_GAP = 10
"""Frames of silence that fill a gap, 0.2 s; behind them it stops to speak."""


class Outgoing(AudioSource):
    """Sound in, frames out. Any thread may call it, but `read` and `sent` are the player's.

    `on_ready` is called where sound is ready that nobody sends, `on_less` where less waits; on any thread.
    """

    def __init__(
        self, opus: Opus, now: Callable[[], float], *, on_ready: Callable[[], None], on_less: Callable[[], None]
    ) -> None:
        self.volume = 1.0
        self.played_s = 0.0
        self.sent_frames = self.failed_frames = 0
        self._opus = opus
        self._now = now
        self._on_ready = on_ready
        self._on_less = on_less
        self._given: deque[AudioChunk] = deque()
        self._given_s = self._read_s = self._given_at = 0.0
        self._ready: deque[OpusFrame] = deque()
        self._reading: OpusFrame | None = None
        self._gap = 0
        self._generation = 0
        self._open = self._ended = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def queued_s(self) -> float:
        """Seconds of sound that wait."""
        with self._changed:
            waits = self._given or self._ready or self._open
            return max(self._given_s - self._read_s, 0.0) if waits else 0.0

    @property
    def has_ready(self) -> bool:
        """Whether a frame can be sent at once."""
        return bool(self._ready)

    @property
    def empty(self) -> bool:
        """Whether all that was given was sent."""
        with self._changed:
            return not (self._given or self._ready or self._open or self._reading)

    def is_opus(self) -> bool:
        """The library need not encode."""
        return True

    def put(self, chunk: "AudioChunk") -> None:
        """Queue sound."""
        with self._changed:
            if self._ended:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="call-encoder", daemon=True)
                self._thread.start()
            self._given.append(chunk)
            self._given_s += chunk.seconds
            self._given_at = self._now()
            self._changed.notify()

    def clear(self) -> None:
        """Throw away all that waits."""
        with self._changed:
            self._generation += 1
            self._given.clear()
            self._ready.clear()
            self._given_s, self._open = self._read_s, False
            self._gap = _GAP
            self._changed.notify()

    def end(self) -> None:
        """Throw away all that waits, and encode nothing more."""
        self.clear()
        with self._changed:
            self._ended = True
            self._changed.notify()

    def read(self) -> bytes:
        """The next frame; silence for a short gap, and nothing behind it, which ends the player."""
        self._reading = None
        try:
            frame = self._ready.popleft()
        except IndexError:
            self._gap += 1
            return SILENT_PACKET if self._gap <= _GAP else b""
        self._reading, self._gap = frame, 0
        self._read_s += frame.seconds
        return frame.packet

    def sent(self, *, well: bool) -> None:
        """What was read went out, or could not; silence counts for nothing."""
        frame, self._reading = self._reading, None
        if frame is None:
            return
        if well:
            self.played_s += frame.seconds
            self.sent_frames += 1
        else:
            self.failed_frames += 1
        self._on_less()

    def _work(self) -> None:
        encoder, generation = self._opus.encoder(), self._generation
        while True:
            with self._changed:
                piece = self._next_piece()
                if self._ended:
                    return
                fresh = generation == self._generation
                generation = self._generation
            if not fresh:
                encoder = self._opus.encoder()
            try:
                frames = self._encoded(encoder, piece)
            except Exception:  # noqa: BLE001  a call goes on: the next piece may be encoded
                _log.exception("call_encoder_failed")
                frames, encoder = [], self._opus.encoder()
                self._lose(piece, generation)
            with self._changed:
                if generation == self._generation:
                    self._ready.extend(frames)
                    self._open = piece is not None
            self._on_ready()
            self._on_less()

    def _lose(self, piece: "AudioChunk | None", generation: int) -> None:
        """What can not be encoded does not wait to be sent."""
        with self._changed:
            if piece is not None and generation == self._generation:
                self._given_s -= piece.seconds

    def _next_piece(self) -> "AudioChunk | None":
        """What is encoded next, once there is room for it; None where the stream is to be finished."""
        while not self._ended:
            if self._given and len(self._ready) < _AHEAD:
                self._open = True
                return self._cut()
            if self._open and not self._given and len(self._ready) <= _LOW and self._rested:
                return None
            self._changed.wait(_LOOK_S if self._given or self._open else None)
        return None

    @property
    def _rested(self) -> bool:
        return self._now() - self._given_at >= _REST_S

    def _cut(self) -> "AudioChunk":
        chunk = self._given.popleft()
        size = max(round(chunk.rate * _PIECE_S), 1)
        piece = type(chunk)(chunk.samples[:size], chunk.rate)
        if size < len(chunk.samples):
            self._given.appendleft(type(chunk)(chunk.samples[size:], chunk.rate))
        return piece

    def _encoded(self, encoder: OpusEncoder, piece: "AudioChunk | None") -> list[OpusFrame]:
        if piece is None:
            return encoder.finish()
        if (volume := self.volume) != 1:
            louder = np.clip(piece.samples * volume, -(2**15), 2**15 - 1)
            piece = type(piece)(louder.astype(np.int16), piece.rate)
        return encoder.encode(piece)
