"""What a command costs before it does anything: processor time of fresh processes."""

import sys

from benchmarks.figures import Figure, cpu_of, median_of

_LOAD = "from acore.container import Container; from acore.settings import load_settings; load_settings()"


def measure() -> list[Figure]:
    floor, helped, loaded = median_of(
        15,
        lambda: cpu_of(sys.executable, "-c", "import pydantic_settings"),
        lambda: cpu_of(sys.executable, "-m", "acore.cli", "--help"),
        lambda: cpu_of(sys.executable, "-c", _LOAD),
    )
    return [
        Figure("start.help", helped, "s", floor, "<=1.5"),
        Figure("start.container", loaded, "s", floor, "<=3"),
    ]
