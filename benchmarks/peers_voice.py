"""The same turns by voice through acore and through pipecat: `python -m benchmarks.peers_voice PYTHON_OF_THE_OTHERS`.

Each chain is a process of its own, as its environment is; they take turns, and every turn counts. The result is
docs/reference/benchmarks-voice-peers.md.
"""

import asyncio
import datetime as dt
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from benchmarks.figures import machine
from benchmarks.peers_calls import Client, process_of
from benchmarks.processes import ROOT
from benchmarks.voice_client import CHAINS, WARM

PAGE = ROOT / "docs" / "reference" / "benchmarks-voice-peers.md"
_HERE = ("generators", "acore")
"""They are measured in the environment of acore."""
_ROUNDS, _TURNS = 6, 50
_PROMISED = 10.0
"""How much sooner than pipecat as it is documented."""
_COLUMNS = ("Chain", "Version", "First sound", "Soonest tenth", "Slowest twentieth", "× acore")

_INTRODUCTION = """# A turn by voice, beside pipecat

Written by `make bench-peers`; change `benchmarks/peers_voice.py`, not this page.

How long it takes from the moment that a turn is over to the first sound of its answer, where ears, model and voice cost
nothing: what is left is what the chain between them adds. All chains have the same script
(`benchmarks/voice_script.py`): the ears hear a question at once, the model writes three sentences word by word, and the
voice gives a piece of sound for each word. Other packages are installed into an environment that is thrown away
afterwards, in the versions of `requirements-bench-peers.lock`; acore needs none of them.

- *acore* is a `VoiceSession` with everything that it does for real engines: deadlines, measuring, sentences, markdown
  that is not read aloud.
- *generators* is the chain that one would write without it (`benchmarks/talk_chains.py`).
- *pipecat* is a `Pipeline` of its own service classes with its pair of context aggregators, in a `PipelineWorker` and
  a `WorkerRunner` at their defaults, as its documentation shows it (`benchmarks/voice_pipecat.py`). RTVI, which tells
  a client of every word, and the counting of turns are on by default.
- *pipecat, unobserved* is the same with both of them off, and without a watch for idleness.
- *pipecat, frames alone* is the least that it can do: processors that hand frames on, with neither services nor a
  context. It gives up what the others do: no turns, no history, no interruption.

The clock of pipecat begins with the frame that says that the speaker stopped, that of acore with the clip of the turn,
and both end with the first frame of sound, before any transport. What pipecat waits for by default is left out, in its
favour: the model that judges whether somebody has finished, or 0.6 s of silence in its place, and a late transcript.
It logs errors alone, where its default is to log every step; its markdown filter, metrics and tracing are off, as they
are by default.

All chains take turns in one run. *First sound* is the median of {turns} turns, after {warm} that do not count. Between
two of them there is a rest, so that each begins when nothing else is to be done. Where the machine does other things,
too, a chain that takes long is held up more often than one that does not: the *soonest tenth* of the turns ended within
the time that is shown, the *slowest twentieth* took that long or longer. Compare the chains of one run; times of two
machines say nothing.
"""


@dataclass(frozen=True, slots=True)
class Chain:
    """What one chain took, in seconds."""

    name: str
    version: str
    middle_s: float
    """The median."""
    soon_s: float
    """The 10th percentile."""
    slow_s: float
    """The 95th."""


async def measure(python: str) -> list[Chain]:
    """All chains in turns; `python` is that of the environment of the others."""
    async with AsyncExitStack() as stack:
        clients: dict[str, Client] = {}
        versions: dict[str, str] = {}
        for name in CHAINS:
            whose = sys.executable if name in _HERE else python
            process = await stack.enter_async_context(process_of(whose, "benchmarks.voice_client", name))
            clients[name] = Client(process)
            versions[name] = (await clients[name].ask())["version"]
        taken: dict[str, list[float]] = {name: [] for name in clients}
        for _ in range(_ROUNDS):
            for name, client in clients.items():
                taken[name] += await client.ask(str(_TURNS))
    return [chain(name, versions[name], taken[name]) for name in clients]


def chain(name: str, version: str, taken: Sequence[float]) -> Chain:
    """The median and both ends of what one chain took."""
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return Chain(name, version, statistics.median(taken), cuts[1], cuts[-1])


def table(chains: Sequence[Chain]) -> str:
    """The chains, the soonest first."""
    ours = _by_name(chains)["acore"].middle_s
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|---|{'---:|' * (len(_COLUMNS) - 2)}"]
    for each in sorted(chains, key=lambda each: each.middle_s):
        times = (f"{took * 1e3:.2f} ms" for took in (each.middle_s, each.soon_s, each.slow_s))
        lines.append(f"| {' | '.join((each.name, each.version, *times, f'{each.middle_s / ours:.2f}'))} |")
    return "\n".join(lines)


def verdict(chains: Sequence[Chain]) -> str:
    """Whether the promise is kept, and how far it reaches."""
    by_name = _by_name(chains)
    ratios = {name: by_name[name].middle_s / by_name["acore"].middle_s for name in by_name}
    holds = "yes" if ratios["pipecat"] >= _PROMISED else "**no**"
    return (
        f"Promised: the first sound of acore comes at least {_PROMISED:g} times as soon as that of pipecat as its "
        f"documentation shows it. Holds: {holds}, {ratios['pipecat']:.1f} times; {ratios['pipecat, unobserved']:.1f} "
        f"times where nobody observes pipecat, {ratios['pipecat, frames alone']:.1f} times beside its frames alone."
    )


def render(chains: Sequence[Chain], where: str, day: str, load: float) -> str:
    """The page; the load is how many processes wanted to run before the chains did."""
    introduction = _INTRODUCTION.format(turns=_ROUNDS * _TURNS, warm=WARM)
    measured = f"Measured on {day}: {where}. In the minute before, {load:.1f} other processes wanted to run."
    return f"{introduction}\n{table(chains)}\n\n{verdict(chains)}\n\n{measured}\n"


def _by_name(chains: Sequence[Chain]) -> Mapping[str, Chain]:
    return {each.name: each for each in chains}


def main(python: str) -> None:
    """Measure, print, and write the page."""
    load, *_ = os.getloadavg()
    chains = asyncio.run(measure(python))
    print(table(chains), verdict(chains), sep="\n\n")
    PAGE.write_text(render(chains, machine(), dt.datetime.now(dt.UTC).date().isoformat(), load), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
