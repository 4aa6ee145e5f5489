"""The bot on the loopback Discord, against the barest bot on the same: time, processor, memory.

acore runs as `acore run discord` with history in SQLite and retrieval from the index of its help pages. For the
replies its engine is `scripted` without lines, which says back what it is told, as the bare bot does.
"""

import asyncio
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.peers import Peer, acore, bare_bot, loopback
from benchmarks.processes import ROOT, environment, workplace

_WARM, _REPLIES = 100, 2000
_TURNS, _OVERHEARD = 20, 1000
_QUESTION = "How do I add a Discord token?"
_READY_ROUNDS, _READY_GUILDS, _READY_S = 7, 10, 60
_MEMORY_ROUNDS, _SETTLED_S = 3, 5


def measure() -> list[Figure]:
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    return [*await _talk(), await _ready(), *await _memory()]


async def _talk() -> list[Figure]:
    """Replies, and messages that are for somebody else; the bots take turns."""
    with workplace() as one, workplace() as two:
        async with bare_bot(one) as floor, acore(two, ACORE_LLM__USE="scripted") as ours:
            peers = (floor, ours)
            await _asked(peers, _WARM)
            began = _cpu(peers)
            taken = await _asked(peers, _REPLIES)
            replied = _cpu(peers)
            for _ in range(_TURNS):
                for peer in peers:
                    await peer.overhears(_OVERHEARD)
            await _asked(peers, 1)  # its answer tells that everything before it was read
            ignored = _cpu(peers)
            _check_index(ours)
        _check_history(two, _WARM + _REPLIES + 1)
    p50 = [statistics.median(column) * 1e3 for column in taken]
    reply = [(end - start) / _REPLIES * 1e3 for start, end in zip(began, replied, strict=True)]
    ignore = [(end - start) / (_TURNS * _OVERHEARD) * 1e6 for start, end in zip(replied, ignored, strict=True)]
    return [
        Figure("bot.reply_p50", p50[1], "ms", p50[0], "<=5"),
        Figure("bot.reply_cpu", reply[1], "ms", reply[0], "<=5"),
        Figure("bot.ignored_cpu", ignore[1], "us", ignore[0], "<=3"),
    ]


async def _asked(peers: Sequence[Peer], times: int) -> list[list[float]]:
    """Seconds of each reply, a column a bot."""
    rows = [[await peer.asked(f"{_QUESTION} {number}") for peer in peers] for number in range(times)]
    return [list(column) for column in zip(*rows, strict=True)]


def _cpu(peers: Sequence[Peer]) -> list[float]:
    return [peer.cpu() for peer in peers]


def _check_index(ours: Peer) -> None:
    """Raise RuntimeError where nothing was retrieved, because then something else was measured."""
    if len(ours.family) == 1:
        raise RuntimeError("the worker of the index does not run")


def _check_history(folder: Path, replies: int) -> None:
    """Raise RuntimeError where the history of the bot, which has ended, is not whole."""
    with closing(sqlite3.connect(folder / "data" / "acore.db")) as database:
        (kept,) = database.execute("SELECT count(*) FROM messages").fetchone()
    if kept != 2 * replies:
        raise RuntimeError(f"{replies} questions and answers are {kept} messages in the history, not {2 * replies}")


async def _ready() -> Figure:
    """From the start to ready, each time in a fresh process."""
    taken: dict[str, list[float]] = {"bare": [], "acore": []}
    with workplace() as folder:
        async with loopback(_READY_GUILDS) as simulator:
            for _ in range(_READY_ROUNDS):
                for which, column in taken.items():
                    column.append(await _until_ready(which, simulator.api_base_url, folder))
    floor, ours = (statistics.median(column) for column in taken.values())
    return Figure("bot.ready", ours, "s", floor, "<=1.15")


async def _until_ready(which: str, api_base_url: str, folder: Path) -> float:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.ready", which, api_base_url,
        cwd=folder, env=environment(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(_READY_S):
            told, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return float(told.splitlines()[-1])


async def _memory() -> list[Figure]:
    """What is resident once nothing happens any more, in fresh processes with everything at its default."""
    rounds = [await _settled() for _ in range(_MEMORY_ROUNDS)]
    floor, ours, with_index = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("bot.idle_rss", ours, "MB", floor, "<=2.2"),
        Figure("bot.idle_rss_with_worker", with_index, "MB", floor, "<=3"),
    ]


async def _settled() -> tuple[float, float, float]:
    """Megabytes of the bare bot, of acore, and of acore with its worker, which documents of one's own start."""
    async with AsyncExitStack() as stack:
        folders = [stack.enter_context(workplace()) for _ in range(3)]
        bare = await stack.enter_async_context(bare_bot(folders[0]))
        plain = await stack.enter_async_context(acore(folders[1]))
        indexing = await stack.enter_async_context(
            acore(folders[2], ACORE_RAG__PATHS=str(ROOT / "docs" / "explanation"))
        )
        await asyncio.sleep(_SETTLED_S)
        _check_index(indexing)
        return bare.rss(), plain.rss(), indexing.rss_with_workers()
