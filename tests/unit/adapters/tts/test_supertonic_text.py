import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.tts.supertonic_text import Signs
from acore.errors import EngineRefused

ALL = Signs(list(range(0x10000)))
LATIN = Signs([place if chr(place).isalnum() or chr(place) in " .,!?<>/'-" else -1 for place in range(0x100)])


def read(signs: Signs, text: str, language: str = "en") -> str | None:
    ids = signs.ids(text, language)
    return None if ids is None else "".join(map(chr, ids))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello", "<en>Hello.</en>"),
        ("Hello!", "<en>Hello!</en>"),
        ("one ,  two", "<en>one, two.</en>"),
        ("a—b", "<en>a-b.</en>"),
        ("“so” it’s", '<en>"so" it\'s.</en>'),
        ("x <en> y", "<en>x en y.</en>"),
        ("me@home", "<en>me at home.</en>"),
        ("é", "<en>e\u0301.</en>"),
    ],
)
def test_a_text_is_written_as_the_model_reads_it(text: str, told: str) -> None:
    assert read(ALL, text) == told


def test_the_language_is_said() -> None:
    assert read(ALL, "Hallo", "de") == "<de>Hallo.</de>"


def test_signs_that_the_model_does_not_know_are_left_out() -> None:
    assert read(LATIN, "a 東 b 😀 é") == "<en>a b e.</en>"


@pytest.mark.parametrize("text", ["", "  ", "…", "?!", "\0", "東京", "—"])
def test_without_a_known_letter_there_is_nothing_to_say(text: str) -> None:
    assert LATIN.ids(text, "en") is None


@given(st.text())
def test_any_text_becomes_numbers_that_the_model_knows(text: str) -> None:
    ids = LATIN.ids(text, "en")
    assert ids is None or (min(ids) >= 0 and len(ids) > len("<en></en>"))


@pytest.mark.parametrize("numbers", [{}, [], ["a"], None])
def test_a_list_of_signs_that_is_none_is_refused(numbers: object) -> None:
    with pytest.raises(EngineRefused, match="fetch it again"):
        Signs(numbers)
