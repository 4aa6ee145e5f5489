from pathlib import Path
from typing import Any

import pytest

from acore.adapters.llm.scripted import Line
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.domain.evaluation import Outcome
from acore.domain.knowledge import Passage, Query
from acore.errors import EngineTimeout, EngineUnavailable, InvalidInput
from acore.interfaces import Retriever
from acore.services.chat import ChatOptions, ChatService
from acore.services.document_files import DocumentFiles, FileLimits
from acore.services.evaluation import EvaluationService, EvaluationStep, SetKnowledge, read_set
from acore.services.evaluation_sets import EvaluationSet
from acore.services.indexing import Indexing
from acore.services.turns import RecentTurns
from acore.testing import (
    ManualClock,
    MemoryHistory,
    MemoryMetrics,
    MemoryVectorStore,
    ScriptedLLM,
    retriever_context,
)

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
FILES = DocumentFiles(Path("/nowhere"), Path("/nowhere/documents"), FileLimits())


class Bench:
    """An evaluation on doubles."""

    def __init__(self, *script: Line, retriever: Retriever | None = None) -> None:
        self.store = MemoryVectorStore()
        self.history = MemoryHistory()
        self.llm = ScriptedLLM.saying(*script)
        metrics, clock = MemoryMetrics(), ManualClock()
        found = retriever or BM25Retriever(BM25Settings(), retriever_context(self.store))
        knowledge: Any = SetKnowledge(found)
        chat = ChatService(
            llm=self.llm, knowledge=knowledge, history=self.history, clock=clock,
            metrics=metrics, turns=RecentTurns(), options=ChatOptions(),
        )  # fmt: skip
        self.service = EvaluationService(
            indexing=Indexing(self.store, metrics),
            files=FILES,
            retriever=found,
            clock=clock,
            chat=chat if script else None,
        )

    async def index(self, given: EvaluationSet) -> list[EvaluationStep]:
        return [step async for step in self.service.index(given)]

    async def run(self, given: EvaluationSet, depth: int = 10) -> list[Outcome]:
        await self.index(given)
        return [step.outcome async for step in self.service.ask(given, depth) if step.outcome]


def example(name: str) -> EvaluationSet:
    return read_set(EXAMPLES / name, None, None, FILES)


async def test_what_is_relevant_is_found_in_the_files_of_a_set() -> None:
    outcomes = await Bench().run(example("orchard/questions.jsonl"))
    assert [one.case.id for one in outcomes] == ["closing", "parking", "barn", "plums", "founded", "wifi"]
    for one in outcomes[:4]:
        assert one.ranking[0] in (one.case.relevant or {})
        assert one.answer is None


async def test_what_is_relevant_is_found_in_a_corpus() -> None:
    outcomes = await Bench().run(example("orchard-beir"))
    assert [one.ranking[:1] for one in outcomes[:3]] == [("corpus:d1",), ("corpus:d2",), ("corpus:d3",)]
    assert outcomes[3].ranking == ()


async def test_the_index_holds_the_set_and_nothing_else() -> None:
    bench = Bench()
    steps = await bench.index(example("orchard/questions.jsonl"))
    assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
    assert [one.title for one in await bench.store.documents()] == ["picking.txt", "visiting.txt"]


async def test_what_can_not_be_read_is_refused_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.bin").write_bytes(b"\0\1\2")
    (tmp_path / "documents" / "b.txt").write_text("Water boils.", "utf-8")
    (tmp_path / "documents" / "c.env").write_text("TOKEN=1", "utf-8")
    (tmp_path / "set.jsonl").write_text('{"question": "When does water boil?"}', "utf-8")
    given = read_set(tmp_path / "set.jsonl", None, None, FILES)
    (tmp_path / "documents" / "c.env").unlink()
    steps = await Bench().index(given)
    assert [step.refused[0].name if step.refused else None for step in steps] == [
        "a.bin",
        None,
        str(tmp_path / "documents" / "c.env"),
    ]


async def test_a_corpus_that_changes_meanwhile_is_named(tmp_path: Path) -> None:
    given = example("orchard-beir")
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"_id": "1", "text": "A."}\n{"_id"\n', "utf-8")
    with pytest.raises(InvalidInput, match=r"corpus\.jsonl, line 2"):
        await Bench().index(EvaluationSet(given.cases, 2, corpus=corpus))


async def test_answers_are_judged_with_what_they_cite() -> None:
    outcomes = await Bench("Miriam Osei runs the barn [1].").run(example("orchard/questions.jsonl"))
    answers = {one.case.id: one.answer for one in outcomes}
    barn, parking, wifi = answers["barn"], answers["parking"], answers["wifi"]
    assert barn is not None
    assert (barn.right, barn.refused, barn.cited, barn.cited_right) == (True, False, 1, 1)
    assert parking is not None
    assert (parking.right, parking.cited_right) == (False, 0)
    assert wifi is not None
    assert (wifi.right, wifi.cited) == (False, None)


async def test_every_question_is_asked_in_a_channel_of_its_own_after_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("The canal was opened in 1820 and has 11 locks.", "utf-8")
    (tmp_path / "set.jsonl").write_text(
        '{"id": "f", "question": "And how many locks?", "earlier": "When was the canal opened?", "document": "a.txt"}\n'
        '{"id": "g", "question": "How many locks has the canal?"}',
        "utf-8",
    )
    bench = Bench("Eleven.")
    outcomes = await bench.run(read_set(tmp_path / "set.jsonl", None, None, FILES))
    requests = sorted(bench.llm.requests, key=lambda request: (request.scope.channel, len(request.messages)))
    assert [(r.scope.channel, [m.text for m in r.messages[1:]]) for r in requests] == [
        ("eval-f", ["When was the canal opened?"]),
        ("eval-f", ["When was the canal opened?", "Eleven.", "And how many locks?"]),
        ("eval-g", ["How many locks has the canal?"]),
    ]
    assert outcomes[0].ranking, "the question before says what it is about"


async def test_a_question_that_fails_is_counted_and_an_engine_that_is_down_ends_it() -> None:
    down = EngineUnavailable("down", engine="toy")
    outcomes = await Bench(down, down, "3 €.").run(example("orchard/questions.jsonl"))
    assert [one.failure for one in outcomes] == ["down", "down", "", "", "", ""]
    with pytest.raises(EngineUnavailable, match="down"):
        await Bench(down).run(example("orchard/questions.jsonl"))


class Slow(Retriever):
    """Finds nothing in time."""

    async def retrieve(self, query: Query) -> tuple[Passage, ...]:
        raise TimeoutError


async def test_a_search_that_takes_too_long_ends_it() -> None:
    with pytest.raises(EngineTimeout, match="the search for 'closing' took more than 30 s"):
        await Bench(retriever=Slow()).run(example("orchard/questions.jsonl"))
