"""How often the embedded default answers rightly from documents, and how often it rightly says that it does not know.

The way is a user's: files indexed together, the built-in retriever, a conversation held by the chat service. The
figures are those of the test half of `answers/questions.jsonl`, which nothing was tuned on; `answers/README.md` tells
how an answer is judged. `python -m benchmarks.answers [FOLDER …]` shows what fails in folders of documents and
questions, and where; without one in all that may be looked at. Of the validation set it prints numbers alone.
"""

import asyncio
import hashlib
import json
import logging
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

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
from benchmarks.answer_faults import CITATION, Row, fault, tells, tried
from benchmarks.figures import Figure

FOLDER = Path(__file__).with_name("answers")
VALIDATION = FOLDER / "validation"
"""Held out while tuning: its questions and documents stay closed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and what was answered."""

    row: Row
    answer: str
    right: bool
    seconds: float
    fault: str = ""
    """Where it went wrong; "" where it did not."""


def measure() -> list[Figure]:
    test = asyncio.run(_outcomes(FOLDER, _test_half()))
    for name, found in (
        ("tuning half", asyncio.run(_outcomes(FOLDER, tuning_half()))),
        *((folder.name, asyncio.run(_outcomes(folder, rows_in(folder)))) for folder in (*tuning_sets(), VALIDATION)),
    ):
        print(f"{name}\n{by_kind(found)}\n{shares(found)}")
    print(f"test half: {shares(test)}")
    slow = statistics.median(outcome.seconds for outcome in test)
    return [
        Figure("answers.right", share(test, answerable=True) * 100, "%", None, ">=85"),
        Figure("answers.refusals_right", share(test, answerable=False) * 100, "%", None, ">=95"),
        Figure("answers.question_ms", slow * 1000, "ms", None, "<=5"),
    ]


def tuning_sets() -> list[Path]:
    """The folders of documents and questions, by other writers each, that may be looked at and tuned on."""
    return sorted((FOLDER / "tuning").iterdir())


def tuning_half() -> list[Row]:
    """The questions that may be looked at."""
    return [row for row in _all() if not _tests(row)]


def _test_half() -> list[Row]:
    return [row for row in _all() if _tests(row)]


def _all() -> list[Row]:
    return rows_in(FOLDER)


def rows_in(folder: Path) -> list[Row]:
    """Every question of a folder."""
    return [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]


def _tests(row: Row) -> bool:
    return bool(hashlib.blake2b(row["question"].encode()).digest()[0] % 2)


def share(outcomes: Sequence[Outcome], *, answerable: bool) -> float:
    """The share of right outcomes among the answerable questions, or among the others."""
    return statistics.fmean(outcome.right for outcome in outcomes if outcome.row["answerable"] is answerable)


def shares(outcomes: Sequence[Outcome]) -> str:
    """Both shares, and how long an answer and a question are, for people."""
    length = statistics.median(len(outcome.answer) for outcome in outcomes if outcome.row["answerable"])
    slow = statistics.median(outcome.seconds for outcome in outcomes)
    return (
        f"right {share(outcomes, answerable=True):.1%}, refused {share(outcomes, answerable=False):.1%}, "
        f"median answer {length:.0f} characters, {slow * 1000:.1f} ms"
    )


def by_kind(outcomes: Sequence[Outcome]) -> str:
    """The right outcomes of each kind and language, for people."""
    kinds = [f"{key}={outcome.row[key]}" for outcome in outcomes for key in ("kind", "language")]
    right = Counter(
        f"{key}={outcome.row[key]}" for outcome in outcomes if outcome.right for key in ("kind", "language")
    )
    return "\n".join(f"  {kind:<24} {right[kind]:>4} of {count}" for kind, count in sorted(Counter(kinds).items()))


def is_right(row: Row, answer: str) -> bool:
    """The rule of the set: every fact, no confusable one, and no refusal; or a refusal where nothing is known."""
    if refused(answer) or not row["answerable"]:
        return refused(answer) and not row["answerable"]
    return tells(row, answer)


def refused(answer: str) -> bool:
    """Whether an answer says that it does not know, and quotes nothing."""
    return answer.startswith(REFUSALS) and not CITATION.search(answer)


async def _outcomes(folder: Path, rows: Sequence[Row]) -> list[Outcome]:
    with TemporaryDirectory() as place:
        data = Path(place)
        async with EdgeVectorStore(EdgeSettings(), engine_context(data_dir=data)) as store:
            return await outcomes(rows, store, folder / "documents", data)


@asynccontextmanager
async def indexed(store: VectorStore, documents: Path, data_dir: Path) -> AsyncGenerator[KnowledgeService]:
    """The documents of a folder, indexed together."""
    knowledge = KnowledgeService(
        store=store,
        retriever=BM25Retriever(BM25Settings(), retriever_context(store)),
        metrics=MemoryMetrics(),
        clock=SystemClock(),
        data_dir=data_dir,
        reader=FileReader(),
    )
    await knowledge.index([documents])
    yield knowledge
    await knowledge.aclose()


async def outcomes(rows: Sequence[Row], store: VectorStore, documents: Path, data_dir: Path) -> list[Outcome]:
    """Ask each question in a channel of its own, with the documents of a folder indexed together."""
    async with indexed(store, documents, data_dir) as knowledge:
        chat = ChatService(
            llm=ExtractiveLLM(ExtractiveSettings(), engine_context()),
            knowledge=knowledge,
            history=MemoryHistory(),
            clock=SystemClock(),
            metrics=MemoryMetrics(),
            turns=RecentTurns(),
            options=ChatOptions(),
        )
        found = []
        for at, row in enumerate(rows):
            if "earlier" in row:
                await _said(chat, row["earlier"], at)
            began = time.perf_counter()
            answer = await _said(chat, row["question"], at)
            seconds = time.perf_counter() - began
            right = is_right(row, answer)
            where = "" if right else fault(await tried(knowledge, row), has_refused=refused(answer))
            found.append(Outcome(row, answer, right, seconds, where))
    return found


async def _said(chat: ChatService, text: str, channel: int) -> str:
    question = Question(text, Scope(str(channel), "ada"), "Ada")
    answer = "".join([part.text async for part in chat.reply(question)])
    for note in NOTES:
        answer = answer.removesuffix(note).rstrip()
    return answer


def main(folders: Sequence[str]) -> int:
    """Show what fails; 0 where nothing does."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    sets = [(Path(folder), rows_in(Path(folder))) for folder in folders]
    is_whole = True
    for folder, rows in sets or [(FOLDER, tuning_half()), *((folder, rows_in(folder)) for folder in tuning_sets())]:
        found = asyncio.run(_outcomes(folder, rows))
        if folder.resolve() != VALIDATION:
            _show([outcome for outcome in found if not outcome.right])
        faults = Counter(outcome.fault for outcome in found if not outcome.right)
        print(f"{folder}\n{by_kind(found)}\n{shares(found)}\n{dict(faults)}")
        is_whole = is_whole and all(outcome.right for outcome in found)
    return 0 if is_whole else 1


def _show(wrong: Sequence[Outcome]) -> None:
    for outcome in wrong:
        row = outcome.row
        print(f"--- {row['id']} ({row['kind']}), {outcome.fault}: {row.get('earlier', '')} {row['question']}")
        print(f"wants {row['must']}, not {row['must_not']}\n{outcome.answer}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
