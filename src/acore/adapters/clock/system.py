"""The machine's own time."""

import asyncio
import time
from datetime import datetime

from acore.interfaces import Clock


class SystemClock(Clock):
    """Time as the machine has it, in the machine's zone."""

    def now(self) -> datetime:
        """The time of day, with the machine's zone."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds of the machine's steady clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait in the event loop."""
        await asyncio.sleep(max(seconds, 0))
