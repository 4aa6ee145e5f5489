"""What tells a right line from one that only looks like it."""

from collections.abc import Mapping

import pytest

from acore.adapters.llm.answering.choosing import chosen, lead, ranked
from acore.adapters.llm.answering.features import features
from acore.adapters.llm.answering.judging import judged
from acore.adapters.llm.answering.lines import lines_of
from acore.adapters.llm.answering.wording import asked_by
from acore.domain.knowledge import Passage, Source

MILL = "Ann Reed built the mill in 1802. It burnt down twice. The miller sells bread on Sundays."


def numbers(question: str, text: str = MILL) -> Mapping[str, float]:
    asked = asked_by(question, "")
    lines = lines_of([Passage(text, Source("mill.txt", "file:///mill.txt#L1-L1"), 1)], asked)
    known = features(asked, lines)
    ranks = [ranked(one) for one in known]
    best = ranks.index(max(ranks))
    return judged(asked, lines[best], known[best], lead(lines, ranks, best))


def test_all_is_found_where_the_line_says_all() -> None:
    found = numbers("Who built the mill?")
    assert (found["found"], found["fit"], found["thing gone"], found["name gone"]) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who built the mill in Lorne?", "name gone"),
        ("Who built the chimney of the mill?", "thing gone"),
        ("Who built the mill for its bread?", "thing apart"),
    ],
)
def test_what_is_missing_is_told_by_its_sort_and_by_where_it_stands(question: str, missing: str) -> None:
    found = numbers(question)
    assert found["found"] < 1
    assert {name for name in found if name.endswith((" gone", " apart")) and found[name]} - {"related gone"} == {
        missing
    }


def test_a_line_without_the_mark_of_the_answer_is_told_by_the_kind_that_is_wanted() -> None:
    found = numbers("Why did Ann Reed build the mill?")
    assert found["unfit reason"] == 1
    assert found["no reason"] > 0.5
    assert found["unfit person"] == 0


def test_a_version_that_is_nowhere_in_the_line_counts() -> None:
    text = "Version 3.1 was released in May. The next one is not planned."
    assert numbers("When was version 3.1 released?", text)["version gone"] == 0
    assert numbers("When was version 4.0 released?", text)["version gone"] == 1


def test_a_sentence_that_comes_near_is_said_as_well_but_only_where_the_best_leaves_something_open() -> None:
    text = "The ferry was cancelled on 3 May. The engine has a crack. Bread is sold on board."
    asked = asked_by("Why was the ferry cancelled?", "")
    lines = lines_of([Passage(text, Source("ferry.txt", "file:///ferry.txt#L1-L1"), 1)], asked)
    known = features(asked, lines)
    assert chosen(asked, lines, known, [3.0, 2.0, 0.0]) == [0, 1]
    assert chosen(asked, lines, known, [3.0, 1.0, 0.0]) == [0]
    sure = asked_by("When was the ferry cancelled?", "")
    lines = lines_of([Passage(text, Source("ferry.txt", "file:///ferry.txt#L1-L1"), 1)], sure)
    assert chosen(sure, lines, features(sure, lines), [3.0, 2.9, 0.0]) == [0]
