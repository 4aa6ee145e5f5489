"""A conversation by voice on a fresh machine without a network: what espeak says, PocketSphinx hears."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

ASKED = "what can you do"
Offline = Callable[..., "subprocess.CompletedProcess[str]"]
GUARD = """
import socket
def refuse(self, address):
    if self.family != socket.AF_UNIX:
        raise OSError(f"there is no network here: {address}")
socket.socket.connect = socket.socket.connect_ex = refuse
"""
"""For machines where a process may not leave the network."""
LITTLE = frozenset(
    "a about after all also am an and any are as at be been but by can could did do does for from had has have he her "
    "him his how i if in into is it its just me more most my no not of on one only or other our out over she should "
    "so some such than that the their them then there these they this those to too up us was we were what when where "
    "which who whom why will with would you your".split()
)
NUMBERS = {"15": "fifteen", "80": "eighty", "10": "ten", "3": "three", "2": "two", "6": "six"}


@pytest.fixture
def offline(environment: dict[str, str], tmp_path: Path) -> Offline:
    """Run `acore ARGS...` where no network is."""
    unshare = shutil.which("unshare")
    leaves = unshare is not None and not subprocess.run([unshare, "-rn", "true"], check=False).returncode
    before = [str(unshare), "-rn"] if leaves else []
    if not leaves:
        (tmp_path / "guard").mkdir()
        (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
        paths = [str(tmp_path / "guard"), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = ":".join(path for path in paths if path)

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*before, sys.executable, "-m", "acore.cli", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    return run


def words(text: str) -> list[str]:
    """In lower case, numbers as they are said; the point of 3.2 is a word of its own and left out."""
    found = re.findall(r"[a-z]+|\d+", text.lower().replace("'", "").replace("’", ""))
    return [NUMBERS.get(word, word) for word in found]


def content_words(text: str) -> list[str]:
    """Those that carry the meaning."""
    return [word for word in words(text) if word not in LITTLE]


def test_what_is_asked_aloud_is_answered_aloud(offline: Offline, tmp_path: Path) -> None:
    said = offline("say", ASKED, "-o", "a.wav")
    assert said.returncode == 0, said.stderr
    done = offline("talk", "a.wav", "-o", "b.wav", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(words(ASKED)) <= set(words(told["heard"]))
    assert "documents" in told["reply"]
    assert told["stages"].keys() == {"vad", "stt", "chat", "tts", "rvc"}
    assert told["first_audio_ms"] > 0
    again = offline("transcribe", "b.wav", "--json")
    assert again.returncode == 0, again.stderr
    wanted, heard = content_words(told["reply"]), set(words(json.loads(again.stdout)["text"]))
    missed = Counter(word for word in wanted if word not in heard)
    assert missed.total() <= 0.4 * len(wanted), f"{missed.total()} of {len(wanted)}: {sorted(missed)}"
