from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.retrieval_metrics import ndcg_at, recall_at, reciprocal_rank_at

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)
GAINS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1)


def test_recall_counts_what_is_among_the_first() -> None:
    gains = {"a": 1, "b": 2, "c": 1, "z": 0}
    assert recall_at(1, ["a", "x", "b"], gains) == pytest.approx(1 / 3)
    assert recall_at(3, ["a", "x", "b"], gains) == pytest.approx(2 / 3)
    assert recall_at(3, ["x", "y", "z"], gains) == 0
    assert recall_at(9, ["c", "b", "a"], gains) == 1


@pytest.mark.parametrize(("ranking", "expected"), [("axb", 1), ("xya", 1 / 3), ("xyzza", 0), ("", 0)])
def test_the_reciprocal_rank_is_that_of_the_first_relevant(ranking: str, expected: float) -> None:
    assert reciprocal_rank_at(3, ranking, {"a": 1, "b": 1}) == pytest.approx(expected)


def test_ndcg_as_computed_by_hand() -> None:
    # gains 3, 2, 0, 1 at the places 1 to 4; the best order is 3, 3, 2, 1, since "e" was not found
    gains = {"a": 3, "b": 2, "d": 1, "e": 3}
    dcg = 3 / 1 + 2 / log2(3) + 0 / 2 + 1 / log2(5)
    best = 3 / 1 + 3 / log2(3) + 2 / 2 + 1 / log2(5)
    assert dcg == pytest.approx(4.692536)
    assert best == pytest.approx(6.323466)
    assert ndcg_at(10, ["a", "b", "x", "d"], gains) == pytest.approx(dcg / best)
    assert ndcg_at(10, ["a", "b", "x", "d"], gains) == pytest.approx(0.742083)


def test_ndcg_looks_no_deeper_than_it_says() -> None:
    assert ndcg_at(2, ["x", "y", "a"], {"a": 1}) == 0
    assert ndcg_at(1, ["a"], {"a": 1, "b": 1}) == 1


@pytest.mark.parametrize("measure", [recall_at, reciprocal_rank_at, ndcg_at])
def test_a_question_without_anything_relevant_has_no_figure(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="nothing is relevant"):
        measure(10, ["a"], {"a": 0})


@given(ranking=NAMES, gains=GAINS)
def test_every_figure_is_a_share_and_the_best_order_is_whole(ranking: list[str], gains: dict[str, float]) -> None:
    for measure in (recall_at, reciprocal_rank_at, ndcg_at):
        assert 0 <= measure(10, ranking, gains) <= 1
        assert measure(10, sorted(gains, key=lambda name: -gains[name]), gains) == pytest.approx(1)


@given(ranking=NAMES, gains=GAINS)
def test_looking_deeper_finds_no_less(ranking: list[str], gains: dict[str, float]) -> None:
    for measure in (recall_at, reciprocal_rank_at):
        assert measure(3, ranking, gains) <= measure(5, ranking, gains)
