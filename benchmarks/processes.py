"""Fresh processes, away from the settings of whoever measures."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_KEPT = ("HOME", "LANG", "PATH", "TMPDIR")
_USED = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime)"
)


def environment(**given: str) -> dict[str, str]:
    """The variables of a measured process: no one else's settings or secrets, and the way to this package."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | given


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty working directory with the shipped settings.toml, removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "settings.toml", folder)
        yield Path(folder)


def cpu_of(folder: Path, *command: str) -> float:
    """Seconds of processor time that a command takes in that working directory, with all it starts."""
    done = subprocess.run(
        [sys.executable, "-c", _USED, *command],
        cwd=folder,
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return float(done.stdout)
