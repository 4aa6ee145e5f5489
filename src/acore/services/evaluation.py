"""Measures retrieval and answers on a set of questions, over an index of the set's own documents."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import structlog

from acore.domain.chat import Message
from acore.domain.evaluation import Answered, Case, Outcome, holds, judged, ranking_of
from acore.domain.knowledge import Chunk, Document, IndexReport, Passage, Query, Refusal
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.domain.skills.followups import earlier_question
from acore.errors import EngineError, EngineTimeout
from acore.interfaces import Clock, Retriever
from acore.services.beir import documents_in, read_beir
from acore.services.chat import ChatService
from acore.services.document_files import DocumentFiles
from acore.services.evaluation_sets import EvaluationSet, read_questions
from acore.services.folder_indexing import address_of
from acore.services.indexing import Indexing, Taken

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_DOCUMENTS_AT_ONCE = 8
_QUESTIONS_AT_ONCE = 4
_PASSAGES_A_DOCUMENT = 3
"""How many passages are asked for, for each document that a ranking of documents has room for."""
_FIND_S = 30
_MOST_FAILURES = 3
"""In a row: an engine that fails so often does not answer the others either."""


class SetKnowledge:
    """Finds in the index alone: acore's help pages and the configured paths are no part of a set."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    async def find(self, query: Query) -> tuple[Passage, ...]:
        """As `KnowledgeService.find`."""
        return await self._retriever.retrieve(query)


@dataclass(frozen=True, slots=True)
class EvaluationStep:
    """One document that was indexed, or one question that was asked."""

    done: int
    total: int
    outcome: Outcome | None = None
    refused: tuple[Refusal, ...] = ()
    astray: tuple[Case, ...] = ()
    """Those of the document whose evidence none of its passages holds: whatever is found counts as a miss."""


def read_set(path: Path, documents: Path | None, split: str | None, reading: DocumentFiles) -> EvaluationSet:
    """The set in a file, or in a folder in the layout of BEIR.

    Raises NotFound for what is not there, InvalidInput with file and number of each line that can not be used.
    """
    return read_beir(path, split) if path.is_dir() else read_questions(path, documents, reading)


class EvaluationService:
    """Indexes a set, and asks its questions one after the other, each in a channel of its own.

    The index has to be empty, and is not emptied afterwards. Without `chat` nothing is asked of a model.
    """

    def __init__(
        self, *, indexing: Indexing, files: DocumentFiles, retriever: Retriever, clock: Clock, chat: ChatService | None
    ) -> None:
        self._indexing = indexing
        self._files = files
        self._retriever = retriever
        self._clock = clock
        self._chat = chat

    async def index(self, given: EvaluationSet) -> AsyncGenerator[EvaluationStep, None]:
        """Yield each document that is done with; one that can not be read is refused, and stops nothing.

        Raises InvalidInput for a line of a corpus that can not be used, EngineError where the index fails.
        """
        done = 0
        evidences: dict[str, list[Case]] = {}
        for case in given.cases:
            for document in (case.relevant or {}) if case.evidence else ():
                evidences.setdefault(document, []).append(case)
        documents: Iterator[Path | Document] = documents_in(given.corpus) if given.corpus else iter(given.files)
        while some := await asyncio.to_thread(list, islice(documents, _DOCUMENTS_AT_ONCE)):
            for report, astray in await _all(self._take(document, evidences) for document in some):
                done += 1
                yield EvaluationStep(done, given.documents, refused=report.refused, astray=astray)

    async def ask(self, given: EvaluationSet, depth: int) -> AsyncGenerator[EvaluationStep, None]:
        """Yield each question with what came of it, looking at the first `depth` that are found.

        A question that the engine fails at has a failure in its outcome; raises its EngineError where that goes on,
        or where the documents can not be searched. Closing the generator stops what is asked.
        """
        cases, done, failures = iter(given.cases), 0, 0
        while some := list(islice(cases, _QUESTIONS_AT_ONCE)):
            found = [(case, *await self._found(case, depth)) for case in some]
            answers = await _all(self._answer(case) for case in some)
            for (case, ranking, ms), (answer, error) in zip(found, answers, strict=True):
                done += 1
                failures = failures + 1 if error else 0
                if error:
                    _log.warning("question_failed", case=case.id, reason=str(error))
                if error and failures >= _MOST_FAILURES:
                    raise error
                outcome = Outcome(case, ranking, ms, answer, failure=str(error) if error else "")
                yield EvaluationStep(done, len(given.cases), outcome)

    async def _take(
        self, document: Path | Document, evidences: Mapping[str, Sequence[Case]]
    ) -> tuple[IndexReport, tuple[Case, ...]]:
        """What came of it, and the cases whose evidence it does not hold."""
        if isinstance(document, Document):
            return await self._indexing.take_text(document), ()
        data = await asyncio.to_thread(self._files.read, document)
        if isinstance(data, Refusal):
            return IndexReport(refused=(data,)), ()
        address = address_of(document)
        outcome = await self._indexing.read(Taken(address, document.name, data))
        if isinstance(outcome, Refusal):
            return IndexReport(refused=(outcome,)), ()
        astray = await asyncio.to_thread(_astray, evidences.get(address, ()), outcome.chunks)
        return await self._indexing.write(outcome), astray

    async def _found(self, case: Case, depth: int) -> tuple[tuple[str, ...], float]:
        """The ranking, and the milliseconds that it took."""
        past = (Message("user", case.earlier),) if case.earlier else ()
        text = f"{case.question} {earlier_question(case.question, past) or ''}".strip()
        passages = depth if case.evidence else depth * _PASSAGES_A_DOCUMENT
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(_FIND_S):
                found = await self._retriever.retrieve(Query(text, _scope(case), passages))
        except TimeoutError as error:
            raise EngineTimeout(f"the search for {case.id!r} took more than {_FIND_S} s", engine="rag") from error
        return ranking_of(case, found), (self._clock.monotonic() - began) * 1000

    async def _answer(self, case: Case) -> tuple[Answered | None, EngineError | None]:
        """The answer, or why there is none; nothing where nobody is asked."""
        if self._chat is None:
            return None, None
        try:
            if case.earlier:
                await self._said(self._chat, case, case.earlier)
            return await self._said(self._chat, case, case.question), None
        except EngineError as error:
            return None, error

    async def _said(self, chat: ChatService, case: Case, text: str) -> Answered:
        began = self._clock.monotonic()
        question = Question(text, _scope(case), author="eval", remember=case.earlier is not None)
        async with aclosing(chat.reply(question)) as coming:
            parts = [part async for part in coming]
        cited = [citation.passage for part in parts for citation in part.citations]
        return judged(case, "".join(part.text for part in parts), cited, (self._clock.monotonic() - began) * 1000)


def _astray(cases: Sequence[Case], chunks: Sequence[Chunk]) -> tuple[Case, ...]:
    passages = [Passage(chunk.text, chunk.source, 1) for chunk in chunks] if cases else []
    return tuple(case for case in cases if not any(holds(passage, case.evidence) for passage in passages))


def _scope(case: Case) -> Scope:
    return Scope(channel=f"eval-{case.id}", user="eval")


async def _all(work: Iterable[Awaitable[_T]]) -> Sequence[_T]:
    """All at once; the first failure is raised when none of them runs any more."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]
