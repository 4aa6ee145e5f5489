"""The commands of the pages about talking, run as they stand there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/how-to/talk-with-it.md").read_text("utf-8")
REFERENCE = (ROOT / "docs/reference/voice.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which `acore` is a command."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "acore"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m acore.cli "$@"\n')
    command.chmod(0o755)
    return {**environment, "PATH": f"{command.parent}:{environment['PATH']}"}


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_the_commands_of_the_page_work(block: str, shell: dict[str, str], tmp_path: Path) -> None:
    lines = [line.removeprefix("$ ") for line in block.splitlines()]
    assert len(lines) == block.count("$ ")
    for line in lines:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=tmp_path, env=shell, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert done.stdout.strip()


def example(heading: str) -> object:
    """The JSON that the reference shows behind a line that begins so."""
    found = re.search(rf"^`{heading}.*?```json\n(.*?)```", REFERENCE, re.DOTALL | re.MULTILINE)
    assert found, heading
    return json.loads(found[1])


def shape(told: object) -> object:
    """The keys, all the way down, of the first one of each list."""
    if isinstance(told, dict):
        return {key: shape(value) for key, value in told.items()}
    return [shape(one) for one in told[:1]] if isinstance(told, list) else None


def test_the_json_of_the_reference_is_what_is_printed(acore: Acore) -> None:
    printed = {
        "acore say": acore("say", "what can you do", "-o", "a.wav", "--json"),
        "acore talk": acore("talk", "a.wav", "--json"),
        "acore transcribe": acore("transcribe", "a.wav", "--json"),
        "acore voices": acore("voices", "--json"),
        "acore models list": acore("models", "list", "--json"),
    }
    for heading, done in printed.items():
        assert done.returncode == 0, done.stderr
        assert shape(json.loads(done.stdout)) == shape(example(heading)), heading
    assert example("acore models list") == [{**json.loads(printed["acore models list"].stdout)[0], "about": "…"}]
