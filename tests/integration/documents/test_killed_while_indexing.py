"""Whatever moment `acore index` is killed at, the index is whole and can be searched."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FILES = 40


def acore(folder: Path, *args: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "ACORE_DATA_DIR": str(folder / "data"), "HOME": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "acore.cli", *args], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def finished(folder: Path, *args: str) -> str:
    with acore(folder, *args) as process:
        out, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    return out


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_moment_it_is_mended_by_the_next_run(tmp_path: Path, seed: int) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    chance = random.Random(seed)
    for version in range(2):
        for number in range(FILES):
            text = "\n\n".join(f"Lighthouse {number} has version{version} lamp {part}. " * 30 for part in range(3))
            (docs / f"f{number}.md").write_text(text)
        with acore(tmp_path, "index", "docs") as process:
            assert process.stderr
            for _ in range(chance.randrange(1, FILES // 2)):
                process.stderr.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() / 100)
            os.killpg(process.pid, signal.SIGKILL)
        whole = json.loads(finished(tmp_path, "index", "--list", "--json"))
        assert all(one["chunks"] >= 3 for one in whole if one["fingerprint"])  # the others are unfinished, and say so
        report = json.loads(finished(tmp_path, "index", "docs", "--json"))
        assert len(report["indexed"]) + len(report["unchanged"]) == FILES
        listed = json.loads(finished(tmp_path, "index", "--list", "--json"))
        assert len(listed) == FILES
        assert len({one["chunks"] for one in listed}) == 1
        answer = json.loads(finished(tmp_path, "ask", f"Which lighthouse 7 has version{version} lamp?", "--json"))
        assert f"version{version}" in answer["reply"]
