"""The same calls through acore and through other clients: `python -m benchmarks.peers_calls PYTHON_OF_THE_OTHERS`.

Each client is a process of its own, as its environment is; they take turns at one model server, and what each took is
the median of its turns. The result is docs/reference/benchmarks-peers.md.
"""

import asyncio
import datetime as dt
import json
import statistics
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.figures import machine
from benchmarks.peer_client import CLIENTS
from benchmarks.processes import ROOT, environment

PAGE = ROOT / "docs" / "reference" / "benchmarks-peers.md"
_HERE = ("acore", "httpx")
"""They are measured in the environment of acore."""
_FLOOR = "httpx"
_ORDERS = ("calls", "flight 64", "flight 256")
_ROUNDS = 5
_LONGEST_S = 120
_OFFLINE = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
"""litellm asks the internet for prices when it is imported, unless it is told not to."""
_COLUMNS = ("Client", "Version", "A call", "× httpx", "64 at once add", "256 at once add", "Importing", "First answer")

_INTRODUCTION = """# Other clients

Written by `make bench-peers`; change `benchmarks/peers_calls.py`, not this page.

Here acore makes the same calls as [the figures](benchmarks.md) do, beside the clients that one might use in its place.
They are installed into an environment that is thrown away afterwards, in the versions of
`requirements-bench-peers.lock`; acore needs none of them. acore has every policy on: cache, shared calls, budget,
route, fallback, breaker, retries, limits. The others are as their documentation shows them, with nothing switched on.

- *httpx* is the bare client that one would write: `aiter_lines`, and `json.loads` of each line.
- *A call* is processor time, with an answer in 20 pieces over an open connection.
- *At once* is what is added to an answer of 0.2 s, from the beginning of the burst, the median of the calls; the
  connections are open.
- *Importing* and *first answer* are processor time of a fresh process, until the library is imported and until the
  first answer was read. acore opens a database for its budget in that time.

All clients take turns in one run, and each number is the median of five turns. Compare the clients of one run; times
of two machines say nothing. Conversations by voice are on [a page of their own](benchmarks-voice-peers.md).
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """What one client took, in seconds."""

    name: str
    version: str
    call_s: float
    added_s: Mapping[int, float]
    """By the calls in flight."""
    import_s: float
    first_answer_s: float


class Client:
    """A process that waits for orders."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, order: str = "") -> Any:  # noqa: ANN401  it is JSON
        """What it says to an order; without one, what it says by itself."""
        assert self._process.stdin
        assert self._process.stdout
        if order:
            self._process.stdin.write(f"{order}\n".encode())
        async with asyncio.timeout(_LONGEST_S):
            line = await self._process.stdout.readline()
        return json.loads(line)


@asynccontextmanager
async def process_of(python: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A module with arguments under that Python, ended with the block."""
    process = await asyncio.create_subprocess_exec(
        python,
        "-m",
        *arguments,
        cwd=ROOT,
        env=environment(**_OFFLINE),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def measure(python: str) -> list[Peer]:
    """All clients in turns; `python` is that of the environment of the others."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(process_of(sys.executable, "benchmarks.upstream"))
        assert server.stdout
        address = f"{(await server.stdout.readline()).decode().strip()}/v1"
        clients: dict[str, Client] = {}
        began: dict[str, dict[str, Any]] = {}
        for name in CLIENTS:
            whose = sys.executable if name in _HERE else python
            clients[name] = Client(
                await stack.enter_async_context(process_of(whose, "benchmarks.peer_client", name, address))
            )
            began[name] = await clients[name].ask()
        taken = await _turns(clients)
    return [peer(name, began[name], taken[name]) for name in clients]


async def _turns(clients: Mapping[str, Client]) -> dict[str, dict[str, list[float]]]:
    """What each says to each order, given twice: the first time opens the connections, and does not count."""
    taken: dict[str, dict[str, list[float]]] = {name: {order: [] for order in _ORDERS} for name in clients}
    for _ in range(_ROUNDS):
        for order in _ORDERS:
            for name, client in clients.items():
                await client.ask(order)
                taken[name][order].append(await client.ask(order))
    return taken


def peer(name: str, began: Mapping[str, Any], taken: Mapping[str, Sequence[float]]) -> Peer:
    """The medians of what one client said."""
    middle = {order: statistics.median(column) for order, column in taken.items()}
    added = {int(order.partition(" ")[2]): took for order, took in middle.items() if order.startswith("flight")}
    return Peer(name, began["version"], middle["calls"], added, began["import_s"], began["first_answer_s"])


def table(peers: Sequence[Peer]) -> str:
    """The clients, those that cost least first."""
    floor = next(each.call_s for each in peers if each.name == _FLOOR)
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|---|{'---:|' * (len(_COLUMNS) - 2)}"]
    for each in sorted(peers, key=lambda each: each.call_s):
        cells = (
            each.name,
            each.version,
            f"{each.call_s * 1e3:.2f} ms",
            f"{each.call_s / floor:.2f}",
            *(f"{each.added_s[at_once] * 1e3:.0f} ms" for at_once in sorted(each.added_s)),
            f"{each.import_s:.2f} s",
            f"{each.first_answer_s:.2f} s",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def render(peers: Sequence[Peer], where: str, day: str) -> str:
    """The page."""
    return f"{_INTRODUCTION}\n{table(peers)}\n\nMeasured on {day}: {where}.\n"


def main(python: str) -> None:
    """Measure, print, and write the page."""
    peers = asyncio.run(measure(python))
    print(table(peers))
    PAGE.write_text(render(peers, machine(), dt.datetime.now(dt.UTC).date().isoformat()), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
