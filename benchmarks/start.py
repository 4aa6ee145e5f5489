"""What a command costs before it does anything: processor time of fresh processes."""

import sys
import sysconfig
from pathlib import Path

from benchmarks.figures import Figure, median_of
from benchmarks.processes import cpu_of, workplace

_RUNS = 21
_FLOOR = "import pydantic_settings"
_LOAD = "from acore.container import Container; from acore.settings import load_settings; load_settings()"


def measure() -> list[Figure]:
    acore = str(Path(sysconfig.get_path("scripts")) / "acore")
    with workplace() as folder:
        floor, helped, loaded = median_of(
            _RUNS,
            lambda: cpu_of(folder, sys.executable, "-c", _FLOOR),
            lambda: cpu_of(folder, acore, "--help"),
            lambda: cpu_of(folder, sys.executable, "-c", _LOAD),
        )
    return [
        Figure("start.help", helped, "s", floor, "<=1.5"),
        Figure("start.container", loaded, "s", floor, "<=3"),
    ]
