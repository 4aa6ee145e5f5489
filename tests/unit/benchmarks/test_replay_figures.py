"""The sums of the replayed logs; the figures themselves are `make bench ONLY=llm`."""

import random
from collections import Counter

import pytest

from acore.domain.scope import Scope
from benchmarks import replay
from benchmarks.replay import Asked, Saved, burst_log, by_one_member, zipf_log

HERE, THERE = Scope("here", "ann", "server"), Scope("here", "ben", "server")


async def saved(*asked: tuple[float, Scope, str], ttl: float = 300) -> Saved:
    return await replay.replay([Asked(*each) for each in asked], ttl)


async def test_who_asks_again_before_the_end_shares_the_call_and_later_has_the_earlier_answer() -> None:
    found = await saved((0, HERE, "Why?"), (1, HERE, "Why?"), (10, HERE, "Why?"), (20, HERE, "How?"))
    assert found == Saved(questions=4, cached=1, shared=1)


async def test_nobody_is_given_the_answer_to_another_member() -> None:
    assert await saved((0, HERE, "Why?"), (1, THERE, "Why?"), (10, THERE, "Why?")) == Saved(3, cached=1, shared=0)


async def test_an_answer_that_is_too_old_is_asked_for_again() -> None:
    late = (0, HERE, "Why?"), (400, HERE, "Why?")
    assert (await saved(*late)).cached == 0
    assert (await saved(*late, ttl=3600)).cached == 1


async def test_the_figures_are_percents_of_the_questions() -> None:
    figures = list(Saved(questions=200, cached=50, shared=10).figures("log", "_by_one"))
    assert [(figure.name, figure.value) for figure in figures] == [
        ("llm.replay_log_cached_by_one", 25),
        ("llm.replay_log_shared_by_one", 5),
    ]


async def test_sums_that_are_not_those_of_the_calls_are_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay._Counted, "calls", 1)
    with pytest.raises(ValueError, match="2 calls were made"):
        await saved((0, HERE, "Why?"))


def test_the_log_is_a_day_in_which_some_questions_are_asked_far_more_often() -> None:
    log = zipf_log(random.Random(3))
    assert [asked.at for asked in log] == sorted(asked.at for asked in log)
    assert len(log) == 5000
    assert log[-1].at < 86_400
    often = [number for _, number in Counter(asked.text for asked in log).most_common()]
    assert often[0] > 1.5 * often[1] > 2 * often[3] > 20 * often[-1]
    assert len({asked.scope for asked in log}) > 500


def test_of_a_burst_one_in_ten_asks_again_the_same_within_seconds() -> None:
    log = burst_log(random.Random(3))
    times: dict[tuple[Scope, str], list[float]] = {}
    for asked in log:
        times.setdefault((asked.scope, asked.text), []).append(asked.at)
    again = [each for each in times.values() if len(each) > 1]
    assert (len(log), len(times), len(again)) == (3300, 3000, 300)
    assert all(each[1] - each[0] <= 3 for each in again)


def test_the_same_log_by_one_member_differs_in_nothing_else() -> None:
    log = burst_log(random.Random(3))
    by_one = by_one_member(log)
    assert [(asked.at, asked.text) for asked in by_one] == [(asked.at, asked.text) for asked in log]
    assert len({asked.scope for asked in by_one}) == 1
