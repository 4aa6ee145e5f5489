"""`acore models` and `acore use` with models that are tiny, from a mirror on loopback."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.integration.stt.tiny_whisper import make
from tests.integration.tts.tiny_kokoro import tiny_kokoro
from tests.waiting import wait_until

Run = Callable[..., "subprocess.CompletedProcess[str]"]

KOKORO = ("kokoro", "tts", "kokoro", "tts/kokoro")
WHISPER = ("whisper-tiny", "stt", "whisper", "stt/whisper/tiny")
CODE = """
import sys
from acore.adapters.models import catalogue
from acore.domain.model_files import Model, ModelFile
def files(there):
    return tuple(ModelFile(path, "http://127.0.0.1:1", size, digest) for path, size, digest in there)
catalogue.MODELS = tuple(Model(*told, "a tiny one", "none", files(there)) for told, there in {models!r})
from acore.cli.__main__ import main
main()
"""


class Mirror(SimpleHTTPRequestHandler):
    """What `python -m http.server` is: it knows nothing of ranges."""

    asked: list[str] = []  # noqa: RUF012
    pause_s = 0.0
    hurried: threading.Event
    """Set, it ends all pauses."""

    def log_message(self, *_: Any) -> None:
        self.asked.append(self.path)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        while data := source.read(50_000):
            outputfile.write(data)
            outputfile.flush()
            self.hurried.wait(self.pause_s)


@pytest.fixture
def models(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder that the mirror serves, with one model."""
    if getattr(request, "param", "kokoro") == "kokoro":
        return tiny_kokoro(tmp_path / "mirror" / "kokoro").parent
    return make(tmp_path / "mirror" / "whisper-tiny").parent


@pytest.fixture
def mirror(models: Path) -> Iterator[type[Mirror]]:
    kind: type[Mirror] = type("MirrorOfOneTest", (Mirror,), {"asked": [], "pause_s": 0.0, "hurried": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(models)))
    server.daemon_threads = True
    kind.address = f"http://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kind
    kind.hurried.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def command(models: Path, mirror: Any, environment: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    known = [(told, told_of(models / told[0])) for told in (KOKORO, WHISPER) if (models / told[0]).is_dir()]
    return [sys.executable, "-c", CODE.format(models=known)], {**environment, "ACORE_MODELS__MIRROR": mirror.address}


def told_of(folder: Path) -> list[tuple[str, int, str]]:
    """The files as a catalogue has them."""
    files = [(file, file.read_bytes()) for file in sorted(folder.iterdir())]
    return [(file.name, len(data), hashlib.sha256(data).hexdigest()) for file, data in files]


@pytest.fixture
def acore(command: tuple[list[str], dict[str, str]], tmp_path: Path) -> Run:
    begin, variables = command

    def run(*args: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*begin, *args], cwd=tmp_path, env={**variables, **more}, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    return run


def test_a_model_is_listed_fetched_used_and_removed(acore: Run, mirror: type[Mirror], tmp_path: Path) -> None:
    (row,) = json.loads(acore("models", "list", "--json").stdout)
    assert (row["name"], row["state"], row["have"], row["licence"]) == ("kokoro", "missing", 0, "none")
    got = acore("models", "get", "kokoro", "--json")
    assert got.returncode == 0, got.stderr
    report = json.loads(got.stdout)
    assert report["fetched"] == row["bytes"]
    assert Path(tmp_path, report["path"]).is_dir()
    assert "acore: fetching kokoro" in got.stderr
    again = acore("models", "get", "kokoro")
    assert "To use it: acore use tts/kokoro" in again.stdout
    assert again.stderr == ""
    assert len(mirror.asked) == 2
    assert "* kokoro" in acore("models", "list").stdout
    said = acore("say", "Good morning.", "-o", "a.wav", "--json", ACORE_TTS__USE="kokoro")
    assert json.loads(said.stdout)["engine"] == "kokoro", said.stderr
    removed = json.loads(acore("models", "remove", "kokoro", "--json").stdout)
    assert removed == {"name": "kokoro", "freed": row["bytes"]}
    assert acore("models", "remove", "kokoro").stdout == "kokoro was not here\n"


def test_use_says_what_it_fetches_and_does_it(acore: Run, tmp_path: Path) -> None:
    rows = {row["name"]: row for row in json.loads(acore("engines", "--json").stdout) if row["slot"] == "tts"}
    assert rows["kokoro"]["needs"].endswith("acore models get kokoro")
    used = acore("use", "tts/kokoro")
    assert used.returncode == 0, used.stderr
    assert "acore: fetching kokoro (" in used.stderr
    assert "tts.use = kokoro    # settings.local.toml" in used.stdout
    rows = {row["name"]: row for row in json.loads(acore("engines", "--json").stdout) if row["slot"] == "tts"}
    assert rows["kokoro"]["ready"]
    said = acore("say", "Good morning.", "-o", "a.wav", "--json")
    assert json.loads(said.stdout)["engine"] == "kokoro", said.stderr


@pytest.mark.parametrize("models", ["whisper-tiny"], indirect=True)
def test_an_engine_that_wants_its_model_as_it_opens_is_used_as_well(
    acore: Run,
) -> None:
    used = acore("use", "stt/whisper/tiny")
    assert used.returncode == 0, used.stderr
    assert "acore: fetching whisper-tiny (" in used.stderr
    assert "stt.use = whisper    # settings.local.toml" in used.stdout


def test_where_it_can_not_be_fetched_nothing_is_changed(acore: Run, tmp_path: Path) -> None:
    used = acore("use", "tts/kokoro", ACORE_MODELS__MIRROR="http://127.0.0.1:1/nothing/")
    assert used.returncode == 1
    assert "acore: models at http://127.0.0.1:1/nothing/kokoro" in used.stderr
    assert "Traceback" not in used.stderr
    assert not (tmp_path / "settings.local.toml").exists()


def test_a_model_that_can_not_work_is_not_used(acore: Run, tmp_path: Path) -> None:
    acore("models", "get", "kokoro")
    model = tmp_path / "data" / "models" / "kokoro" / "kokoro-v1.0.onnx"
    model.write_bytes(b"x" * model.stat().st_size)
    used = acore("use", "tts/kokoro")
    assert used.returncode == 1
    assert "can not be loaded" in used.stderr
    assert not (tmp_path / "settings.local.toml").exists()


def test_a_name_that_is_none_is_told_with_those_there_are(acore: Run) -> None:
    for verb in ("get", "remove"):
        done = acore("models", verb, "kokko")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "acore: There is no model kokko; there are kokoro.\n"


def test_ctrl_c_keeps_what_has_come(
    command: tuple[list[str], dict[str, str]], acore: Run, mirror: type[Mirror], tmp_path: Path
) -> None:
    mirror.pause_s = 20
    begin, variables = command
    with subprocess.Popen(
        [*begin, "models", "get", "kokoro"], cwd=tmp_path, env=variables, stderr=subprocess.PIPE, text=True
    ) as getting:
        wait_until(lambda: any(_size(part) for part in tmp_path.rglob("kokoro.part/*")))
        os.kill(getting.pid, signal.SIGINT)
        _, told = getting.communicate(timeout=20)
    assert getting.returncode == 130
    assert "Traceback" not in told
    (row,) = json.loads(acore("models", "list", "--json").stdout)
    assert row["state"] == "partial"
    mirror.hurried.set()
    assert acore("models", "get", "kokoro").returncode == 0


def _size(file: Path) -> int:
    """Its bytes; 0 for one that got its final name meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def test_two_processes_fetch_it_once(
    command: tuple[list[str], dict[str, str]], mirror: type[Mirror], tmp_path: Path
) -> None:
    mirror.pause_s = 0.05
    begin, variables = command
    get = [*begin, "models", "get", "kokoro"]
    with (
        subprocess.Popen(get, cwd=tmp_path, env=variables, stdout=subprocess.PIPE) as first,
        subprocess.Popen(get, cwd=tmp_path, env=variables, stdout=subprocess.PIPE) as second,
    ):
        told = [one.communicate(timeout=60)[0] for one in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert told[0] == told[1]
    assert len(mirror.asked) == 2
