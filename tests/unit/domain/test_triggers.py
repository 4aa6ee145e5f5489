"""Which messages the bot answers, and to which words."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.triggers import Attention, FollowUps, Heard, addressed_text

ME, ADA, BOB = 7, 1, 2
NAMED = {ME: "acore"}
PLAIN = Heard(author=ADA, channel=5, text="how are you?")


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
    assert attention.notice(replace(PLAIN, mentioned=NAMED), me=ME, now=0)
    return attention


def test_a_member_may_go_on_without_naming_the_bot() -> None:
    trigger = _spoken_to().notice(PLAIN, me=ME, now=60)
    assert trigger
    assert trigger.reason == "followup"
    assert trigger.text == "how are you?"


def test_each_followup_opens_the_window_anew() -> None:
    attention = _spoken_to()
    assert attention.notice(PLAIN, me=ME, now=50)
    assert attention.notice(PLAIN, me=ME, now=100)


def test_the_window_is_over_in_the_end() -> None:
    assert _spoken_to().notice(PLAIN, me=ME, now=60.1) is None


def test_the_window_runs_from_the_answer() -> None:
    attention = _spoken_to()
    attention.answered(PLAIN, now=100)
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
    assert attention.notice(other, me=ME, now=1) is None
    assert attention.notice(PLAIN, me=ME, now=2) is None


def test_an_answer_does_not_open_a_window_that_somebody_else_has_ended() -> None:
    attention = _spoken_to()
    attention.notice(replace(PLAIN, author=BOB), me=ME, now=1)
    attention.answered(PLAIN, now=2)
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
