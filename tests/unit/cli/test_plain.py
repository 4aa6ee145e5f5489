import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.cli.plain import Plain


def shown(*pieces: str) -> str:
    plain = Plain()
    return "".join([*map(plain.feed, pieces), plain.close()])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello.", "Hello."),
        ("**Bold** and *slanted*, __under__, ~~gone~~, ||hidden||.", "Bold and slanted, under, gone, hidden."),
        ("-# Offline mode: run `acore use x`.", "Offline mode: run acore use x."),
        ("2 * 3 * 4 = 24, and a_b_c", "2 * 3 * 4 = 24, and a_b_c"),
        ("6\\*7 = 42", "6*7 = 42"),
        ("- one\n- **two**\n", "- one\n- two\n"),
        ("`**kept**` **not**", "**kept** not"),
        ("```py\nx = a ** b ** c  # `q`\n```\n**after**", "```py\nx = a ** b ** c  # `q`\n```\nafter"),
        ("", ""),
        ("**open", "**open"),
        ("- # no note", "- # no note"),
        ("\x1b[31mred\x1b]52;c;cHduZWQ=\x07\tand\r\n\x9b2Jso", "[31mred]52;c;cHduZWQ=\tand\n2Jso"),
        ("```\n\x1b[2J\n```\n", "```\n[2J\n```\n"),
    ],
)
def test_marks_are_taken_away_and_the_rest_is_kept(written: str, read: str) -> None:
    assert shown(written) == read
    assert shown(*written) == read


@given(st.text(alphabet="ab*_~|`\\\\ -#\n", max_size=60), st.integers(1, 9))
def test_how_it_comes_makes_no_difference(text: str, size: int) -> None:
    assert shown(*[text[start : start + size] for start in range(0, len(text), size)]) == shown(text)


def test_words_without_marks_are_not_held_up() -> None:
    plain = Plain()
    assert plain.feed("one two thr") == "one two "
    assert plain.feed("ee four") == "three "
    assert plain.close() == "four"
