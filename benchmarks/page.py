"""Writes docs/reference/benchmarks.md from results.jsonl, for people."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from benchmarks.figures import Row
from benchmarks.meanings import MEANINGS
from benchmarks.processes import ROOT

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"

_INTRODUCTION = """# Measured figures

Written by `make bench` from `benchmarks/results.jsonl`; change the benchmarks, not this page.

`make bench` measures everything in about two and a half hours, `make bench ONLY=bot` one section. Two of the hours
are a call, ten of the minutes a run under Discord's limits; `BENCH_SECONDS=60 make bench ONLY=discord` has a short
one. It needs no network and some 300 MB for temporary files. A figure is compared with its *floor*, the bare thing
that one would have without acore, which is measured in the same run, in turn with it. Durations depend on the
machine and on what else it does: compare ratios, never durations of two machines.
"""
_HEAD = "| Figure | What it is | Value | Floor | Ratio | Target | Holds |\n|---|---|---:|---:|---:|---:|---|"
AREAS = {
    "answers": (
        "The built-in engine answers from documents, without a model: files indexed together, the built-in retriever, "
        "a conversation held by the chat service. The questions are those of the test half of `benchmarks/answers`, "
        "which nothing was tuned on; its README tells when an answer is right."
    ),
    "bot": (
        "`acore run discord` against a bare discord.py bot that says back what it is told (`benchmarks/bare.py`). Both "
        "are processes of their own on loopback Discords that run in a third. Workers count as processor time of acore."
    ),
    "citations": (
        "The sources of answers whose model cites badly on purpose: it writes sentences of its passages in other "
        "words, and some that no passage says, names wrong passages, invents numbers, and forgets. The passages are "
        "those found for the questions of the tuning half (`benchmarks/answers`). 1 is all of them."
    ),
    "container": "The house, built from settings and not opened, with the modules of its engines imported.",
    "discord": (
        "`acore run discord` on a loopback Discord with the limits that Discord has: the buckets of its routes, 50 "
        "requests in a second, 120 payloads in a minute on the gateway. The engine speaks word by word. What counts "
        "something has no floor: one is too many."
    ),
    "durability": "Messages through the real history in a process that is killed at a random moment.",
    "channel": (
        "The bot in a voice channel of a loopback Discord, with real discord.py, end to end encrypted. Processor time "
        "is that of the threads that hear, the simulator's is not in it. Frames leave while PocketSphinx listens and "
        "espeak-ng speaks."
    ),
    "floor": (
        "A call with four people, played on a clock that is moved (`benchmarks/floor_timeline.py`): espeak-ng's voices "
        "ask, think, interrupt, agree and talk with each other, others cough, hum and laugh; silero hears all of it. "
        "What is behind it takes a known time: ears 0.2 s and a tenth of the sound, a model 0.15 to 0.45 s to its "
        "first words, a voice 0.12 s; quicker engines wait longer for the silence that ends a turn. The figures are "
        "those of 24 timelines that were drawn anew once the rules were chosen."
    ),
    "history": "Looking up the 20 messages that a reply is given. The floor is the same with 100 channels.",
    "llm": (
        "The engine `openai` against a bare client that reads `aiter_lines` and `json.loads`. The server is a process "
        "of its own (`benchmarks/upstream.py`). *Every policy* is the whole of what stands around an engine: cache, "
        "shared calls, budget, route, fallback, breaker, retries and limits, all on and no limit reached "
        "(`benchmarks/house.py`). The `replay` figures are two invented logs (`benchmarks/replay.py`); they only say "
        "what a workload makes of the cache, so their target is no promise. Nobody is ever given what was answered to "
        "somebody else or elsewhere: that saves what members ask twice, and no more. *By one* is the same log as if "
        "one member had asked all of it in one channel. Other clients are on "
        "[a page of their own](benchmarks-peers.md)."
    ),
    "rag": (
        "The embedded index and the retriever over it, as the house has them, on one thread each. Vectors have 384 "
        "numbers and lie in clusters; chunks are sentences of 12 words, where nothing else is said. Quality is nDCG@10 "
        "on the answerable questions of the test half of `benchmarks/answers`; its embedder is made from the documents "
        "alone and knows parts of words in any language, and no synonyms."
    ),
    "routing": (
        "The local score that sends easy questions to a small model, on the test half of the labelled prompts "
        "(`benchmarks/prompts.md`), which nothing was tuned on. A hard answer costs 1, an easy one 0.1."
    ),
    "soak": (
        "Two hours in a voice channel in real time: `acore run discord` in a process of its own, end to end encrypted, "
        "four people, a question every 25 seconds, interruptions, somebody who comes and goes, somebody who is not "
        "to be heard, and every five minutes a move, another voice server or a broken connection. The engines are "
        "those of a new house, with a scripted model that says seven replies over and over, so that the cache of "
        "speech is full early and its filling is not counted."
    ),
    "start": "Processor time of fresh processes. The floor is `python -c 'import pydantic_settings'`.",
    "talk": (
        "A conversation by voice. With engines that cost nothing, whose model writes word by word, the floor is a "
        "chain of generators written without acore (`benchmarks/talk_chains.py`), with a task and a queue between two "
        "stages, sentences cut by a regular expression and markdown read by its parser. With silero, PocketSphinx, "
        "espeak-ng and the built-in converter nothing is compared: what the engines take is taken away. The same "
        "turns through pipecat are on [a page of their own](benchmarks-voice-peers.md)."
    ),
    "stt": (
        "PocketSphinx on what two voices of espeak-ng say (`benchmarks/stt_corpus.py`), which nothing was tuned on. "
        "Error rates count words that are wrong, missing or too many. The floor of dictation is the library alone, "
        "which is given the same sound whole; that of documents is dictation of the same questions. espeak-ng is "
        "harder to understand than most people are."
    ),
    "vad": (
        "Turns that the detector `silero` and the segmenter find in the test half of a made corpus "
        "(`benchmarks/vad_corpus.py`), which nothing was tuned on: bursts of ten kinds of noise at four levels, and "
        "eleven voices of espeak-ng in noise at 20, 10, 5 and 0 dB. The floor is the detector `energy`, for which "
        "every frame with a root mean square above 500 is speech, through the same segmenter. Whispers are not in "
        "it, and are mostly missed."
    ),
}
"""What each file of benchmarks measures, and against what."""


def write(rows: Iterable[Row]) -> None:
    """Bring the page up to date."""
    PAGE.write_text(render(rows), "utf-8")


def render(rows: Iterable[Row]) -> str:
    """The page; raises KeyError for a figure that nobody described."""
    return "\n".join(_lines(sorted(rows, key=lambda row: str(row["name"]))))


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    yield _INTRODUCTION
    for area, figures in groupby(rows, key=lambda row: str(row["name"]).partition(".")[0]):
        shown = list(figures)
        yield f"## {area}\n\n{AREAS[area]}\n\n{_HEAD}"
        yield from map(_line, shown)
        yield f"\n{_measured(shown)}\n"


def _line(row: Row) -> str:
    floor = "" if row["floor"] is None else _amount(row["floor"], row["unit"])
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}×"
    target = row["target"].replace("<=", "≤ ").replace(">=", "≥ ") + (
        f" {row['unit']}" if row["ratio"] is None else "×"
    )
    holds = "yes" if row["holds"] else "**no**"
    cells = (f"`{row['name']}`", MEANINGS[row["name"]], _amount(row["value"], row["unit"]), floor, ratio, target, holds)
    return f"| {' | '.join(cells)} |"


def _amount(number: float, unit: str) -> str:
    """Three digits that count."""
    rounded = f"{number:.3g}" if abs(number) < 1000 else f"{number:.0f}"
    return f"{rounded} {'µs' if unit == 'us' else unit}".rstrip()


def _measured(rows: Sequence[Row]) -> str:
    """Where and when; all of one section were measured in one run."""
    return f"Measured on {rows[0]['date']}: {rows[0]['machine']}."
