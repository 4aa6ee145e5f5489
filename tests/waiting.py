"""Waits for what another thread or process does."""

import threading
import time
from collections.abc import Callable


def wait_until(holds: Callable[[], bool], within_s: float = 20) -> None:
    """Return as soon as it holds; an AssertionError where it does not in time."""
    pause, until = threading.Event(), time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, f"it did not come within {within_s:g} s"
        pause.wait(0.02)
