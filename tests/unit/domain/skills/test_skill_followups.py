import pytest

from acore.domain.chat import Message
from acore.domain.skills.followups import earlier_question, is_more, recall

PAST = (
    Message("user", "hello", author="Ada"),
    Message("assistant", "Hello!"),
    Message("user", "How do I install acore?", author="Ada"),
    Message("assistant", "With make run. [1]"),
)


@pytest.mark.parametrize(
    "text",
    [
        "and on Windows?", "And with Docker?", "what about the Mac?", "tell me more", "Tell me more about it, please",
        "why?", "more", "go on", "what does it cost?", "is that free?", "und unter Windows?", "erzähl mehr", "warum?",
        "was ist mit dem Mac?", "Who leads it, and since when?", "When did she write it?", "Wie alt ist er?",
        "それはいくらですか？",
        "and if the red light does not blink but stays on?", "では、冬は？", "日曜日は？",
    ],
)  # fmt: skip
def test_a_message_that_leans_on_the_one_before_is_joined_to_it(text: str) -> None:
    assert earlier_question(text, PAST) == "How do I install acore?"


@pytest.mark.parametrize(
    "text",
    [
        "大家さんの電話番号を教えてください。", "How do I add a token?",
        "What is the playground?", "Android support", "orders", "",
        "and this is a long message that says very well by itself what it is about",
    ],
)  # fmt: skip
def test_a_message_that_stands_by_itself_is_not(text: str) -> None:
    assert earlier_question(text, PAST) is None


def test_other_follow_ups_and_greetings_are_passed_over() -> None:
    past = (*PAST, Message("user", "and on Windows?"), Message("user", "thanks"), Message("user", "what did I ask?"))
    assert earlier_question("tell me more", past) == "How do I install acore?"


def test_without_a_past_there_is_nothing_to_lean_on() -> None:
    assert earlier_question("tell me more", ()) is None
    assert earlier_question("tell me more", PAST[:2]) is None


def test_a_greeting_before_the_earlier_question_does_not_hide_it() -> None:
    asked = "hi, where is the index kept?"
    assert earlier_question("and the documents?", (Message("user", asked),)) == asked


@pytest.mark.parametrize(("text", "more"), [("tell me more", True), ("weiter", True), ("and on Windows?", False)])
def test_asking_for_more_is_told_from_asking_further(text: str, more: bool) -> None:  # noqa: FBT001
    assert is_more(text) is more


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what did I ask?", "You asked: “How do I install acore?”"),
        ("What did I just ask you?", "You asked: “How do I install acore?”"),
        ("what was my first question", "You asked: “hello”"),
        ("Was habe ich gerade gefragt?", "Du hast gefragt: „How do I install acore?“"),
        ("what did we talk about", "You asked: “How do I install acore?”"),
    ],
)
def test_it_remembers_what_was_asked(text: str, said: str) -> None:
    assert recall(text, PAST) == said


def test_it_says_when_nothing_was_asked_yet() -> None:
    assert recall("what did I ask?", ()) == "Nothing yet: this is the first message that I remember here."
    assert (recall("was habe ich gefragt?", ()) or "").startswith("Noch nichts")


def test_a_long_question_is_quoted_in_part() -> None:
    said = recall("what did I ask?", (Message("user", "why " * 400),))
    assert said
    assert len(said) < 330
    assert said.endswith("…”")


@pytest.mark.parametrize("text", ["What did I ask the vendor to deliver?", "what was my salary", "asked", "x" * 300])
def test_other_questions_about_the_past_are_left_alone(text: str) -> None:
    assert recall(text, PAST) is None
