"""The thread of a call that hears, and the way from there into the event loop."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import structlog

from acore.discord.voice.ear import Ear, Heard
from acore.interfaces import Clock

_log = structlog.get_logger(__name__)

_TICK_S = 0.02
_MOST_BEHIND_S = 1.0
_AFTER_FAILURE_S = 1.0
_MOST_WAITING = 500
"""Ticks, 10 s: an event loop that is held up for longer loses the oldest."""


class Listening:
    """Asks the ear every 20 ms while somebody speaks, and sleeps while nobody does.

    `hand_on` is called in the event loop.
    """

    def __init__(self, ear: Ear, clock: Clock, hand_on: Callable[[Heard], None]) -> None:
        self.overrun = 0
        self._ear = ear
        self._clock = clock
        self._hand_on = hand_on
        self._loop = asyncio.get_running_loop()
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._waiting: deque[list[Heard]] = deque()
        self._thread = threading.Thread(target=self._work, name="call-ear", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Something came in."""
        if not self._woken.is_set():
            self._woken.set()

    async def aclose(self) -> None:
        """End within a tick; twice is harmless."""
        self._ended.set()
        self._woken.set()
        if self._thread.is_alive():
            await self._loop.run_in_executor(None, partial(self._thread.join, 1))

    def _work(self) -> None:
        at = self._clock.monotonic()
        while not self._ended.is_set():
            now = self._clock.monotonic()
            self._listen(now)
            if not self._ear.busy:
                self._woken.clear()
                if not self._ear.busy:  # a packet may have come in between
                    self._woken.wait()
                at = self._clock.monotonic()
            at = max(at + _TICK_S, now - _MOST_BEHIND_S)
            self._ended.wait(at - self._clock.monotonic())

    def _listen(self, now: float) -> None:
        try:
            heard = self._ear.listen(now)
        except Exception:  # noqa: BLE001  a call goes on: the next packets may be understood
            _log.exception("call_ear_failed")
            self._ended.wait(_AFTER_FAILURE_S)
            return
        if not heard:
            return
        if len(self._waiting) >= _MOST_WAITING:
            with suppress(IndexError):  # the event loop has just taken all of it
                self.overrun += len(self._waiting.popleft())
        self._waiting.append(heard)
        try:
            self._loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:  # the loop has closed
            self._ended.set()

    def _deliver(self) -> None:
        while self._waiting:
            for heard in self._waiting.popleft():
                self._hand_on(heard)
