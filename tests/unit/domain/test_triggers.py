"""Which messages the bot answers, and to which words."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.triggers import Attention, FollowUps, Heard, Places, addressed_text, named

ME, ADA, BOB = 7, 1, 2
NAMED = {ME: "acore"}
PLAIN = Heard(id=100, author=ADA, channel=5, text="how are you?")


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({}, None),
        ({"direct": True}, "direct"),
        ({"mentioned": NAMED}, "mention"),
        ({"mentioned": {**NAMED, BOB: "Bob"}}, "mention"),
        ({"replies_to": ME}, "reply"),
        ({"replies_to": ME, "mentioned": NAMED}, "reply"),
        ({"replies_to": BOB}, None),
        ({"replies_to": BOB, "mentioned": NAMED}, "mention"),
        ({"mentioned": {BOB: "Bob"}}, None),
        ({"everyone": True}, None),
        ({"everyone": True, "mentioned": NAMED}, "mention"),
        ({"person": False, "mentioned": NAMED}, None),
        ({"person": False, "direct": True}, None),
        ({"person": False, "replies_to": ME}, None),
        ({"author": ME, "direct": True}, None),
    ],
)
def test_the_bot_answers_what_is_meant_for_it(about: dict[str, Any], reason: str | None) -> None:
    trigger = Attention(60).notice(replace(PLAIN, **about), me=ME, now=0)
    assert (trigger and trigger.reason) == reason


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<@7> how are you?", "how are you?"),
        ("<@!7>, how are you?", "how are you?"),
        ("<@7>: <@7> how are you?", "how are you?"),
        ("how are you <@7>?", "how are you?"),
        ("how are you, <@7>", "how are you"),
        ("what does <@7> do here?", "what does @acore do here?"),
        ("<@7> ask <@2> and <@3>", "ask @Bob and <@3>"),
        ("<@77> is not me", "<@77> is not me"),
        ("<@7>", ""),
        ("  <@7>  <@!7>, ", ""),
        ("", ""),
        ("<@7> شكرا 🎉", "شكرا 🎉"),
        ("<@7>\n```py\nx = 1\n```", "```py\nx = 1\n```"),
    ],
)
def test_the_mention_of_the_bot_is_no_part_of_the_question(text: str, asked: str) -> None:
    assert addressed_text(text, ME, {ME: "acore", BOB: "Bob"}) == asked


@given(st.text().filter(lambda text: "<" not in text))
def test_a_text_without_mentions_is_only_stripped(text: str) -> None:
    assert addressed_text(text, ME, NAMED) == text.strip()


def _spoken_to(followup_s: float = 60) -> Attention:
    attention = Attention(followup_s)
    assert attention.notice(replace(PLAIN, id=90, mentioned=NAMED), me=ME, now=0)
    return attention


def test_a_member_may_go_on_without_naming_the_bot() -> None:
    trigger = _spoken_to().notice(PLAIN, me=ME, now=60)
    assert trigger
    assert trigger.reason == "followup"
    assert trigger.text == "how are you?"


def test_each_followup_opens_the_window_anew() -> None:
    attention = _spoken_to()
    assert attention.notice(PLAIN, me=ME, now=50)
    assert attention.notice(replace(PLAIN, id=101), me=ME, now=100)


def test_the_window_is_over_in_the_end() -> None:
    assert _spoken_to().notice(PLAIN, me=ME, now=60.1) is None


def test_the_window_runs_from_the_answer() -> None:
    attention = _spoken_to()
    attention.answered(replace(PLAIN, id=90), now=100)
    assert attention.notice(PLAIN, me=ME, now=160)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAIN, author=BOB),
        replace(PLAIN, mentioned={BOB: "Bob"}),
        replace(PLAIN, replies_to=BOB),
        replace(PLAIN, everyone=True),
    ],
)
def test_the_window_ends_when_somebody_else_speaks_or_is_spoken_to(other: Heard) -> None:
    attention = _spoken_to()
    assert attention.notice(replace(other, id=95), me=ME, now=1) is None
    assert attention.notice(PLAIN, me=ME, now=2) is None


def test_an_answer_does_not_open_a_window_that_somebody_else_has_ended() -> None:
    attention = _spoken_to()
    attention.notice(replace(PLAIN, id=95, author=BOB), me=ME, now=1)
    attention.answered(replace(PLAIN, id=90), now=2)
    assert attention.notice(PLAIN, me=ME, now=3) is None


def test_the_bot_itself_and_other_bots_do_not_end_the_window() -> None:
    attention = _spoken_to()
    attention.notice(replace(PLAIN, author=ME, person=False), me=ME, now=1)
    attention.notice(replace(PLAIN, author=99, person=False), me=ME, now=1)
    assert attention.notice(PLAIN, me=ME, now=2)


@pytest.mark.parametrize("elsewhere", [replace(PLAIN, channel=6), replace(PLAIN, author=BOB)])
def test_the_window_is_one_members_in_one_channel(elsewhere: Heard) -> None:
    assert _spoken_to().notice(elsewhere, me=ME, now=1) is None


def test_replying_to_oneself_goes_on_with_the_conversation() -> None:
    assert _spoken_to().notice(replace(PLAIN, replies_to=ADA), me=ME, now=1)


def test_no_seconds_mean_no_followups() -> None:
    assert _spoken_to(0).notice(PLAIN, me=ME, now=0) is None


def test_the_channels_that_were_quiet_for_longest_are_forgotten() -> None:
    windows = FollowUps(60, capacity=2)
    windows.open(1, ADA, 0)
    windows.open(2, ADA, 0)
    windows.open(1, ADA, 1)
    windows.open(3, ADA, 2)
    assert [windows.covers(channel, ADA, 3) for channel in (1, 2, 3)] == [True, False, True]
    assert len(windows) == 2


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("acore, how are you?", True),
        ("hey ACORE!", True),
        ("what do you think, Acore?", True),
        ("is it acore's turn?", True),
        ("(acore)", True),
        ("acores are many", False),
        ("hardacore", False),
        ("pip install acore-tools", False),
        ("see acore.py", False),
        ("@acore", False),
        ("a/acore", False),
        ("https://example.com/?q=acore", False),
        ("run `acore doctor`", False),
        ("```\nacore run\n```", False),
        ("> acore said so\nand I agree", False),
        ("<:acore:123>", False),
        ("my dog rex", True),
        ("Der große Rex bellt", True),
        ("rexes", False),
        ("", False),
    ],
)
def test_a_name_calls_the_bot_where_it_is_a_word_of_its_own(text: str, called: bool) -> None:  # noqa: FBT001
    assert named(text, ("acore", "Rex")) is called
    trigger = Attention(0).notice(replace(PLAIN, text=text), me=ME, now=0, names=("acore", "Rex"))
    assert (trigger is not None and trigger.reason == "name") is called


def test_bot_is_not_called_by_a_bottle() -> None:
    assert not named("a bottle of water", ("bot",))


@pytest.mark.parametrize("names", [(), ("",), ("  ",)])
def test_without_a_name_nobody_calls(names: tuple[str, ...]) -> None:
    assert not named("bot acore", names)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_name_with_any_signs_is_no_pattern(name: str, text: str) -> None:
    assert named(text, (name,)) in (True, False)


def test_a_message_is_never_answered_twice() -> None:
    attention = Attention(60, capacity=2)
    message = replace(PLAIN, mentioned=NAMED)
    assert attention.notice(message, me=ME, now=0)
    assert attention.notice(message, me=ME, now=1) is None
    for number in range(2):
        assert attention.notice(replace(message, id=number), me=ME, now=2)
    assert attention.notice(message, me=ME, now=3), "the last two are known"


def test_two_bots_that_answer_everything_fall_silent() -> None:
    """The other bot replies to whatever this one says, with its mention; nothing of it is answered."""
    attention = Attention(60)
    spoken = 0
    waiting = [replace(PLAIN, id=1, mentioned=NAMED)]
    while waiting and spoken < 10:
        if attention.notice(waiting.pop(), me=ME, now=spoken):
            spoken += 1
            waiting.append(replace(PLAIN, id=1 + spoken, author=99, person=False, mentioned=NAMED, replies_to=ME))
    assert spoken == 1


CHANNEL, THREAD, ELSEWHERE = 5, 6, 8


@pytest.mark.parametrize(
    ("places", "about", "welcome"),
    [
        (Places(), {}, True),
        (Places(allowed=frozenset({CHANNEL})), {}, True),
        (Places(allowed=frozenset({CHANNEL})), {"channel": ELSEWHERE}, False),
        (Places(allowed=frozenset({CHANNEL})), {"channel": THREAD, "parent": CHANNEL}, True),
        (Places(allowed=frozenset({CHANNEL})), {"channel": ELSEWHERE, "direct": True}, True),
        (Places(allowed=frozenset({THREAD})), {"channel": THREAD, "parent": CHANNEL}, True),
        (Places(blocked=frozenset({CHANNEL})), {}, False),
        (Places(blocked=frozenset({CHANNEL})), {"channel": ELSEWHERE}, True),
        (Places(blocked=frozenset({CHANNEL})), {"channel": THREAD, "parent": CHANNEL}, False),
        (Places(allowed=frozenset({CHANNEL}), blocked=frozenset({THREAD})), {"channel": THREAD, "parent": 5}, False),
        (Places(ignored=frozenset({ADA})), {}, False),
        (Places(ignored=frozenset({ADA})), {"direct": True}, False),
        (Places(ignored=frozenset({ADA})), {"author": BOB}, True),
    ],
)
def test_the_bot_talks_where_it_may_and_to_whom_it_may(places: Places, about: dict[str, Any], welcome: bool) -> None:  # noqa: FBT001
    trigger = Attention(60, places).notice(replace(PLAIN, mentioned=NAMED, **about), me=ME, now=0)
    assert (trigger is not None) is welcome


def test_a_place_that_is_left_has_no_window() -> None:
    attention = _spoken_to()
    attention.forget((PLAIN.channel, 77))
    assert attention.notice(PLAIN, me=ME, now=1) is None


def test_a_message_that_was_changed_may_be_answered_anew() -> None:
    attention = Attention(60)
    message = replace(PLAIN, mentioned=NAMED)
    assert attention.notice(message, me=ME, now=0)
    attention.changed(message.id)
    assert attention.notice(message, me=ME, now=1)
    attention.changed(12345)


def test_what_was_said_before_the_window_opened_does_not_go_on_from_it() -> None:
    attention = _spoken_to()
    assert attention.notice(replace(PLAIN, id=80), me=ME, now=1) is None
    assert attention.notice(replace(PLAIN, id=80, author=BOB), me=ME, now=1) is None
    assert attention.notice(PLAIN, me=ME, now=2), "and ends nothing"


def test_a_message_that_was_edited_goes_on_from_nothing() -> None:
    attention = _spoken_to()
    assert attention.notice(replace(PLAIN, edited=True), me=ME, now=1) is None
    assert attention.notice(replace(PLAIN, id=101), me=ME, now=2), "and ends nothing"
    assert attention.notice(replace(PLAIN, id=102, edited=True, mentioned=NAMED), me=ME, now=3)


def test_a_question_that_comes_late_does_not_move_the_window_back() -> None:
    attention = Attention(60)
    assert attention.notice(replace(PLAIN, id=100, mentioned=NAMED), me=ME, now=100)
    assert attention.notice(replace(PLAIN, id=50, author=BOB, mentioned=NAMED), me=ME, now=0)
    assert attention.notice(replace(PLAIN, id=101), me=ME, now=120)
