import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.deafness import Deafness


def failing(deafness: Deafness, packets: int, *, begin: float = 0.0) -> float:
    for number in range(packets):
        deafness.failed("no key", begin + 0.02 * number)
    return begin + 0.02 * packets


def test_where_nothing_is_understood_it_is_told_within_four_seconds() -> None:
    deafness = Deafness()
    failing(deafness, 200)
    assert deafness.why(2.9) is None
    assert deafness.why(3.1) == "no key"


def test_a_short_sentence_is_enough() -> None:
    deafness = Deafness()
    failing(deafness, 60)
    assert deafness.why(3.5) == "no key"


def test_a_change_of_keys_is_not_told() -> None:
    deafness = Deafness()
    failing(deafness, 30)
    assert deafness.why(100) is None


def test_one_packet_that_is_understood_ends_it() -> None:
    deafness = Deafness()
    now = failing(deafness, 300)
    deafness.understood()
    assert deafness.why(now) is None
    assert failing(deafness, 40, begin=now) > now
    assert deafness.why(now + 10) is None


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1))), st.floats(0, 10))
def test_who_was_understood_a_moment_ago_is_never_said_to_be_not(past: list[tuple[bool, float]], later: float) -> None:
    deafness, now = Deafness(), 0.0
    for understood, pause in past:
        now += pause
        if understood:
            deafness.understood()
        else:
            deafness.failed("no key", now)
    deafness.understood()
    assert deafness.why(now + later) is None


@pytest.mark.parametrize("reasons", [["one", "other"]])
def test_the_latest_reason_is_told(reasons: list[str]) -> None:
    deafness = Deafness()
    for number in range(100):
        deafness.failed(reasons[number // 50], 0.02 * number)
    assert deafness.why(5) == "other"
