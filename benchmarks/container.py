"""What building the house costs, once the modules of the chosen engines are imported."""

import statistics
import tempfile
import time
from pathlib import Path

from acore.container import Container
from acore.settings import Settings
from benchmarks.figures import Figure

_WARM, _RUNS = 10, 100
_PER_CALL = {"site", "web"}
"""Factories that are told at each call what they serve."""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate({"data_dir": Path(folder)})
        taken = [_built(settings) for _ in range(_WARM + _RUNS)]
    return [Figure("container.resolve", statistics.median(taken[_WARM:]) * 1000, "ms", None, "<=2")]


def _built(settings: Settings) -> float:
    """Seconds from nothing to every part of the house; none of them is opened."""
    began = time.perf_counter()
    container = Container(settings=settings)
    for name, provider in container.providers.items():
        if name not in _PER_CALL:
            provider()
    container.web(container.site(page=None, token="", use=_nothing))
    return time.perf_counter() - began


async def _nothing(*_: object) -> None:
    """Stands for changing the model, which is not measured."""
