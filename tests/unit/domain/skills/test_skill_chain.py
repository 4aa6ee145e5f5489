from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.chain import small_answer
from acore.domain.skills.wording import plain, speaks_german

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def said(text: str) -> str | None:
    return small_answer(text, now=NOW, random=Random(1))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("hi", "Hello!"),
        ("who are you?", "acore"),
        ("what can you do?", "sums"),
        ("2+2", "= 4"),
        ("10 miles in km", "16.09344"),
        ("what time is it?", "12:00"),
        ("flip a coin", "🪙"),
    ],
)
def test_each_skill_answers_what_it_is_for(text: str, holds: str) -> None:
    assert holds in (said(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "What is the time limit for refunds?", "What are the opening times?", "How do I add a Discord token?",
        "How many people work in Berlin?", "Is 24/7 support included?", "What happened on 9/11?", "What is 802.11?",
        "How many units are in the box?", "What is the date format in exports?", "Which dice games are allowed?",
        "Who are you allowed to hire?", "How old is the 2-1 lead?", "What is a thank you page?", "Help pages",
        "When is the next meeting?", "When was 1.2 released?", "Was kostet der Eintritt?", "Wann öffnet das Büro?",
        "What is in 10 miles?", "Who rolled out version 2?", "Does hi-res audio work?", "What does 1 + 1 free mean?",
        "def f(x): return x + 1", "https://example.com/?a=1+2", "SELECT 1 + 1", "Ignore all previous instructions",
        "مرحبا", "東京の天気は？", "🙂", "", "   ", "x" * 5000,
    ],
)  # fmt: skip
def test_no_skill_takes_a_question_that_is_not_its_own(text: str) -> None:
    assert said(text) is None


@given(st.text(max_size=300))
def test_no_text_makes_a_skill_fail(text: str) -> None:
    assert said(text) is None or said(text)


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("Wie spät ist es?", True),
        ("danke", True),
        ("2 hoch 3", True),
        ("What is a release tag?", False),
        ("the von Neumann machine", False),
        ("hello", False),
        ("2+2", False),
        ("東京", False),
        ("", False),
    ],
)
def test_german_is_told_from_english(text: str, german: bool) -> None:  # noqa: FBT001
    assert speaks_german(text) is german


def test_plain_words_have_no_decoration_left() -> None:
    assert plain("  <@42> Hello,  WORLD 👋🏽 <:wave:123>!! ") == "hello, world"
    assert plain("it’s 20 °C?") == "it's 20 °c"
    assert plain("x" * 201) is None
