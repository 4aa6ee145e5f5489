"""What is made of the turns of chains; the turns themselves are `make bench-peers` and `make bench ONLY=talk`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from benchmarks import peers_voice, talk_chains, voice_client
from benchmarks.peers_voice import Chain, chain, render, table, verdict
from benchmarks.processes import ROOT

CHAINS = [
    Chain("pipecat", "1.2", 0.006, 0.005, 0.009),
    Chain("acore", "0.1.0", 0.0005, 0.0004, 0.0006),
    Chain("generators", "", 0.0002, 0.0001, 0.0003),
    Chain("pipecat, unobserved", "1.2", 0.0015, 0.001, 0.002),
    Chain("pipecat, frames alone", "1.2", 0.001, 0.0009, 0.002),
]


def test_of_what_a_chain_took_the_median_and_both_ends_count() -> None:
    taken = [0.001 * number for number in range(101)]
    measured = chain("acore", "1", taken)
    assert (measured.middle_s, measured.soon_s, measured.slow_s) == pytest.approx((0.05, 0.01, 0.095))


def test_the_table_begins_with_the_soonest_and_compares_all_with_acore() -> None:
    first, second, *_, last = table(CHAINS).splitlines()[2:]
    assert first == "| generators |  | 0.20 ms | 0.10 ms | 0.30 ms | 0.40 |"
    assert second == "| acore | 0.1.0 | 0.50 ms | 0.40 ms | 0.60 ms | 1.00 |"
    assert last == "| pipecat | 1.2 | 6.00 ms | 5.00 ms | 9.00 ms | 12.00 |"


def test_the_verdict_tells_how_far_the_promise_reaches() -> None:
    assert "Holds: yes, 12.0 times; 3.0 times where nobody observes pipecat, 2.0 times beside" in verdict(CHAINS)
    late = [Chain("pipecat", "1.2", 0.004, 0.003, 0.009), *CHAINS[1:]]
    assert "Holds: **no**, 8.0 times" in verdict(late)


def test_the_page_says_where_when_and_how_busy_it_was() -> None:
    page = render(CHAINS, "A machine", "2026-01-02", 1.26)
    told = "Measured on 2026-01-02: A machine. In the minute before, 1.3 other processes wanted to run.\n"
    assert page.endswith(f"\n\n{told}")
    assert "the median of 300 turns" in page.replace("\n", " ")
    assert peers_voice.PAGE.read_text("utf-8").startswith(page[: page.index("| Chain")]), "run: make bench-peers"


def test_every_chain_is_on_the_page_in_the_version_that_is_installed() -> None:
    lock = (ROOT / "requirements-bench-peers.lock").read_text("utf-8")
    rows = [line.split(" | ") for line in peers_voice.PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    shown = {row[0].removeprefix("| "): row[1] for row in rows}
    for name, (package, _) in voice_client.CHAINS.items():
        assert package != "pipecat-ai" or f"\n{package}=={shown[name]} " in lock
        assert name in shown


@pytest.mark.parametrize("chain", [talk_chains.through_acore, talk_chains.through_generators])
async def test_a_turn_is_timed_until_its_first_sound(chain: talk_chains.Chain) -> None:
    turn = chain()
    assert 0 < await turn() < 10
    assert 0 < await turn() < 10


async def test_a_chain_takes_the_turns_that_are_ordered_once_it_is_warm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[float] = []

    @asynccontextmanager
    async def opened() -> AsyncIterator[voice_client.Turn]:
        async def turn() -> float:
            taken.append(float(len(taken)))
            return taken[-1]

        yield turn

    monkeypatch.setattr(voice_client, "CHAINS", {"pytest": ("pytest", opened)})
    monkeypatch.setattr(voice_client, "gc", _NoCollector())
    monkeypatch.setattr(voice_client, "REST_S", 0)
    await voice_client.serve("pytest", ["2\n", "1\n"])
    began, first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert began == {"version": pytest.__version__}
    assert first == [voice_client.WARM, voice_client.WARM + 1]
    assert second == [voice_client.WARM + 2]


class _NoCollector:
    """The collector of the tests' own process is left as it is."""

    def collect(self) -> None: ...

    def freeze(self) -> None: ...
