"""The script of faults: which request each is for, and how often."""

from collections.abc import Callable

import pytest

from acore.errors import InvalidInput
from acore.simulator import faults as module
from acore.simulator.faults import Faults

_MESSAGES = "/channels/1/messages"


@pytest.fixture
def faults() -> Faults:
    return Faults()


def _statuses(faults: Faults, method: str, path: str, count: int) -> list[int | None]:
    found = [faults.next_refusal(method, path) for _ in range(count)]
    return [fault.status if fault else None for fault in found]


def test_a_refusal_happens_as_often_as_it_was_planned(faults: Faults) -> None:
    faults.refuse("POST", "/messages$", 502, 2)
    assert faults.left == 2
    assert _statuses(faults, "POST", _MESSAGES, 3) == [502, 502, None]
    assert faults.left == 0


def test_faults_come_in_the_order_of_their_planning(faults: Faults) -> None:
    faults.refuse("POST", "/messages$", 500)
    faults.refuse("*", "/channels/", 503)
    assert _statuses(faults, "POST", _MESSAGES, 2) == [500, 503]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", _MESSAGES), ("POST", f"{_MESSAGES}/2"), ("POST", "/channels/2/messages")]
)
def test_other_requests_are_left_alone(faults: Faults, method: str, path: str) -> None:
    faults.refuse("POST", r"^/channels/1/messages$", 500)
    faults.delay("POST", r"^/channels/1/messages$", 1.0)
    assert faults.next_refusal(method, path) is None
    assert faults.next_delay(method, path) == 0
    assert faults.left == 2


def test_a_refusal_carries_what_was_asked_for(faults: Faults) -> None:
    faults.refuse("patch", "x", 429, retry_after=2.5, scope="shared")
    faults.refuse("patch", "x", 0, after_work=True)
    first, second = faults.next_refusal("PATCH", "x"), faults.next_refusal("PATCH", "x")
    assert first
    assert second
    assert (first.status, first.retry_after, first.scope, first.after_work) == (429, 2.5, "shared", False)
    assert (second.status, second.after_work) == (0, True)


def test_a_delay_and_a_refusal_meet_the_same_request(faults: Faults) -> None:
    faults.delay("GET", "/users", 1.5)
    faults.refuse("GET", "/users", 500)
    assert faults.next_delay("GET", "/users/@me") == 1.5
    assert _statuses(faults, "GET", "/users/@me", 1) == [500]
    assert faults.next_delay("GET", "/users/@me") == 0


def test_cleared_faults_do_not_happen(faults: Faults) -> None:
    faults.refuse("GET", "/users", 500)
    faults.delay("GET", "/users", 1)
    faults.clear()
    assert faults.left == 0
    assert _statuses(faults, "GET", "/users", 1) == [None]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (lambda f: f.refuse("FETCH", "x", 500), "there are GET, POST, PUT, PATCH, DELETE"),
        (lambda f: f.refuse("GET", "(", 500), "no regular expression"),
        (lambda f: f.refuse("GET", "x", 200), "use 400 to 599, or 0"),
        (lambda f: f.refuse("GET", "x", 500, 0), "1 to 1000000 times"),
        (lambda f: f.refuse("GET", "x", 429, retry_after=-1), "use 0 or more"),
        (lambda f: f.refuse("GET", "x", 429, scope="mine"), "there are user, global, shared"),
        (lambda f: f.refuse("GET", "x", 429, after_work=True), "refuse before the work"),
        (lambda f: f.refuse("GET", "x", 502, after_work=True, cloudflare=True), "refuse before the work"),
        (lambda f: f.refuse("GET", "x", 0, cloudflare=True), "breaks without an answer"),
        (lambda f: f.delay("GET", "x", -1), "use 0 or more"),
    ],
)
def test_what_can_not_happen_is_refused_with_what_can(
    faults: Faults, plan: Callable[[Faults], None], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        plan(faults)
    assert faults.left == 0


def test_planned_faults_are_bounded(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_FAULTS", 2)
    for _ in range(2):
        faults.refuse("GET", "x", 500)
    with pytest.raises(InvalidInput, match=r"clear\(\)"):
        faults.refuse("GET", "x", 500)
