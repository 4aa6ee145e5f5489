import pytest

from acore.domain.calling import called
from acore.domain.spoken_words import spoken_words, word_ends

NAMES = ("acore", "Jarvis Prime")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Acore, what time is it?", "what time is it?"),
        ("hey acore what time is it", "what time is it"),
        ("So, hey ACORE: stop!", "stop!"),
        ("a core what can you do", "what can you do"),
        ("A core, was kannst du?", "was kannst du?"),
        ("hey akor stop", "stop"),
        ("okay echo, what time is it", None),
        ("hey accord, what time is it", "what time is it"),
        ("jarvis prime louder", "louder"),
        ("What do you think, acore?", "What do you think, acore?"),
        ("acore", "acore"),
    ],
)
def test_the_name_calls_the_bot_also_as_it_is_misheard(text: str, written: str | None) -> None:
    found = called(text, NAMES)
    assert (found.written if found else None) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what time is it",
        "I bought a car yesterday",
        "the score was four to two",
        "more of the same",
        "encore une fois",
        "of course",
        "according to Bob it rains",
        "a cat sat there",
        "a car is faster",
        "acorefully",
        "I love apple core recipes",
    ],
)
def test_other_words_call_nobody(text: str) -> None:
    assert called(text, NAMES) is None


def test_short_names_are_not_misheard() -> None:
    assert called("bud what is it", ["bob"]) is None
    assert called("bob what is it", ["bob"]) is not None


def test_what_is_left_is_told_as_words() -> None:
    found = called("Hey Acore, bitte LAUTER!", NAMES)
    assert found is not None
    assert found.rest == "bitte lauter"
    found = called("stop, acore", NAMES)
    assert found is not None
    assert found.rest == "stop"


def test_no_name_is_never_called() -> None:
    assert called("hello there", []) is None
    assert called("hello there", ["", "!"]) is None


def test_words_are_folded_and_found_again_where_they_stand() -> None:
    text = "Größer, café — it’s OK"
    assert spoken_words(text) == ("groesser", "cafe", "it's", "ok")
    assert [text[:end] for end in word_ends(text)][:2] == ["Größer", "Größer, café"]
