"""How often the embedded default answers rightly from documents, and how often it rightly says that it does not know.

The way is a user's: files indexed together, the built-in retriever, a conversation held by the chat service. The
figures are those of the test half of `answers/questions.jsonl`, which nothing was tuned on; `answers/README.md` tells
how an answer is judged. `python -m benchmarks.answers` shows what fails in the tuning half.
"""

import asyncio
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acore.adapters.clock.system import SystemClock
from acore.adapters.documents.reader import FileReader
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.llm.extractive import ExtractiveLLM, ExtractiveSettings
from acore.adapters.llm.phrases import NOTES, REFUSALS
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.interfaces import VectorStore
from acore.services.chat import ChatOptions, ChatService
from acore.services.knowledge import KnowledgeService
from acore.services.turns import RecentTurns
from acore.testing import engine_context, retriever_context
from benchmarks.figures import Figure

_FOLDER = Path(__file__).with_name("answers")
_CITATION = re.compile(r"\s*\[\d{1,3}\]")

Row = dict[str, Any]
"""A line of questions.jsonl."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and what was answered."""

    row: Row
    answer: str
    right: bool
    seconds: float


def measure() -> list[Figure]:
    tuning, test = asyncio.run(_outcomes(tuning_half())), asyncio.run(_outcomes(_test_half()))
    print(by_kind(tuning))
    for name, half in (("tuning", tuning), ("test", test)):
        length = statistics.median(len(outcome.answer) for outcome in half if outcome.row["answerable"])
        print(f"{name}: right {share(half, answerable=True):.1%}, refused {share(half, answerable=False):.1%}, "
              f"median answer {length:.0f} characters")  # fmt: skip
    slow = statistics.median(outcome.seconds for outcome in test)
    return [
        Figure("answers.right", share(test, answerable=True) * 100, "%", None, ">=85"),
        Figure("answers.refusals_right", share(test, answerable=False) * 100, "%", None, ">=95"),
        Figure("answers.question_ms", slow * 1000, "ms", None, "<=5"),
    ]


def tuning_half() -> list[Row]:
    """The questions that may be looked at."""
    return [row for row in _all() if not _tests(row)]


def _test_half() -> list[Row]:
    return [row for row in _all() if _tests(row)]


def _all() -> list[Row]:
    return [json.loads(line) for line in (_FOLDER / "questions.jsonl").read_text("utf-8").splitlines()]


def _tests(row: Row) -> bool:
    return bool(hashlib.blake2b(row["question"].encode()).digest()[0] % 2)


def share(outcomes: Sequence[Outcome], *, answerable: bool) -> float:
    """The share of right outcomes among the answerable questions, or among the others."""
    return statistics.fmean(outcome.right for outcome in outcomes if outcome.row["answerable"] is answerable)


def by_kind(outcomes: Sequence[Outcome]) -> str:
    """The right outcomes of each kind and language, for people."""
    kinds = [f"{key}={outcome.row[key]}" for outcome in outcomes for key in ("kind", "language")]
    right = Counter(
        f"{key}={outcome.row[key]}" for outcome in outcomes if outcome.right for key in ("kind", "language")
    )
    return "\n".join(f"  {kind:<24} {right[kind]:>4} of {count}" for kind, count in sorted(Counter(kinds).items()))


def is_right(row: Row, answer: str) -> bool:
    """The rule of the set: every fact, no confusable one, and no refusal; or a refusal where nothing is known."""
    said = _squeezed(_CITATION.sub("", answer))
    if refused(answer) or not row["answerable"]:
        return refused(answer) and not row["answerable"]
    held = all(any(_squeezed(part) in said for part in group) for group in row["must"])
    return held and not any(_squeezed(part) in said for part in row["must_not"])


def refused(answer: str) -> bool:
    """Whether an answer says that it does not know, and quotes nothing."""
    return answer.startswith(REFUSALS) and not _CITATION.search(answer)


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


async def _outcomes(rows: Sequence[Row]) -> list[Outcome]:
    with TemporaryDirectory() as place:
        data = Path(place)
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=data)) as store:
            return await outcomes(rows, store, _FOLDER / "documents", data)


async def outcomes(rows: Sequence[Row], store: VectorStore, documents: Path, data_dir: Path) -> list[Outcome]:
    """Ask each question in a channel of its own, with the documents of a folder indexed together."""
    clock, metrics = SystemClock(), MemoryMetrics()
    retriever = BM25Retriever(BM25Settings(), retriever_context(store))
    knowledge = KnowledgeService(
        store=store, retriever=retriever, metrics=metrics, clock=clock, data_dir=data_dir, reader=FileReader()
    )
    await knowledge.index([documents])
    chat = ChatService(
        llm=ExtractiveLLM(ExtractiveSettings(), engine_context()),
        knowledge=knowledge,
        history=MemoryHistory(),
        clock=clock,
        metrics=metrics,
        turns=RecentTurns(),
        options=ChatOptions(),
    )
    found = []
    for at, row in enumerate(rows):
        if "earlier" in row:
            await _said(chat, row["earlier"], at)
        began = time.perf_counter()
        answer = await _said(chat, row["question"], at)
        found.append(Outcome(row, answer, is_right(row, answer), time.perf_counter() - began))
    await knowledge.aclose()
    return found


async def _said(chat: ChatService, text: str, channel: int) -> str:
    question = Question(text, Scope(str(channel), "ada"), "Ada")
    answer = "".join([part.text async for part in chat.reply(question)])
    for note in NOTES:
        answer = answer.removesuffix(note).rstrip()
    return answer


def main() -> int:
    """Show what fails in the tuning half; 0 where nothing does."""
    found = asyncio.run(_outcomes(tuning_half()))
    wrong = [outcome for outcome in found if not outcome.right]
    for outcome in wrong:
        row = outcome.row
        print(f"--- {row['id']} ({row['kind']}): {row['question']}\nwants {row['must']}, not {row['must_not']}")
        print(outcome.answer)
    print(by_kind(found))
    print(f"right {share(found, answerable=True):.1%}, refused {share(found, answerable=False):.1%}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
