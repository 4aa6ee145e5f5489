"""What a person does with microphone and camera, one step every 20 ms."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from acore.simulator.voice.rtp import SILENCE

BEFORE = -1
"""The tick before the first frame, in which the others are told who speaks: that goes another way than sound, which
would overtake it."""
_SILENT_FRAMES = 5
"""Behind everything that is said, so that nothing is made up in its place."""


class Announce(Protocol):
    """Tells the others whether one speaks."""

    def __call__(self, *, speaks: bool) -> None:
        """Tell them."""


class Spurt:
    """Frames of sound, one a tick from the second one on, with silence behind them."""

    def __init__(
        self, send: Callable[[bytes, int], bool], announce: Announce, frames: Sequence[bytes], *, announced_after: int
    ) -> None:
        self.over = asyncio.Event()
        self._send = send
        self._announce = announce
        self._frames = [*frames, *[SILENCE] * _SILENT_FRAMES]
        self._announced_after = announced_after
        self._next = BEFORE

    def tick(self, number: int) -> bool:
        """Send the next frame; returns whether there are more."""
        if self._next == self._announced_after:
            self._announce(speaks=True)
        there = self._next == BEFORE or self._send(self._frames[self._next], number)
        self._next += 1
        if there and self._next < len(self._frames):
            return True
        self._announce(speaks=False)
        self.over.set()
        return False

    def stop(self) -> None:
        """Have nothing but the silence left to send."""
        self._frames = [*self._frames[: max(self._next, 0)], *[SILENCE] * _SILENT_FRAMES]


class SendPicture(Protocol):
    """Sends one packet of a picture."""

    def __call__(self, tick: int, *, last: bool) -> bool:
        """Send it; `last` is whether it ends the picture. Returns whether one is in a call."""


class Filming:
    """Pictures, one every two ticks, of three packets each."""

    def __init__(self, send: SendPicture, ticks: int) -> None:
        self.over = asyncio.Event()
        self._send = send
        self._left = ticks

    def tick(self, number: int) -> bool:
        """Send what comes next; returns whether there is more."""
        self._left -= 1
        ends_picture = self._left % 2 == 0
        there = self._send(number, last=ends_picture)
        if there and not ends_picture:
            there = self._send(number, last=False)
        if there and self._left > 0:
            return True
        self.over.set()
        return False
