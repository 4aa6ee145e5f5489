"""What an evaluation tells: a table, an object, and a line for each question."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from acore.domain.evaluation import Outcome
from acore.domain.evaluation_figures import AnswerFigures, RetrievalFigures, answer_figures, retrieval_figures
from acore.errors import InvalidInput

_WIDTH = 28


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What came of a set."""

    name: str
    documents: int
    chunks: int
    engines: dict[str, str]
    """What fills each slot; empty where nothing does."""
    depth: int
    outcomes: tuple[Outcome, ...]
    warnings: tuple[str, ...]
    evidence_missing: int = 0
    """Questions whose evidence no passage of their document holds."""

    def as_json(self) -> str:
        """One object; a figure that the labels say nothing about is null, as is a whole part."""
        retrieval, answers = self._retrieval(), answer_figures(self.outcomes)
        told: dict[str, Any] = {
            "set": self.name,
            "documents": self.documents,
            "chunks": self.chunks,
            "questions": len(self.outcomes),
            "evidence_missing": self.evidence_missing,
            "engines": self.engines,
            "retrieval": retrieval and _retrieval_json(retrieval),
            "answers": answers and asdict(answers),
            "warnings": self.warnings,
        }
        return orjson.dumps(told).decode()

    def as_table(self) -> str:
        """A line for each figure that there is."""
        retrieval, answers = self._retrieval(), answer_figures(self.outcomes)
        used = ", ".join(f"{slot} {name}" for slot, name in self.engines.items() if name)
        return "\n".join(
            (
                f"{self.name}: {len(self.outcomes)} questions, {self.documents} documents, {self.chunks} passages",
                f"with {used}",
                *(_retrieval_rows(retrieval) if retrieval else ()),
                *(_answer_rows(answers) if answers else ()),
            )
        )

    def write(self, file: Path) -> None:
        """A line for each question, as JSON; raises InvalidInput where the file can not be written."""
        try:
            file.write_bytes(b"".join(orjson.dumps(_line(one)) + b"\n" for one in self.outcomes))
        except OSError as error:
            raise InvalidInput(f"{file} can not be written ({error.strerror or error}). Name another file.") from error

    def _retrieval(self) -> RetrievalFigures | None:
        return retrieval_figures(self.outcomes, (1, self.depth, 10))


def _retrieval_json(found: RetrievalFigures) -> dict[str, Any]:
    recall = {f"recall@{depth}": value for depth, value in found.recall.items()}
    return {
        "questions": found.questions,
        **recall,
        "mrr@10": found.mrr,
        "ndcg@10": found.ndcg,
        "find_ms": found.find_ms,
    }


def _retrieval_rows(found: RetrievalFigures) -> Iterator[str]:
    yield f"\nRetrieval, {found.questions} questions"
    for depth, value in found.recall.items():
        yield _row(f"recall@{depth}", f"{value:.3f}")
    yield _row("MRR@10", f"{found.mrr:.3f}")
    yield _row("nDCG@10", f"{found.ndcg:.3f}")
    yield _row("median of a search", f"{found.find_ms:.1f} ms")


def _answer_rows(found: AnswerFigures) -> Iterator[str]:
    failed = f", of which {found.failed} failed" if found.failed else ""
    yield f"\nAnswers, {found.questions} questions{failed}"
    for name, share in (
        ("right answers", found.right),
        ("citation precision", found.citation_precision),
        ("citation recall", found.citation_recall),
        ("right refusals", found.refusals_right),
        ("wrong refusals", found.refusals_wrong),
    ):
        if share is not None:
            yield _row(name, f"{share:.1%}")
    yield _row("median length", f"{found.characters:.0f} characters")
    yield _row("median of an answer", f"{found.ms:.0f} ms")


def _row(name: str, value: str) -> str:
    return f"  {name:<{_WIDTH}}{value}"


def _line(outcome: Outcome) -> dict[str, Any]:
    case, answer = outcome.case, outcome.answer
    relevant = {name for name, gain in (case.relevant or {}).items() if gain > 0}
    return {
        "id": case.id,
        "question": case.question,
        "answerable": case.answerable,
        "places": _places(outcome.ranking, relevant) if relevant else None,
        "answer": answer and answer.text,
        "refused": answer and answer.refused,
        "right": answer and answer.right,
        "cited": answer and answer.cited,
        "cited_right": answer and answer.cited_right,
        "failure": outcome.failure or None,
    }


def _places(ranking: Sequence[str], relevant: set[str]) -> list[int]:
    """Where what is relevant was found, from 1."""
    return [place for place, name in enumerate(ranking, start=1) if name in relevant]
