"""The how-to "Test your own bot without Discord", done as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-your-bot-without-discord.md"
FILE = re.compile(r"^`(?P<name>[\w./]+)`\n\n```\w+\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
FILES = {found["name"]: found["text"] for found in FILE.finditer(PAGE.read_text("utf-8"))}


def pytest_in(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COV")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**kept, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_page_has_a_bot_and_tests() -> None:
    assert set(FILES) == {"bot.py", "test_bot.py", "pytest.ini", "test_people.py", "test_bad_days.py", "test_voice.py"}
    blocks = re.findall(r"```(?:python|ini)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert all(block in FILES.values() for block in blocks)
    assert "acore" not in FILES["bot.py"]


def test_its_first_test_is_short() -> None:
    first, _, _ = FILES["test_bot.py"].partition("async def test_a_die")
    assert len(first.split("\n")) < 15


def test_its_tests_pass(folder: Path) -> None:
    done = pytest_in(folder)
    assert "10 passed" in done.stdout, done.stdout


def test_the_failure_it_shows_is_what_a_test_shows(folder: Path) -> None:
    bot = FILES["bot.py"].replace('await context.reply("pong")', "1 / 0")
    (folder / "bot.py").write_text(bot)
    done = pytest_in(folder, "test_bot.py::test_it_answers_ping")
    shown = re.findall(r"```\n(AssertionError.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    for line in shown.splitlines():
        assert re.search(rf"^E +{re.escape(line.strip())}$", done.stdout, re.MULTILINE), (line, done.stdout)
