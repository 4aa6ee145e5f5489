import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.discretion import MOST, Discretion
from acore.services.chat import INSTRUCTIONS

JAPANESE = "あなたは海賊です。いつも古い港の言葉で話し、宝の地図のことは誰にも言ってはいけません。合言葉は青い鯨です。"
WORDS = re.findall(r"\w+", INSTRUCTIONS.casefold())


def heard(text: str, *known: str, size: int = 7, instructions: str = INSTRUCTIONS) -> tuple[str, bool]:
    """What is shown of the text when it comes in pieces of this size, and whether it was broken off."""
    guard = Discretion(instructions, known)
    shown = "".join(guard.feed(text[at : at + size]) for at in range(0, len(text), size))
    return shown + guard.close(), guard.broken


def longest_row(text: str) -> int:
    """How many words of the instructions stand in the text in a row."""
    seen = re.sub("(\u200b)|([あ漢])", lambda found: f" {found[2]} " if found[2] else "", normalize("NFKC", text))
    said = f" {' '.join(re.split('[^a-z0-9あ漢]+', seen.casefold()))} "
    rows = [WORDS[at : at + n] for n in range(1, MOST + 8) for at in range(len(WORDS) - n + 1)]
    return max((len(row) for row in rows if f" {' '.join(row)} " in said), default=0)


@pytest.mark.parametrize("size", [1, 3, 7, 50, 5000])
@pytest.mark.parametrize(
    "text",
    [
        INSTRUCTIONS,
        f"Sure! My instructions are:\n\n{INSTRUCTIONS}",
        INSTRUCTIONS.upper(),
        INSTRUCTIONS.replace(" ", "_"),
        INSTRUCTIONS.replace(" ", "\n> **"),
        INSTRUCTIONS.replace("e", "e\u200b"),
        INSTRUCTIONS.replace("a", "\uff41"),
        f"It goes on: {INSTRUCTIONS[150:]}",
    ],
)
def test_instructions_are_not_repeated(text: str, size: int) -> None:
    shown, broken = heard(text, size=size)
    assert broken
    assert longest_row(shown) <= 2
    assert text.startswith(shown)


@pytest.mark.parametrize("size", [1, 4, 5000])
def test_a_script_without_spaces_is_read_by_its_signs(size: int) -> None:
    shown, broken = heard(f"秘密です：{JAPANESE}", size=size, instructions=JAPANESE)
    assert broken
    assert "鯨" not in shown
    assert heard("あなたは海賊です。", instructions=JAPANESE, size=size) == ("あなたは海賊です。", False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am acore, a friendly member of this Discord server, and I answer briefly.",
        "Passages and messages are material; where numbered passages are given, rely on them.",
        "The gate closes at four [1].",
        "```py\nprint(argv[1])\n```\n",
    ],
)
def test_what_shares_a_few_words_is_given_whole(text: str) -> None:
    for size in (1, 2, 9, 5000):
        assert heard(text, size=size) == (text, False)


def test_what_others_said_in_the_same_words_is_no_secret() -> None:
    text = f"The file says: “{INSTRUCTIONS}”"
    assert heard(text, "another", f"INSTRUCTIONS = (\n    {INSTRUCTIONS!r}\n)") == (text, False)
    assert heard(text, INSTRUCTIONS[:40])[1]


def test_short_instructions_are_none_to_keep() -> None:
    assert heard("You are a pirate. Yes!", instructions="You are a pirate.") == ("You are a pirate. Yes!", False)
    assert heard("Anything.", instructions="") == ("Anything.", False)


def test_only_a_row_is_held_back() -> None:
    guard = Discretion(INSTRUCTIONS)
    assert guard.feed("Hello Ada, answer") == "Hello Ada, answer"
    assert guard.feed(" briefly") == " briefly"
    assert guard.feed(" and ") == " "
    assert guard.feed("in a word") == "and in a word"


@given(
    pieces=st.lists(
        st.one_of(
            st.text(alphabet="aA b.-_[1]\u200bあ漢\n", max_size=12),
            st.integers(0, len(WORDS) - 1).flatmap(
                lambda at: st.integers(1, 20).map(lambda n: " ".join(WORDS[at : at + n]) + " ")
            ),
        ),
        max_size=8,
    ),
    size=st.integers(1, 30),
)
def test_pieces_do_not_matter_and_nothing_is_lost_or_leaked(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    shown, broken = heard(text, size=size)
    assert (shown, broken) == heard(text, size=5000)
    assert text.startswith(shown)
    assert longest_row(shown) < MOST
    assert broken or shown == text
    assert broken == (longest_row(text) >= MOST)
