import pytest

from acore.domain.evaluation import Answered, Case, Outcome
from acore.domain.evaluation_figures import answer_figures, retrieval_figures


def outcome(ranking: str = "", *, answer: Answered | None = None, failure: str = "", **labels: object) -> Outcome:
    case = Case(id="1", question="?", **labels)  # type: ignore[arg-type]  # as each test says
    return Outcome(case, tuple(ranking), find_ms=2.0, answer=answer, failure=failure)


def answered(text: str = "Yes.", **about: object) -> Answered:
    return Answered(
        **{"text": text, "refused": False, "right": None, "cited": None, "cited_right": 0, "ms": 10.0, **about}  # type: ignore[arg-type]
    )


def test_questions_without_a_known_source_are_in_no_mean() -> None:
    outcomes = [
        outcome("a", relevant={"a": 1}),
        outcome("xa", relevant={"a": 1, "b": 1}),
        outcome("xyz"),
        outcome("x", relevant={"x": 0}),
    ]
    figures = retrieval_figures(outcomes, (5, 1, 5))
    assert figures is not None
    assert figures.questions == 2
    assert figures.recall == {1: 0.5, 5: 0.75}
    assert figures.mrr == 0.75
    assert figures.find_ms == 2
    assert retrieval_figures([outcome("x")], (1,)) is None


def test_shares_are_of_what_is_labelled() -> None:
    must = (("yes",),)
    outcomes = [
        outcome(answer=answered(right=True, cited=2, cited_right=1), answerable=True, must=must),
        outcome(answer=answered(right=False, refused=True, cited=0), answerable=True, must=must),
        outcome(answer=answered(right=True, refused=True), answerable=False),
        outcome(answer=answered("No, never."), answerable=False),
        outcome(failure="down", answerable=True, must=must),
    ]
    figures = answer_figures(outcomes)
    assert figures is not None
    assert (figures.questions, figures.failed) == (5, 1)
    assert (figures.right, figures.refusals_right, figures.refusals_wrong) == (0.5, 0.5, 0.5)
    assert (figures.citation_precision, figures.citation_recall) == (0.5, 1.0)
    assert (figures.characters, figures.ms) == (4, 10)


def test_what_nothing_is_said_about_has_no_figure() -> None:
    assert answer_figures([outcome("a")]) is None
    figures = answer_figures([outcome(answer=answered())])
    assert figures is not None
    assert (figures.right, figures.citation_precision, figures.refusals_right) == (None, None, None)
    failed = answer_figures([outcome(failure="down")])
    assert failed is not None
    assert failed.ms == pytest.approx(0)
