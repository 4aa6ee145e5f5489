"""From what came of each question to figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from acore.domain.evaluation import Answered, Outcome
from acore.domain.retrieval_metrics import ndcg_at, recall_at, reciprocal_rank_at

DEEP = 10
"""How many places MRR and nDCG look at."""


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Means over the questions of which it is known what should be found."""

    questions: int
    recall: dict[int, float]
    """By how many of the first are looked at."""
    mrr: float
    ndcg: float
    find_ms: float
    """The median."""


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """Shares of what the labels tell of the answers; None where they tell nothing."""

    questions: int
    failed: int
    """Questions that the engine failed at; they are in no share."""
    right: float | None
    """Of the answerable questions with key facts: those answered right."""
    citation_precision: float | None
    """Of all passages cited in answers to questions whose source is known: those that are relevant."""
    citation_recall: float | None
    """Of the answers that are no refusals: those that cite a relevant passage."""
    refusals_right: float | None
    """Of the unanswerable questions: those that are refused."""
    refusals_wrong: float | None
    """Of the answerable questions: those that are refused nevertheless."""
    characters: float
    """The median length of an answer."""
    ms: float
    """The median."""


def retrieval_figures(outcomes: Sequence[Outcome], depths: Iterable[int]) -> RetrievalFigures | None:
    """None where no question says what should be found."""
    ranked = [(one.ranking, one.case.relevant or {}) for one in outcomes if one.case.is_ranked]
    if not ranked:
        return None
    return RetrievalFigures(
        questions=len(ranked),
        recall={depth: fmean(recall_at(depth, *one) for one in ranked) for depth in sorted(set(depths))},
        mrr=fmean(reciprocal_rank_at(DEEP, *one) for one in ranked),
        ndcg=fmean(ndcg_at(DEEP, *one) for one in ranked),
        find_ms=median(one.find_ms for one in outcomes),
    )


def answer_figures(outcomes: Sequence[Outcome]) -> AnswerFigures | None:
    """None where nothing was asked."""
    asked = [one for one in outcomes if one.answer or one.failure]
    if not asked:
        return None
    answers = [(one.case, one.answer) for one in asked if one.answer]
    labelled = [answer for _, answer in answers if answer.cited is not None]
    return AnswerFigures(
        questions=len(asked),
        failed=len(asked) - len(answers),
        right=_share(bool(answer.right) for case, answer in answers if case.must and answer.right is not None),
        citation_precision=_precision(labelled),
        citation_recall=_share(answer.cited_right > 0 for answer in labelled if not answer.refused),
        refusals_right=_share(answer.refused for case, answer in answers if case.answerable is False),
        refusals_wrong=_share(answer.refused for case, answer in answers if case.answerable),
        characters=median(len(answer.text) for _, answer in answers) if answers else 0,
        ms=median(answer.ms for _, answer in answers) if answers else 0,
    )


def _precision(answers: Sequence[Answered]) -> float | None:
    cited = sum(answer.cited or 0 for answer in answers)
    return sum(answer.cited_right for answer in answers) / cited if cited else None


def _share(held: Iterable[bool]) -> float | None:
    each = list(held)
    return sum(each) / len(each) if each else None
