"""What building the house costs, once its modules are imported."""

import statistics
import tempfile
import time
from pathlib import Path

from acore.container import Container
from acore.settings import Settings
from benchmarks.figures import Figure


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate({"data_dir": Path(folder)})
        taken = [_built(settings) for _ in range(60)]
    return [Figure("container.resolve", statistics.median(taken[10:]) * 1000, "ms", None, "<=2")]


def _built(settings: Settings) -> float:
    began = time.perf_counter()
    container = Container(settings=settings)
    for provider in (container.engines, container.chat, container.knowledge, container.health, container.bot):
        provider()
    return time.perf_counter() - began
