"""The arithmetic of the answers' figures; the figures themselves are `make bench ONLY=answers`."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.llm.phrases import NOTES, REFUSALS
from acore.adapters.vector_store.memory import MemoryVectorStore
from benchmarks import answers

KNOWN: dict[str, Any] = {"answerable": True, "must": [["14 days", "fortnight"], ["Ada"]], "must_not": ["30"]}
UNKNOWN: dict[str, Any] = {"answerable": False, "must": [], "must_not": []}


def test_the_tuning_half_holds_no_question_of_the_test_half() -> None:
    half = answers.tuning_half()
    assert len(half) > 100
    assert all(hashlib.blake2b(row["question"].encode()).digest()[0] % 2 == 0 for row in half)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("ADA pays within 14\ndays. [3]", True),
        ("Ada pays within a fortnight. [1]", True),
        ("Ada pays. [14]", False),
        ("Ada pays within 14 days, not 30. [1]", False),
        (f"{REFUSALS[0]} 14 days Ada", False),
        ("14 days", False),
    ],
)
def test_an_answer_needs_every_fact_and_no_wrong_one(answer: str, right: bool) -> None:  # noqa: FBT001
    assert answers.is_right(KNOWN, answer) is right


@pytest.mark.parametrize("begin", REFUSALS)
def test_to_refuse_is_right_where_nothing_is_known(begin: str) -> None:
    assert answers.is_right(UNKNOWN, f"{begin} …")
    assert not answers.is_right(KNOWN, f"{begin} …")
    assert not answers.is_right(UNKNOWN, "Perhaps it is Ada. [1]")
    assert not answers.is_right(UNKNOWN, f"{begin} … But perhaps it is Ada. [1]")


def test_the_shares_are_told_apart() -> None:
    one, other = ({**row, "kind": "who", "language": "en"} for row in (KNOWN, UNKNOWN))
    found = [answers.Outcome(one, "", right, 0) for right in (True, True, False, False)]
    found += [answers.Outcome(other, "", right, 0) for right in (True, False)]
    assert answers.share(found, answerable=True) == pytest.approx(0.5)
    assert answers.share(found, answerable=False) == pytest.approx(0.5)
    assert "kind=who                    3 of 6" in answers.by_kind(found)


async def test_questions_are_asked_as_a_member_asks_them(tmp_path: Path) -> None:
    (tmp_path / "mill.md").write_text("# The mill\n\nThe mill was built by Ann Reed in 1802.\n", encoding="utf-8")
    rows = [
        {"question": "Who built the mill?", "answerable": True, "must": [["Ann Reed"]], "must_not": []},
        {"question": "And when?", "earlier": "Who built the mill?", "answerable": True, "must": [["1802"]],
         "must_not": []},
        {"question": "Who owns the mill?", "answerable": False, "must": [], "must_not": []},
    ]  # fmt: skip
    found = await answers.outcomes(rows, MemoryVectorStore(), tmp_path / "mill.md", tmp_path / "data")
    assert [outcome.right for outcome in found] == [True] * 3
    assert not any(note in outcome.answer for outcome in found for note in NOTES)
