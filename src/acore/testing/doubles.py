"""What a test builds an engine with."""

from pathlib import Path
from random import Random

from acore.adapters.clock.manual import ManualClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.interfaces import Clock, EngineContext


def engine_context(*, data_dir: Path | None = None, clock: Clock | None = None) -> EngineContext:
    """A context of doubles: time that stands still, numbers in memory, and always the same chances."""
    return EngineContext(
        clock=clock or ManualClock(),
        metrics=MemoryMetrics(),
        random=Random(0),  # noqa: S311  a double
        data_dir=data_dir or Path(),
    )
