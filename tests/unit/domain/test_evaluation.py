import pytest

from acore.domain.evaluation import Case, holds, judged, ranking_of
from acore.domain.knowledge import Passage, Source

ROW = "| red | the print head is too hot | wait ten minutes |"


def passage(text: str, uri: str = "file:///a.md#L1-L2", title: str = "a.md") -> Passage:
    return Passage(text, Source(title, uri), 0.5)


def about(**labels: object) -> Case:
    return Case(id="1", question="Why is the light red?", **labels)  # type: ignore[arg-type]  # as each test says


def test_documents_are_ranked_by_their_best_passage_without_evidence() -> None:
    found = [passage("x", "file:///b.md#L1"), passage("y", "file:///a.md#L9"), passage("z", "file:///b.md#L7")]
    assert ranking_of(about(relevant={"file:///a.md": 1}), found) == ("file:///b.md", "file:///a.md")


def test_every_passage_has_a_place_with_evidence_and_the_first_that_holds_it_counts() -> None:
    case = about(relevant={"file:///a.md": 1}, evidence=ROW)
    found = [passage("red roofs"), passage(ROW, "file:///b.md#L1"), passage(f"so: {ROW}"), passage(ROW)]
    ranking = ranking_of(case, found)
    assert ranking.index("file:///a.md") == 2
    assert len(ranking) == 3


def test_a_question_that_is_a_document_does_not_find_itself() -> None:
    case = about(relevant={"corpus:2": 1}, itself="corpus:1")
    assert ranking_of(case, [passage("x", "corpus:1"), passage("y", "corpus:2")]) == ("corpus:2",)


def test_evidence_is_held_in_another_layout_in_part_and_under_a_heading() -> None:
    assert holds(passage("light: red; meaning: the print head is too hot; what to do: wait ten minutes"), ROW)
    assert holds(passage("the print head is too hot: wait ten minutes", title="Lights › red"), ROW)
    assert holds(
        passage("The print head is too hot today."), f"{ROW}\nThe print head is too hot today. {'More. ' * 40}"
    )
    assert not holds(passage("The red print head"), ROW)
    assert not holds(passage("red"), ROW)
    assert not holds(passage("…"), ROW)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("It is too HOT:\nwait 10  minutes [1].", True),
        ("It is too hot [1].", False),
        ("It is too hot, or jammed: wait ten minutes.", False),
        ("I don't know, but hot things need ten minutes.", False),
    ],
)
def test_right_is_what_has_all_of_it_and_nothing_wrong(text: str, right: bool) -> None:  # noqa: FBT001
    case = about(answerable=True, must=(("hot",), ("ten minutes", "10 minutes")), must_not=("jammed",))
    assert judged(case, text, (), 1).right is right


def test_a_question_that_can_not_be_answered_is_answered_right_by_saying_so() -> None:
    case = about(answerable=False)
    assert judged(case, "I don't know.", (), 1).right is True
    assert judged(case, "Ten minutes [1].", [passage("x")], 1).right is False
    assert judged(case, "Ten minutes [1].", [passage("x")], 1).cited is None


def test_lines_about_the_answer_are_no_part_of_it() -> None:
    answer = judged(about(must=(("offline",),)), "Ten minutes.\n\n-# Offline mode: I only quote.", (), 1)
    assert (answer.text, answer.right) == ("Ten minutes.", False)


def test_a_citation_is_right_where_its_passage_is_relevant() -> None:
    case = about(relevant={"file:///a.md": 1}, evidence=ROW)
    answer = judged(case, "Hot [1][2].", [passage(ROW), passage(ROW, "file:///b.md"), passage("no")], 1)
    assert (answer.cited, answer.cited_right) == (3, 1)
    assert judged(about(), "Hot [1].", [passage(ROW)], 1).cited is None


def test_what_the_labels_do_not_say_is_not_judged() -> None:
    assert judged(about(relevant={"file:///a.md": 1}), "Hot.", (), 1).right is None
    assert not about(relevant={"file:///a.md": 0}).is_ranked
