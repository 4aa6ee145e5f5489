"""Reads sets of questions over files: a question a line, with what is known of its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from acore.domain.evaluation import Case
from acore.errors import InvalidInput, NotFound
from acore.services.document_files import DocumentFiles
from acore.services.folder_indexing import address_of
from acore.services.json_lines import Problems, Record, records

_BESIDE = "documents"
"""The folder beside a set that its documents are looked for in."""


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Questions, and the documents that they are asked over: files, or the lines of a corpus."""

    cases: tuple[Case, ...]
    documents: int
    """How many there are."""
    files: tuple[Path, ...] = ()
    corpus: Path | None = None
    warnings: tuple[str, ...] = ()
    """What is odd about it and stops nothing, for people."""

    def first(self, count: int | None) -> "EvaluationSet":
        """The same with no more than so many questions."""
        return replace(self, cases=self.cases[:count])


def _alternatives(given: object) -> object:
    """A word alone is a group of one."""
    if not isinstance(given, list):
        return given
    return tuple((one,) if isinstance(one, str) else tuple(one) if isinstance(one, list) else one for one in given)


Text = Annotated[str, Field(pattern=r"\S")]
Group = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Line(Record):
    question: Text
    id: str | int | None = None
    earlier: Text | None = None
    document: Text | None = None
    evidence: str | None = None
    answerable: bool | None = None
    must: Annotated[tuple[Group, ...], BeforeValidator(_alternatives)] = ()
    must_not: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.answerable is False and (self.document or self.must):
            raise ValueError("it is unanswerable, and yet names a document or what an answer must say")
        if self.evidence and not self.document:
            raise ValueError("it has evidence, and names no document that it is in")
        return self


def read_questions(file: Path, documents: Path | None, reading: DocumentFiles) -> EvaluationSet:
    """The set in a file; its documents are in a folder, which stands beside it where none is named.

    Raises NotFound for what is not there, InvalidInput with file and number of each line that can not be used.
    """
    if not file.exists():
        raise NotFound(f"{file}: there is no such file or folder.")
    folder = documents or file.parent / _BESIDE
    if documents is None and not folder.is_dir():
        raise NotFound(f"{folder}: there are no documents beside the set. Name them: --documents FOLDER")
    files = tuple(reading.below([folder]))
    if not files:
        raise InvalidInput(f"{folder}: there is no document in it. Name another folder: --documents FOLDER")
    addresses = _addresses(files, folder)
    problems = Problems()
    cases: dict[str, Case] = {}
    for number, line in records(file, _Line, problems):
        identity = str(number if line.id is None else line.id)
        if identity in cases:
            problems.add(file, number, f"the id {identity!r} stands on an earlier line, too")
        elif line.document and line.document not in addresses:
            problems.add(file, number, f"there is no document {line.document!r} in {folder}")
        else:
            cases[identity] = _case(identity, line, addresses)
    problems.check()
    if not cases:
        raise InvalidInput(f"{file}: there is no question in it.")
    return EvaluationSet(tuple(cases.values()), len(files), files)


def _addresses(files: Sequence[Path], folder: Path) -> Mapping[str, str]:
    """By path below the folder, and by name where just one file has it."""
    by_path: dict[str, str] = {}
    by_name: dict[str, list[str]] = {}
    for file in files:
        address = address_of(file)
        if folder.is_dir():
            by_path[file.relative_to(folder).as_posix()] = address
        by_name.setdefault(file.name, []).append(address)
    return {name: found[0] for name, found in by_name.items() if len(found) == 1} | by_path


def _case(identity: str, line: _Line, addresses: Mapping[str, str]) -> Case:
    said = bool(line.document or line.must)
    return Case(
        id=identity,
        question=line.question,
        earlier=line.earlier,
        relevant={addresses[line.document]: 1.0} if line.document else None,
        evidence=line.evidence or "",
        answerable=True if line.answerable is None and said else line.answerable,
        must=line.must,
        must_not=line.must_not,
    )
