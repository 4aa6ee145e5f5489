"""`acore bench`: measures what the documentation claims, where the benchmarks are."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from acore.errors import SettingsError

_ROOT = Path(__file__).parents[3]


def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Such as llm; default: all.")] = None,
) -> None:
    """Measure the figures of the documentation anew, and write them down; exit 1 if one does not hold."""
    if not (_ROOT / "benchmarks" / "__main__.py").is_file():
        raise SettingsError("the benchmarks come with acore's source: get a checkout, and run acore bench there")
    done = subprocess.run([sys.executable, "-m", "benchmarks", *(names or ())], cwd=_ROOT, check=False)  # noqa: S603
    raise typer.Exit(done.returncode)
