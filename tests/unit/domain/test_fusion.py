import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.fusion import diverse, fused, normalised, overlap
from acore.domain.terms import terms

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=20).map(lambda keys: dict.fromkeys(keys, 1.0))


def words(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def test_the_score_is_that_of_the_paper() -> None:
    found = fused({"a": 1.0, "b": 1.0}, {"b": 1.0, "c": 1.0})
    assert found == {"b": pytest.approx(1 / 62 + 1 / 61), "a": pytest.approx(1 / 61), "c": pytest.approx(1 / 62)}


def test_what_stands_in_both_comes_before_the_first_of_one() -> None:
    assert next(iter(fused({"a": 1.0, "c": 1.0}, {"b": 1.0, "c": 1.0}))) == "c"


def test_a_place_that_counts_little_gives_little() -> None:
    assert list(fused({"weak": 0.3}, {"strong": 1.0})) == ["strong", "weak"]


@given(st.lists(RANKING, max_size=4))
def test_everything_is_there_once_and_scores_fall(rankings: list[dict[int, float]]) -> None:
    found = fused(*rankings)
    assert set(found) == {key for ranking in rankings for key in ranking}
    assert list(found.values()) == sorted(found.values(), reverse=True)


@given(RANKING)
def test_one_ranking_alone_stays_as_it_is(ranking: dict[int, float]) -> None:
    assert list(fused(ranking)) == list(ranking)
    assert list(fused(ranking, ranking)) == list(ranking)


def test_scores_become_shares_of_the_best() -> None:
    assert normalised({"a": 4.0, "b": 1.0}) == {"a": 1.0, "b": 0.25}
    assert normalised({}) == {}


RELEVANCE = {"first": 1.0, "again": 0.99, "other": 0.9}


def likeness(one: str, other: str) -> float:
    return 0.8 if {one, other} == {"first", "again"} else 0.1


def test_what_says_the_same_in_other_words_comes_later() -> None:
    kept = diverse(list(RELEVANCE), RELEVANCE.__getitem__, likeness, limit=3, weight=0.5)
    assert kept == ["first", "other", "again"]


def test_without_weight_the_ranking_stays() -> None:
    assert diverse(list(RELEVANCE), RELEVANCE.__getitem__, likeness, limit=2, weight=0) == ["first", "again"]


def test_the_same_again_is_left_out() -> None:
    kept = diverse(["a", "A", "b"], lambda _: 1.0, lambda x, y: float(x.lower() == y.lower()), limit=3, weight=0.2)
    assert kept == ["a", "b"]


@given(st.lists(st.integers(), unique=True, max_size=12), st.integers(0, 5), st.floats(0, 1))
def test_the_best_is_always_first_and_the_limit_holds(ranked: list[int], limit: int, weight: float) -> None:
    places = {key: 1 - rank / 20 for rank, key in enumerate(ranked)}
    kept = diverse(ranked, places.__getitem__, lambda *_: 0.5, limit=limit, weight=weight)
    assert kept[:1] == ranked[: min(limit, 1)]
    assert len(kept) == min(limit, len(ranked)) == len(set(kept))


def test_two_texts_with_the_same_words_say_the_same() -> None:
    assert overlap(words("The garden party begins at 5."), words("the GARDEN party, begins at 5")) == 1


def test_rows_that_differ_in_a_number_do_not_say_the_same() -> None:
    row = "The yearly fee of a member in the rowing club, with a locker and a boat, is {} euros."
    assert overlap(words(row.format(95)), words(row.format(240))) < 1


def test_texts_without_common_words_are_not_alike() -> None:
    assert overlap(words("apples and pears"), words("stars over oceans")) == 0
    assert overlap(frozenset(), frozenset()) == 1
