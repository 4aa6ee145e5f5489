from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.chat import Message
from acore.domain.searching import LONGEST, is_for_the_web, language_of, search_query

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def said(*texts: str) -> tuple[Message, ...]:
    """A conversation in which a member asked these, and got an answer to each."""
    return tuple(
        message
        for text in texts
        for message in (Message("user", text, author="Ada"), Message("assistant", "So it is."))
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("When does the harbour museum open?", "When does the harbour museum open?"),
        ("Hi! Can you please tell me when the museum opens?", "when the museum opens?"),
        ("search the web for tides in Cuxhaven", "tides in Cuxhaven"),
        ("google tides in Cuxhaven please", "tides in Cuxhaven"),
        ("Could you look up the tides in Cuxhaven?", "the tides in Cuxhaven?"),
        ("<@123456> what is <:fish:42> **halibut**?", "what is halibut ?"),
        ("Such mal im Internet nach Tiden in Cuxhaven", "Tiden in Cuxhaven"),
        ("Kannst du mir sagen, wann das Museum öffnet?", "sagen, wann das Museum öffnet?"),
        ("Weißt du, wann das Museum öffnet?", "wann das Museum öffnet?"),
        ("ハンブルクの港について教えてください", "ハンブルクの港"),
        ("潮汐表を検索して", "潮汐表"),
        ("  many \n\n words\there ", "many words here"),
        ("search", "search"),
        ("", ""),
        ("<@1>", ""),
    ],
)
def test_a_search_engine_is_asked_the_question_alone(text: str, query: str) -> None:
    assert search_query(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("and on Windows?", "How do I install Kodi on Linux? on Windows?"),
        ("tell me more", "How do I install Kodi on Linux?"),
        ("How large is it?", "How do I install Kodi on Linux? How large is it?"),
        ("Who wrote Faust?", "Who wrote Faust?"),
    ],
)
def test_what_a_question_goes_on_from_is_asked_with_it(text: str, query: str) -> None:
    past = said("What is Kodi?", "How do I install Kodi on Linux?", "thanks!")
    assert search_query(text, past) == query


def test_nothing_else_of_a_conversation_is_told_to_a_search_engine() -> None:
    past = said("My password is hunter2, remember it.", "What is Kodi?")
    assert "hunter2" not in search_query("and what does it cost?", past)
    assert search_query("What is the tallest tower of Berlin?", past) == "What is the tallest tower of Berlin?"


@settings(deadline=None)
@given(st.text(max_size=2000), st.lists(st.text(max_size=300), max_size=4))
def test_a_query_is_short_and_stands_on_one_line(text: str, past: list[str]) -> None:
    query = search_query(text, said(*past))
    assert len(query) <= LONGEST
    assert query == " ".join(query.split())


@pytest.mark.parametrize(
    "text",
    [
        "Who won the world cup in 1998?",
        "what is the capital of Mongolia",
        "Hey acore, when was the Elbe Tunnel built?",
        "search the web for tides in Cuxhaven",
        "Please look up the tides in Cuxhaven.",
        "How do you boil an egg?",
        "Do you know when the museum opens?",
        "Can you tell me the height of Mont Blanc?",
        "Wann wurde der Elbtunnel gebaut?",
        "Such im Internet nach Tiden in Cuxhaven",
        "エルベトンネルはいつ建てられましたか",
        "潮汐表を検索して",
    ],
)
def test_what_a_search_could_find_is_for_the_web(text: str) -> None:
    assert is_for_the_web(text, (), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "Hi there, how are you?",
        "thanks a lot!",
        "ok",
        "Who are you?",
        "What can you do?",
        "What is 17 * 4?",
        "How many metres are 10 feet?",
        "What day is it today?",
        "what did I ask you before?",
        "Do you like cats?",
        "What do you think of jazz?",
        "What is your favourite colour?",
        "What is my name?",
        "Who am I?",
        "Magst du Katzen?",
        "Was denkst du über Jazz?",
        "why?",
        "what?",
        "???",
        "",
        "I went to the harbour today.",
        "The museum opens at nine.",
        "lol that was great",
        "Write a poem about the sea",
        "x" * 5000 + "?",
    ],
)
def test_small_talk_and_what_is_about_the_talk_itself_is_not(text: str) -> None:
    assert not is_for_the_web(text, (), NOW)


def test_a_question_that_goes_on_is_judged_with_what_it_goes_on_from() -> None:
    assert is_for_the_web("and why?", said("When was the Elbe Tunnel built?"), NOW)
    assert not is_for_the_web("and why?", (), NOW)


@pytest.mark.parametrize(
    ("query", "language"),
    [("Wann wurde der Tunnel gebaut?", "de"), ("トンネルはいつ", "ja"), ("When was it built?", None), ("", None)],
)
def test_the_language_of_pages_is_told_by_the_query(query: str, language: str | None) -> None:
    assert language_of(query) == language
