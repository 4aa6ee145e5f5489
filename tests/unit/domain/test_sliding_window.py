from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from acore.domain.sliding_window import SlidingWindow

_STEPS = st.lists(st.tuples(st.floats(0, 90), st.integers(0, 40)), max_size=120)


@given(_STEPS, st.integers(1, 7), st.integers(1, 60))
def test_no_window_ever_holds_more_than_its_limits_and_no_place_is_left_empty(
    steps: list[tuple[float, int]], requests: int, tokens: int
) -> None:
    window = SlidingWindow(requests=requests, tokens=tokens, window_s=60)
    spent: list[tuple[float, int]] = []
    now = 0.0
    for pause, wanted in steps:
        now += pause
        cost = min(wanted, tokens)
        at = window.earliest(now, cost)
        recent = [each for each in spent if at - each[0] < 60]
        assert len(recent) < requests
        assert sum(each[1] for each in recent) + cost <= tokens
        if at > now:
            before = [each for each in spent if (at - 1e-6) - each[0] < 60]
            assert len(before) == requests or sum(each[1] for each in before) + cost > tokens
        now = max(now, at)
        window.spend(now, cost)
        spent.append((now, cost))
    assert all(later - earlier >= 60 for (earlier, _), (later, _) in zip(spent, spent[requests:], strict=False))


@given(_STEPS, st.integers(1, 5), st.integers(1, 60), st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_who_stands_in_line_is_told_a_time_that_is_never_too_late_and_exact_within_a_window(
    steps: list[tuple[float, int]], requests: int, tokens: int, line: list[int]
) -> None:
    window = SlidingWindow(requests=requests, tokens=tokens, window_s=60)
    now = 0.0
    for pause, cost in steps:
        now = max(now + pause, window.earliest(now + pause, cost))
        window.spend(now, min(cost, tokens))
    line = [min(cost, tokens) for cost in line]
    told = [window.earliest(now, cost, n, sum(line[:n])) for n, cost in enumerate(line)]
    turns, at = [], now
    for cost in line:
        at = max(at, window.earliest(at, cost))
        window.spend(at, cost)
        turns.append(at)
    for promised, real in zip(told, turns, strict=True):
        assert promised <= real + 1e-6
        assert real >= now + 60 or abs(promised - real) < 1e-6
    assert all(first <= second for first, second in pairwise(turns))


def test_what_it_really_cost_counts_as_long_as_it_counts() -> None:
    window = SlidingWindow(tokens=100)
    spend = window.spend(0, 40)
    assert window.earliest(1, 60) == 1
    window.correct(spend, 90)
    assert window.earliest(1, 60) == 60
    assert window.earliest(60, 100) == 60
    window.correct(spend, 1000)
    window.spend(60, 50)
    assert window.earliest(60, 50) == 60


def test_what_is_more_than_a_window_holds_waits_for_an_empty_one() -> None:
    window = SlidingWindow(tokens=100)
    window.spend(5, 1)
    assert window.earliest(6, 5000) == 65
    window.spend(65, 5000)
    assert window.earliest(66, 1) == 125


def test_what_was_given_back_was_never_spent() -> None:
    window = SlidingWindow(requests=1, tokens=10)
    spend = window.spend(0, 10)
    window.give_back(spend)
    window.give_back(spend)
    assert window.earliest(1, 10) == 1


def test_without_limits_it_is_always_now_and_nothing_is_kept() -> None:
    window = SlidingWindow()
    for _ in range(10):
        window.spend(0, 1000)
    assert window.earliest(0, 1000, 10, 10_000) == 0
