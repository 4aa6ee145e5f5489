"""Questions over documents of many kinds, all indexed together: most are answered rightly, and hardly any is made up.

The weights were fitted to these questions too, so this tells only whether somebody broke what worked.
"""

import asyncio
import json
import statistics
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.documents.reader import FileReader
from acore.adapters.llm.extractive import ExtractiveLLM, ExtractiveSettings
from acore.adapters.llm.phrases import REFUSALS
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain.chat import ChatRequest, Message
from acore.domain.chunking import chunks
from acore.domain.knowledge import Document, Query
from acore.domain.reading import Reading
from acore.domain.scope import Scope
from acore.domain.skills.followups import earlier_question
from acore.testing import engine_context, retriever_context

ELSEWHERE = Path(__file__).with_name("elsewhere")
HERE = Scope("general", "ada")
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (ELSEWHERE / "questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def answers() -> list[str]:
    return asyncio.run(asked())


async def asked() -> list[str]:
    store, reader = MemoryVectorStore(), FileReader()
    for file in sorted((ELSEWHERE / "documents").iterdir()):
        reading = reader.read(file.name, file.read_bytes())
        assert isinstance(reading, Reading)
        document = Document(f"file:///{file.name}", file.name, reading.text, anchors=reading.anchors, form=reading.form)
        await store.replace(document.uri, chunks(document))
    retriever = BM25Retriever(BM25Settings(), retriever_context(store))
    return [await answered(retriever, row) for row in QUESTIONS]


async def answered(retriever: BM25Retriever, row: dict[str, Any]) -> str:
    past = (Message("user", row["earlier"]),) if "earlier" in row else ()
    before = earlier_question(row["question"], past) or ""
    passages = await retriever.retrieve(Query(f"{row['question']} {before}".strip(), HERE))
    messages = (*past, Message("user", row["question"]))
    llm = ExtractiveLLM(ExtractiveSettings(), engine_context())
    whole = await llm.complete(ChatRequest(messages=messages, scope=HERE, passages=passages))
    return whole.text.partition("\n\n-# ")[0]


def is_right(row: dict[str, Any], answer: str) -> bool:
    said = " ".join(answer.casefold().split())
    held = all(any(part.casefold() in said for part in group) for group in row["must"])
    return held and not any(part.casefold() in said for part in row.get("must_not", ()))


def test_most_questions_are_answered_rightly(answers: list[str]) -> None:
    known = [is_right(row, answer) for row, answer in zip(QUESTIONS, answers, strict=True) if row["answerable"]]
    assert len(known) > 100
    assert statistics.fmean(known) > 0.8


def test_hardly_any_answer_is_made_up(answers: list[str]) -> None:
    unknown = [
        answer.startswith(REFUSALS) for row, answer in zip(QUESTIONS, answers, strict=True) if not row["answerable"]
    ]
    assert len(unknown) > 50
    assert statistics.fmean(unknown) > 0.8


def test_answers_are_brief(answers: list[str]) -> None:
    told = [len(answer) for answer in answers if not answer.startswith(REFUSALS)]
    assert statistics.median(told) < 150
    assert max(told) < 1800
