"""Reads the layout of BEIR: corpus.jsonl, queries.jsonl and judgements in qrels/*.tsv.

As https://github.com/beir-cellar/beir describes it: a document is ``{"_id", "title", "text"}``, a query
``{"_id", "text"}``, a judgement ``query-id, corpus-id, score`` between tabs, below a line that says so.
"""

import math
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from pydantic import Field

from acore.domain.evaluation import Case
from acore.domain.knowledge import Document
from acore.errors import InvalidInput, NotFound
from acore.services.evaluation_sets import EvaluationSet
from acore.services.json_lines import Problems, Record, lines_of, records

_CORPUS, _QUERIES, _JUDGEMENTS = "corpus.jsonl", "queries.jsonl", "qrels"
_USUAL = "test"
_COLUMNS = 3


class _Document(Record):
    id: str | int = Field(alias="_id")
    title: str = ""
    text: str


class _About(Record):
    answerable: bool | None = None


class _Query(Record):
    id: str | int = Field(alias="_id")
    text: str = Field(pattern=r"\S")
    metadata: _About | None = None
    """Where it says ``{"answerable": false}``, the answer has to be that it is not known."""


def read_beir(folder: Path, split: str | None) -> EvaluationSet:
    """The queries that the split judges, or that are said to have no answer.

    Raises NotFound for what is not there, InvalidInput with file and number of each line that can not be used.
    """
    corpus, judgements = folder / _CORPUS, _split(folder / _JUDGEMENTS, split)
    problems = Problems()
    documents = set[str]()
    for number, document in records(corpus, _Document, problems):
        _once(document.id, documents, corpus, number, problems)
        documents.add(str(document.id))
    queries: dict[str, _Query] = {}
    for number, query in records(folder / _QUERIES, _Query, problems):
        _once(query.id, queries, folder / _QUERIES, number, problems)
        queries[str(query.id)] = query
    gains, warnings = _gains(judgements, queries, documents, problems)
    problems.check()
    cases = tuple(_cases(queries, gains, documents))
    if not cases:
        raise InvalidInput(f"{judgements}: it judges no query of {_QUERIES}.")
    return EvaluationSet(cases, len(documents), corpus=corpus, warnings=warnings)


def _once(identity: str | int, known: Container[str], file: Path, number: int, problems: Problems) -> None:
    if str(identity) in known:
        problems.add(file, number, f"the _id {identity!r} stands on an earlier line, too")


def documents_in(corpus: Path) -> Iterator[Document]:
    """The documents of a corpus, one after the other."""
    problems = Problems()
    for _, line in records(corpus, _Document, problems):
        identity = str(line.id)
        yield Document(address_of(identity), line.title or identity, line.text or line.title, form="plain")
    problems.check()


def address_of(identity: str) -> str:
    """What a document of a corpus is known by."""
    return f"corpus:{quote(identity, safe='')}"


def _split(folder: Path, name: str | None) -> Path:
    """The judgements that are named, or else those for tests, or the only ones."""
    found = {file.stem: file for file in sorted(folder.glob("*.tsv"))}
    if not found:
        raise NotFound(f"{folder}: there are no judgements (*.tsv). A set in the layout of BEIR has them there.")
    wanted = name or (_USUAL if len(found) > 1 else next(iter(found)))
    if wanted not in found:
        raise NotFound(f"{folder}: there is no {wanted}.tsv. Choose one with --split: {', '.join(found)}")
    return found[wanted]


def _gains(
    file: Path, queries: Mapping[str, _Query], documents: set[str], problems: Problems
) -> tuple[Mapping[str, Mapping[str, float]], tuple[str, ...]]:
    """What each query's documents gain, by address; and what is odd about it."""
    gains: dict[str, dict[str, float]] = {}
    missing: list[int] = []
    for number, line in lines_of(file, problems):
        cells = line.split("\t")
        gain = _number(cells[-1])
        if number == 1 and gain is None:
            continue
        if len(cells) != _COLUMNS or gain is None:
            problems.add(file, number, "it should be query-id, corpus-id and a number, with tabs between them")
        elif cells[0] not in queries:
            problems.add(file, number, f"there is no query {cells[0]!r} in {_QUERIES}")
        elif gains.get(cells[0], {}).get(address_of(cells[1]), gain) != gain:
            problems.add(file, number, "an earlier line judges the same document for this query in another way")
        else:
            gains.setdefault(cells[0], {})[address_of(cells[1])] = gain
            if cells[1] not in documents:
                missing.append(number)
    if not missing:
        return gains, ()
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    return gains, (f"{file.name}, line {missing[0]}{more}: not in {_CORPUS}, and so can not be found",)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _cases(
    queries: Mapping[str, _Query], gains: Mapping[str, Mapping[str, float]], documents: set[str]
) -> Iterator[Case]:
    """Where questions are documents of the corpus themselves, a question does not find itself."""
    for identity, query in queries.items():
        relevant = gains.get(identity, {})
        answerable = query.metadata.answerable if query.metadata else None
        if answerable is None and any(gain > 0 for gain in relevant.values()):
            answerable = True
        if not relevant and answerable is not False:
            continue
        itself = address_of(identity)
        yield Case(
            id=identity,
            question=query.text,
            relevant=relevant,
            answerable=answerable,
            itself=itself if identity in documents and itself not in relevant else None,
        )
