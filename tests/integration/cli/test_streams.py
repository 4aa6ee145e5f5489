"""What happens to what is printed and typed, when the terminal is not as one would wish."""

import os
import signal
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore

MARKED = """
import os, runpy, signal
usual = signal.signal
def marked(*given):
    before = usual(*given)
    signal.signal = usual
    os.write(1, b"!")
    return before
signal.signal = marked
runpy.run_module("acore.cli", run_name="__main__", alter_sys=True)
"""
"""Tells when the first handler is in its place: until then Python is starting, and nothing of acore runs."""
ACORE = [sys.executable, "-m", "acore.cli"]


@pytest.mark.parametrize("verb", [["demo"], ["engines"], ["version"], ["config", "show"], ["ask", "2+2"], ["doctor"]])
def test_a_full_disk_behind_the_output_is_told_in_one_line(
    environment: dict[str, str], tmp_path: Path, verb: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*ACORE, *verb],
            cwd=tmp_path,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("verb", [["demo"], ["ask", "how far is 10 miles in kilometres?"], ["doctor"]])
def test_what_the_terminal_has_no_sign_for_is_replaced(acore: Acore, verb: list[str]) -> None:
    done = acore(*verb, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_without_any_input_a_conversation_ends_at_once(environment: dict[str, str], tmp_path: Path) -> None:
    command = " ".join([*ACORE, "chat", "<&-"])
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
@pytest.mark.parametrize("verb", [["ask", "2+2"], ["--help"], ["run"]])
def test_ctrl_c_ends_with_130_from_the_first_moment_on(
    environment: dict[str, str], tmp_path: Path, verb: list[str], after_s: float
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MARKED, *verb],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        assert os.read(process.stdout.fileno(), 1) == b"!"
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        code, told = process.wait(20), process.stderr.read().decode()
    assert code in (0, 130)
    assert "Traceback" not in told


def test_settings_that_are_changed_at_the_same_time_are_all_kept(acore: Acore, tmp_path: Path) -> None:
    changes = {"web.port": "8", "chat.history": "3", "rag.top_k": "4", "log.level": "debug", "log.format": "json"}
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda change: acore("config", "set", *change), changes.items()))
    assert [one.returncode for one in done] == [0] * len(changes)
    kept = tomllib.loads((tmp_path / "settings.local.toml").read_text())
    assert {f"{table}.{key}": str(value) for table, inner in kept.items() for key, value in inner.items()} == changes


def test_commands_at_the_same_time_wait_for_each_other(acore: Acore) -> None:
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda n: acore("ask", f"{n} + 1"), range(4)))
    assert [(one.returncode, one.stdout.splitlines()[0]) for one in done] == [
        (0, f"{n} + 1 = {n + 1}") for n in range(4)
    ]
