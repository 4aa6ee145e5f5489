"""Whom a message mentions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.simulator.mentions import mentioned, mentions_everyone
from acore.simulator.model import User

_ADA, _BOB = User("1", "ada", "Ada"), User("2", "bob", "Bob")
_PEOPLE = {user.id: user for user in (_ADA, _BOB)}


@pytest.mark.parametrize(
    ("content", "allowed", "replied", "expected"),
    [
        ("<@1> and <@!2>", None, None, (_ADA, _BOB)),
        ("<@2> <@1> <@2>", None, None, (_BOB, _ADA)),
        ("<@3> @Ada <@x>", None, None, ()),
        ("<@1>", {"parse": []}, None, ()),
        ("<@1> <@2>", {"parse": [], "users": ["2"]}, None, (_BOB,)),
        ("<@1> <@2>", {"users": [2]}, None, (_BOB,)),
        ("<@1>", {"parse": ["users"]}, None, (_ADA,)),
        ("hi", None, _BOB, (_BOB,)),
        ("<@2>", None, _BOB, (_BOB,)),
        ("hi", {"parse": ["users"]}, _BOB, ()),
        ("hi", {"replied_user": True}, _BOB, (_BOB,)),
    ],
)
def test_users_are_mentioned_as_far_as_allowed(
    content: str, allowed: dict[str, Any] | None, replied: User | None, expected: tuple[User, ...]
) -> None:
    assert mentioned(content, allowed, _PEOPLE.get, replied) == expected


@pytest.mark.parametrize(
    ("content", "allowed", "expected"),
    [
        ("@everyone", None, True),
        ("oh @here!", None, True),
        ("@everyoneelse", None, False),
        ("@everyone", {"parse": ["users"]}, False),
        ("@everyone", {"parse": ["everyone"]}, True),
    ],
)
def test_everyone_is_rung_only_where_allowed(content: str, allowed: dict[str, Any] | None, *, expected: bool) -> None:
    assert mentions_everyone(content, allowed) is expected


@given(st.text() | st.lists(st.sampled_from(["<@1>", "<@!2>", "<@3>", " "])).map("".join))
def test_nobody_is_mentioned_where_nothing_is_allowed(content: str) -> None:
    assert mentioned(content, {"parse": []}, _PEOPLE.get, _ADA) == ()
    assert not mentions_everyone(content, {"parse": []})
