"""The counting of the limiter's figures; the figures themselves are `make bench ONLY=llm`."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.limiter import Limits
from benchmarks import limiter
from benchmarks.limiter import most_in_window, used_share


@pytest.mark.parametrize(
    ("times", "most"),
    [
        ([], 0),
        ([5.0], 1),
        ([0.0, 60.0], 1),
        ([0.0, 59.9], 2),
        ([50.0, 55.0, 65.0, 70.0], 4),
        ([0.0, 1.0, 2.0, 61.0, 61.5, 61.9, 61.95], 5),
    ],
)
def test_a_window_is_half_open_and_begins_anywhere(times: list[float], most: int) -> None:
    assert most_in_window(times) == most


@given(st.lists(st.integers(0, 300)))
def test_no_window_that_begins_with_a_turn_holds_more(times: list[int]) -> None:
    at = sorted(map(float, times))
    assert most_in_window(at) == max((sum(begin <= each < begin + 60 for each in at) for begin in at), default=0)


def test_the_share_of_the_quota_is_that_of_the_whole_windows() -> None:
    assert used_share([0.0, 30.0, 60.0, 119.9, 120.0], limit=4, windows=2) == 0.5


async def test_arrivals_that_are_refused_and_cancelled_fill_no_window_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_MINUTES", 3)
    times = await limiter._unkind(Limits(concurrent=5, requests=20), random.Random(1))
    assert times == sorted(times)
    assert most_in_window(times) == 20


async def test_a_line_that_is_never_empty_uses_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "_MINUTES", 3)
    times = await limiter._saturated(Limits(concurrent=3, requests=20), random.Random(1))
    assert used_share(times, 20, 3) == 1
