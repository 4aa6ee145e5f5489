"""`acore run`, started and stopped as an operator does."""

import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore

Started = Callable[..., "Running"]
COMPUTING = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
if "acore.cli" in sys.orig_argv:
    ThreadPoolExecutor(1).submit(time.sleep, 60)
"""
"""Gives acore itself, and none of its children, a thread that nobody can stop."""


class Running:
    """A process of `acore run`, with its address once it serves."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.told: list[str] = []
        self.address = ""
        assert process.stdout
        for line in process.stdout:
            self.told.append(line.rstrip())
            if "http://127.0.0.1:" in line and not self.address:
                self.address = line[line.index("http://") :].split()[0]
            if len(self.told) >= 2 and self.address:
                break

    def get(self, path: str) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.address + path, timeout=10) as answer:
            return answer.status, answer.read().decode()

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Iterator[Started]:
    processes: list[subprocess.Popen[str]] = []

    def start(*args: str, **variables: str) -> Running:
        with (tmp_path / "stderr.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "acore.cli", "run", *args],
                cwd=tmp_path, env={**environment, **variables}, text=True, stdout=subprocess.PIPE, stderr=log,
                # Tests that run in the background hand down an interrupt that is ignored.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
            )  # fmt: skip
        processes.append(process)
        return Running(process)

    yield start
    for process in processes:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_the_playground_serves_until_it_is_told_to_stop(run: Started, tmp_path: Path, number: int, code: int) -> None:
    running = run("playground")
    assert any("DISCORD_TOKEN" in line for line in running.told) or running.process.stdout
    status, body = running.get("/healthz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert "<title>" in running.get("/")[1]
    assert running.stop(number) == code
    said = (tmp_path / "stderr.log").read_text()
    assert "Traceback" not in said
    assert "never awaited" not in said
    assert "Unclosed" not in said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_an_engine_that_computes_on_does_not_keep_it_from_ending(
    run: Started, tmp_path: Path, number: int, code: int
) -> None:
    """As ears do that are at half a minute of sound, on a machine that is slow."""
    (tmp_path / "sitecustomize.py").write_text(COMPUTING)
    running = run("playground", PYTHONPATH=str(tmp_path))
    assert running.stop(number) == code


def test_without_a_token_run_is_the_playground(run: Started) -> None:
    assert any("playground" in line for line in run().told)


def test_a_second_acore_on_the_same_data_exits_1_and_names_the_pid(run: Started, acore: Acore) -> None:
    running = run("playground")
    second = acore("run", "playground")
    assert second.returncode == 1
    assert f"pid {running.process.pid}" in second.stderr


def test_other_commands_hand_their_work_to_the_one_that_runs(run: Started, acore: Acore, tmp_path: Path) -> None:
    run("playground")
    (tmp_path / "party.md").write_text("The garden party begins at five.")
    assert "1 indexed" in acore("index", "party.md").stdout
    assert "five" in acore("ask", "When does the garden party begin?").stdout
    assert json.loads(acore("doctor", "--json").stdout)["ok"] is True


def test_a_taken_port_moves_to_the_next(run: Started) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = run("playground", ACORE_WEB__PORT=str(port))
        assert int(running.address.rsplit(":", 1)[1]) > port


@contextmanager
def refusing(status: int, body: bytes) -> Iterator[str]:
    """A Discord that gives every request the same answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    head = (f"HTTP/1.1 {status} No", "Content-Type: application/json", f"Content-Length: {len(body)}")
                    connection.sendall("\r\n".join([*head, "Connection: close", "", ""]).encode() + body)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/api/v10"
        server.shutdown(socket.SHUT_RDWR)


def test_a_token_that_discord_refuses_exits_2_and_says_where_to_get_another(acore: Acore) -> None:
    with refusing(401, b'{"message": "401: Unauthorized", "code": 0}') as address:
        done = acore("run", DISCORD_TOKEN="wrong-token-wrong-token", ACORE_DISCORD__API_BASE_URL=address)
    assert done.returncode == 2
    assert "discord.com/developers" in done.stderr
    assert "wrong-token" not in done.stderr + done.stdout


def test_no_network_keeps_trying_and_says_so(run: Started, tmp_path: Path) -> None:
    running = run(
        "discord", DISCORD_TOKEN="some-token-some-token", ACORE_DISCORD__API_BASE_URL="http://127.0.0.1:9/api/v10"
    )
    assert json.loads(running.get("/healthz")[1])["status"] == "ok"
    assert running.process.poll() is None
    assert running.stop(signal.SIGTERM) == 0
    assert "Traceback" not in (tmp_path / "stderr.log").read_text()
