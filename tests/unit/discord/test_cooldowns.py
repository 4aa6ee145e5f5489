"""How often a member may ask."""

from hypothesis import given
from hypothesis import strategies as st

from acore.discord.cooldowns import Cooldown


def test_it_lets_so_many_through_and_then_says_how_long_to_wait() -> None:
    cooldown = Cooldown(most=2, window_s=20)
    assert cooldown.take("ada", 0) is None
    assert cooldown.take("ada", 5) is None
    refusal = cooldown.take("ada", 8)
    assert refusal
    assert refusal.wait_s == 12
    assert cooldown.take("ada", 20) is None


def test_only_the_first_refusal_of_a_window_says_so() -> None:
    cooldown = Cooldown(most=1, window_s=20)
    cooldown.take("ada", 0)
    assert [refusal and refusal.first for refusal in (cooldown.take("ada", t) for t in (1, 2, 20, 21))] == [
        True,
        False,
        None,
        True,
    ]


def test_members_do_not_wait_for_each_other() -> None:
    cooldown = Cooldown(most=1, window_s=20)
    assert cooldown.take("ada", 0) is None
    assert cooldown.take("bob", 0) is None


def test_those_used_longest_ago_are_forgotten() -> None:
    cooldown = Cooldown(most=1, window_s=20, capacity=2)
    for key in ("ada", "bob", "ada", "eve"):
        cooldown.take(key, 0)
    assert len(cooldown) == 2
    assert cooldown.take("ada", 1) is not None


@given(st.lists(st.floats(0, 100), max_size=60).map(sorted))
def test_no_window_ever_holds_more_than_it_may(times: list[float]) -> None:
    cooldown = Cooldown(most=3, window_s=10)
    taken = [time for time in times if cooldown.take("ada", time) is None]
    assert all(taken[n + 3] - taken[n] >= 10 for n in range(len(taken) - 3))
