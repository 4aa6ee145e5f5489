"""The how-to "Add an engine", done as it stands there."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-an-engine.md"
FILE = re.compile(r"^`(?P<name>[\w./]+)`\n\n```\w+\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution of the page, built and installed into a folder of its own."""
    place = tmp_path_factory.mktemp("parrot")
    files = {found["name"]: found["text"] for found in FILE.finditer(PAGE.read_text("utf-8"))}
    assert set(files) == {"src/acore_parrot/parrot.py", "pyproject.toml", "tests/test_parrot.py"}
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run(
        [*command, "--target", str(place / "installed"), str(place)], check=True, capture_output=True, timeout=120
    )
    return place


def run(sample: Path, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=sample,
        env={**kept, "HOME": str(sample), "PYTHONPATH": str(sample / "installed"), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_engine_is_listed_with_where_it_comes_from(sample: Path) -> None:
    done = run(sample, "acore.cli", "engines", "--json", ACORE_LLM__USE="parrot")
    (row,) = [row for row in json.loads(done.stdout) if row["name"] == "parrot"]
    assert row == {
        "slot": "llm", "name": "parrot", "engine": "parrot", "origin": "acore-parrot 1.0",
        "selected": True, "ready": True, "needs": None,
    }  # fmt: skip


def test_one_variable_chooses_it(sample: Path) -> None:
    done = run(sample, "acore.cli", "ask", "hello there", ACORE_LLM__USE="parrot")
    assert done.stdout.strip() == "Squawk! hello there"


def test_the_lines_of_the_page_choose_and_configure_it(sample: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[-2:]
    (sample / "settings.toml").write_text("".join(blocks))
    assert set(tomllib.loads("".join(blocks))["llm"]) == {"use", "engines"}
    assert run(sample, "acore.cli", "ask", "hello").stdout.strip() == "Ahoy! hello"


def test_its_contract_suite_passes(sample: Path) -> None:
    done = run(
        sample, "pytest", "-q", "-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function", "tests"
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"[5-9]\d* passed|1\d passed", done.stdout)
