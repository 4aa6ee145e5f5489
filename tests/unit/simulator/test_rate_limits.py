"""The limits as numbers, on a clock that only the tests move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput
from acore.simulator import rate_limits
from acore.simulator.rate_limits import Bucket, InvalidRequests, Limits, RateLimits

_SEND = ("POST", "/channels/{channel}/messages")
_EDIT = ("PATCH", "/channels/{channel}/messages/{message}")
_CALLBACK = ("POST", "/interactions/{interaction}/{token}/callback")
_FOLLOW_UP = ("POST", "/webhooks/{application}/{token}")
_REACTION = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def rates(clock: ManualClock) -> RateLimits:
    return RateLimits(Limits(), clock)


async def test_five_messages_fit_into_five_seconds_and_the_sixth_waits(clock: ManualClock, rates: RateLimits) -> None:
    left = []
    for _ in range(5):
        verdict = rates.take(*_SEND, "1")
        left.append((verdict.headers["X-RateLimit-Remaining"], verdict.wait))
        await clock.advance(0.5)
    assert left == [("4", None), ("3", None), ("2", None), ("1", None), ("0", None)]
    sixth = rates.take(*_SEND, "1")
    assert (sixth.wait, sixth.everywhere) == (2.5, False)
    await clock.advance(2.5)
    assert rates.take(*_SEND, "1").headers["X-RateLimit-Remaining"] == "4"


def test_the_headers_tell_the_whole_bucket(clock: ManualClock, rates: RateLimits) -> None:
    headers = rates.take(*_SEND, "1").headers
    assert headers == {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": f"{clock.now().timestamp() + 5:.3f}",
        "X-RateLimit-Reset-After": "5.000",
        "X-RateLimit-Bucket": headers["X-RateLimit-Bucket"],
    }
    assert len(headers["X-RateLimit-Bucket"]) == 32


def test_every_channel_has_its_own_bucket_of_the_same_hash(rates: RateLimits) -> None:
    for _ in range(5):
        rates.take(*_SEND, "1")
    here, there = rates.take(*_SEND, "1"), rates.take(*_SEND, "2")
    assert (here.wait, there.wait) == (5.0, None)
    assert here.headers["X-RateLimit-Bucket"] == there.headers["X-RateLimit-Bucket"]


def test_sending_and_editing_do_not_use_up_each_other(rates: RateLimits) -> None:
    for _ in range(5):
        assert rates.take(*_SEND, "1").wait is None
        assert rates.take(*_EDIT, "1").wait is None
    assert rates.take(*_EDIT, "1").wait is not None


def test_putting_and_removing_reactions_share_a_bucket(rates: RateLimits) -> None:
    assert rates.take("PUT", _REACTION, "1").wait is None
    assert rates.take("DELETE", _REACTION, "1").wait == 0.25


def test_the_names_of_places_do_not_matter() -> None:
    limits = Limits()
    assert limits.bucket("PATCH", "/channels/{id}/messages/{x}") == limits.bucket(*_EDIT)


def test_other_routes_have_a_bucket_for_themselves() -> None:
    limits = Limits()
    one, other = limits.bucket("GET", "/users/@me"), limits.bucket("GET", "/users/{user}")
    assert one
    assert other
    assert one.hash != other.hash
    assert (one.requests, one.seconds) == (limits.default.requests, limits.default.seconds)


def test_fifty_requests_a_second_are_the_most_on_all_routes(rates: RateLimits) -> None:
    for channel in range(50):
        assert rates.take(*_SEND, str(channel)).wait is None
    refused = rates.take(*_SEND, "50")
    assert (refused.wait, refused.everywhere, refused.headers) == (1.0, True, {})


def test_answers_to_interactions_are_not_bound_by_the_global_limit(rates: RateLimits) -> None:
    for number in range(200):
        assert rates.take(*_CALLBACK, "same").wait is None
        assert rates.take(*_FOLLOW_UP, str(number)).wait is None
    assert rates.take(*_SEND, "1").wait is None


def test_callbacks_have_no_bucket_and_followups_have_five_in_two_seconds(rates: RateLimits) -> None:
    assert rates.take(*_CALLBACK, "t").headers == {}
    waits = [rates.take(*_FOLLOW_UP, "t").wait for _ in range(6)]
    assert waits == [None] * 5 + [2.0]


@given(st.lists(st.floats(0, 3), max_size=60))
async def test_no_window_lets_more_through_than_the_bucket_holds(pauses: list[float]) -> None:
    clock = ManualClock()
    rates = RateLimits(Limits(), clock)
    windows: list[list[float]] = []
    for pause in pauses:
        await clock.advance(pause)
        now = clock.monotonic()
        if rates.take(*_SEND, "1").wait is None:
            if not windows or now >= windows[-1][0] + 5:
                windows.append([])
            windows[-1].append(now)
    assert all(len(window) <= 5 for window in windows)


@given(st.floats(0, 4.999))
async def test_who_waits_as_long_as_it_is_told_is_let_through(pause: float) -> None:
    clock = ManualClock()
    rates = RateLimits(Limits(), clock)
    for _ in range(5):
        rates.take(*_SEND, "1")
    await clock.advance(pause)
    wait = rates.take(*_SEND, "1").wait
    assert wait is not None
    await clock.advance(wait)
    assert rates.take(*_SEND, "1").wait is None


def test_the_oldest_buckets_are_forgotten_beyond_the_most(rates: RateLimits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "_MOST_WINDOWS", 2)
    left = [rates.take(*_FOLLOW_UP, token).headers["X-RateLimit-Remaining"] for token in "abcba"]
    assert left == ["4", "4", "4", "3", "4"]


async def test_one_invalid_request_too_many_is_a_ban_that_ends(clock: ManualClock) -> None:
    invalid = InvalidRequests(Limits(invalid_requests=3, ban_seconds=60), clock)
    for status in (401, 403, 429):
        invalid.note(status, "user")
    assert invalid.banned_for() == 0
    invalid.note(401, None)
    assert invalid.banned_for() == 60
    await clock.advance(60)
    assert invalid.banned_for() == 0
    invalid.note(401, None)
    assert invalid.banned_for() == 0


async def test_only_invalid_requests_of_ten_minutes_count(clock: ManualClock) -> None:
    invalid = InvalidRequests(Limits(invalid_requests=3), clock)
    for _ in range(10):
        invalid.note(403, None)
        await clock.advance(200)
    assert invalid.banned_for() == 0


def test_shared_limits_and_other_errors_are_not_invalid(clock: ManualClock) -> None:
    invalid = InvalidRequests(Limits(invalid_requests=1), clock)
    for _ in range(5):
        invalid.note(429, "shared")
        invalid.note(404, None)
        invalid.note(200, None)
    assert invalid.banned_for() == 0


@pytest.mark.parametrize("options", [{"per_second": 0}, {"invalid_requests": 0}, {"gateway_sends": 0}])
def test_limits_that_let_nothing_through_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="1 or more"):
        Limits(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("requests", "seconds"), [(0, 1.0), (1, 0.0)])
def test_a_bucket_that_lets_nothing_through_is_refused(requests: int, seconds: float) -> None:
    with pytest.raises(InvalidInput, match="lets nothing through"):
        Bucket("x", requests, seconds)
