"""What is made of the numbers that other clients say; the numbers themselves are `make bench-peers`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from benchmarks import peer_client, peers_calls
from benchmarks.peers_calls import Peer, peer, render, table
from benchmarks.processes import ROOT

BEGAN = {"version": "1.2", "import_s": 0.25, "first_answer_s": 0.5}
ACORE = Peer("acore", "0.1.0", 0.001, {64: 0.02, 256: 0.07}, 0.4, 0.5)
HTTPX = Peer("httpx", "0.28.1", 0.002, {64: 0.03, 256: 1.3}, 0.1, 0.12)


def test_of_what_a_client_took_the_median_counts() -> None:
    taken = {"calls": [0.009, 0.001, 0.002], "flight 64": [0.1, 0.3, 0.2], "flight 256": [3.0, 1.0, 2.0]}
    assert peer("openai", BEGAN, taken) == Peer("openai", "1.2", 0.002, {64: 0.2, 256: 2}, 0.25, 0.5)


def test_the_table_begins_with_the_client_that_costs_least_and_compares_all_with_httpx() -> None:
    first, second = table([HTTPX, ACORE]).splitlines()[2:]
    assert first == "| acore | 0.1.0 | 1.00 ms | 0.50 | 20 ms | 70 ms | 0.40 s | 0.50 s |"
    assert second == "| httpx | 0.28.1 | 2.00 ms | 1.00 | 30 ms | 1300 ms | 0.10 s | 0.12 s |"


def test_the_page_says_where_and_when() -> None:
    page = render([HTTPX, ACORE], "A machine", "2026-01-02")
    assert page.endswith("\n\nMeasured on 2026-01-02: A machine.\n")
    assert peers_calls.PAGE.read_text("utf-8").startswith(page[: page.index("| Client")]), "run: make bench-peers"


def test_every_client_is_on_the_page() -> None:
    page = peers_calls.PAGE.read_text("utf-8")
    assert all(f"\n| {name} | " in page for name in peer_client.CLIENTS)


def test_the_others_are_installed_in_the_versions_that_are_shown() -> None:
    lock = (ROOT / "requirements-bench-peers.lock").read_text("utf-8")
    rows = [line.split(" | ") for line in peers_calls.PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    shown = {row[0].removeprefix("| "): row[1] for row in rows}
    for name in set(peer_client.CLIENTS) - {"acore", "httpx"}:
        assert f"\n{name}=={shown[name]} " in lock


async def test_a_client_does_what_it_is_ordered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    @asynccontextmanager
    async def client(address: str, model: str) -> AsyncIterator[peer_client.Ask]:
        async def ask(text: str) -> None:
            asked.append(f"{address} {model} {text}")

        yield ask

    monkeypatch.setattr(peer_client, "CLIENTS", {"pytest": (("json",), client)})
    monkeypatch.setattr(peer_client, "gc", _NoCollector())
    await peer_client.serve("pytest", "there", ["calls\n", "flight 3\n"])
    began, *numbers = map(json.loads, capsys.readouterr().out.splitlines())
    assert began.keys() == {"version", "import_s", "first_answer_s"}
    assert len(numbers) == 2
    assert [line.split()[1] for line in asked] == ["chunks-20"] * 51 + ["slow"] * 3
    assert len(set(asked)) == len(asked)


class _NoCollector:
    """The collector of the tests' own process is left as it is."""

    def collect(self) -> None: ...

    def freeze(self) -> None: ...
