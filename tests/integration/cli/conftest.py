"""`acore` as a person runs it: a process of its own, in an empty folder, with an empty home."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Acore = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a fresh machine has, and a data directory of the test's own."""
    names = ("PATH", "LANG", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name in names or name.startswith("COV")}
    home = tmp_path / "home"
    home.mkdir()
    return {**kept, "HOME": str(home), "ACORE_DATA_DIR": str(tmp_path / "data"), "ACORE_WEB__PORT": "0"}


@pytest.fixture
def acore(environment: dict[str, str], tmp_path: Path) -> Acore:
    """Run `acore ARGS...`; further variables by keyword, `stdin` is what is typed."""

    def run(*args: str, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "acore.cli", *args],
            cwd=tmp_path,
            env={**environment, **variables},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
