"""Logins of a day and of a key, on a clock that only the tests move."""

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput
from acore.simulator.application import Application
from acore.simulator.session_starts import SessionStarts


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


async def test_one_login_of_a_key_fits_into_five_seconds(clock: ManualClock) -> None:
    starts = SessionStarts(clock)
    assert [starts.take(0), starts.take(0), starts.take(1)] == ["granted", "too soon", "too soon"]
    await clock.advance(4.9)
    assert starts.take(1) == "too soon"
    await clock.advance(0.1)
    assert starts.take(1) == "granted"


def test_shards_of_different_keys_log_in_together(clock: ManualClock) -> None:
    starts = SessionStarts(clock, max_concurrency=2)
    assert [starts.take(n) for n in range(4)] == ["granted", "granted", "too soon", "too soon"]
    assert starts.payload()["max_concurrency"] == 2


async def test_the_logins_of_a_day_are_counted_down_and_come_back(clock: ManualClock) -> None:
    starts = SessionStarts(clock, total=2, every_s=0)
    assert starts.payload() == {"total": 2, "remaining": 2, "reset_after": 0, "max_concurrency": 1}
    starts.take(0)
    await clock.advance(3600)
    assert starts.payload() == {"total": 2, "remaining": 1, "reset_after": 23 * 3_600_000, "max_concurrency": 1}
    assert [starts.take(0), starts.take(0)] == ["granted", "used up"]
    await clock.advance(23 * 3600)
    assert starts.payload()["remaining"] == 2
    assert starts.take(0) == "granted"


def test_a_login_that_came_too_soon_does_not_count(clock: ManualClock) -> None:
    starts = SessionStarts(clock)
    starts.take(0)
    starts.take(0)
    assert starts.payload()["remaining"] == 999


@pytest.mark.parametrize("options", [{"total": 0}, {"max_concurrency": 0}, {"every_s": -1}])
def test_limits_that_can_not_be_are_refused(clock: ManualClock, options: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="use 1 or more"):
        SessionStarts(clock, **options)


def test_an_application_has_a_shard_at_least() -> None:
    with pytest.raises(InvalidInput, match="1 or more"):
        Application("t", allowed_intents=0, shards=0)
