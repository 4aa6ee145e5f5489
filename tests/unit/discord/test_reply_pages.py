"""What the messages of a reply hold."""

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.discord.pages import finished, growing, presented, without_previews

EMBED = discord.Embed(title="Sources")

_TABLE = "| A | B |\n|---|---|\n| 1 | 2 |\n"
_BITS = [
    "```",
    "```py\n",
    "~~~\n",
    "````md\n",
    _TABLE,
    "| a |\n",
    "|--",
    "#### h",
    "---",
    "![a](",
    "https://a.example ",
    "\n",
]
_TEXTS = st.lists(st.one_of(st.sampled_from([*_BITS, "x" * 400, "word " * 50]), st.text(max_size=20)), max_size=60)


def test_a_growing_reply_never_fills_more_than_four_messages() -> None:
    assert len(growing("word " * 5000)) == 4


def test_what_is_shown_stays_where_it_is_when_the_reply_grows() -> None:
    text = "word " * 900
    assert growing(text + "more " * 100)[:2] == growing(text)[:2]


def test_white_space_alone_fills_no_message() -> None:
    pages = finished("\n" * 2500 + "end", None)
    assert [page.text.strip() for page in pages] == ["end"]


def test_the_sources_are_on_the_last_page() -> None:
    pages = finished("word " * 1000, EMBED)
    assert [page.embeds for page in pages] == [[], [], [EMBED]]


def test_a_blank_reply_is_its_sources() -> None:
    assert finished(" ", EMBED) == finished("", EMBED)
    assert [(page.text, page.embeds) for page in finished("", EMBED)] == [("", [EMBED])]


def test_a_very_long_reply_comes_as_a_file_as_it_was_written() -> None:
    text = _TABLE + "#### Deep\n" + "word " * 2000
    *shown, last = finished(text, EMBED)
    assert len(shown) == 4
    assert shown[0].text.startswith("```\nA | B\n--+--\n1 | 2\n```\n**Deep**\n")
    assert (last.file, last.embeds) == (text, [EMBED])


@given(_TEXTS.map("".join))
def test_every_state_of_a_reply_fits_and_says_something(text: str) -> None:
    for pages in (growing(text), finished(text, None)):
        assert all(0 < len(page.text) <= 2000 for page in pages) or not text.strip()


@given(_TEXTS.map("".join))
def test_a_growing_reply_ends_as_the_whole_one(text: str) -> None:
    whole = f"{text}\nend"
    assert [page.text for page in growing(whole)] == [page.text for page in finished(whole, None)[:4]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("### Three", "### Three"),
        ("#### Four", "**Four**"),
        ("###### Six ###", "**Six**"),
        ("#### About C#", "**About C#**"),
        ("#### A **bold** one", "**A bold one**"),
        ("####no heading", "####no heading"),
        ("a\n---\nb", "a\n⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯\nb"),
        ("* * *", "⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯"),
        ("-- -x", "-- -x"),
        ("![a cat](https://a.example/c.png)", "[a cat](https://a.example/c.png)"),
        ("![](https://a.example/c.png)", "[image](https://a.example/c.png)"),
        ("[![CI](https://a.example/b.svg)](https://a.example)", "[CI](https://a.example)"),
        ("`![a](b)` \\![a](b)", "`![a](b)` \\![a](b)"),
        ("$$\\frac{a}{b}$$ and \\(x_1\\)", "$$\\frac{a}{b}$$ and \\(x_1\\)"),
        ("one\r\n---\r\ntwo", "one\n⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯\ntwo"),
        (f"see\n\n{_TABLE}", "see\n\n```\nA | B\n--+--\n1 | 2\n```\n"),
    ],
)
def test_what_discord_does_not_know_is_shown_in_words_that_it_does(text: str, shown: str) -> None:
    assert presented(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"```\n{_TABLE}---\n#### x\n![a](b)\n```", f"```\n{_TABLE}---\n#### x\n![a](b)\n```"),
        (f"~~~md\n{_TABLE}~~~", f"```md\n{_TABLE}```"),
        (f"``` python\n{_TABLE}", f"```python\n{_TABLE}"),
        ("````md\n```py\nx\n```\n````", "```md\n`\u200b``py\nx\n`\u200b``\n```"),
        ("```x``` ---", "```x``` ---"),
    ],
)
def test_code_is_left_alone_in_the_fences_that_discord_knows(text: str, shown: str) -> None:
    assert presented(text) == shown


def test_a_table_that_is_being_written_shows_whole_rows_alone() -> None:
    states = [growing(f"So:\n{_TABLE}| 30"[:end]) for end in range(1, 40)]
    shown = dict.fromkeys(page.text for state in states for page in state)
    assert list(shown) == ["S", "So", "So:", "So:\n```\nA | B\n--+--\n```", "So:\n```\nA | B\n--+--\n1 | 2\n```"]


def test_a_long_table_is_code_in_every_message_it_fills() -> None:
    shown = finished("| A | B |\n|---|---|\n" + "| some words | 2 |\n" * 350, None)
    assert len(shown) == 3
    assert all(page.text.startswith("```\n") and page.text.endswith("\n```") for page in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://a.example/x.", "see <https://a.example/x>."),
        ("(https://a.example/x)", "(<https://a.example/x>)"),
        ("https://a.example/x_(y)", "<https://a.example/x_(y)>"),
        ("<https://a.example/x>", "<https://a.example/x>"),
        ("[here](https://a.example/x)", "[here](<https://a.example/x>)"),
        ("`https://a.example`", "`https://a.example`"),
        ("``https://a.example ` b``", "``https://a.example ` b``"),
        ("` ```\nhttps://a.example\n```", "` ```\nhttps://a.example\n```"),
        ("```\nhttps://a.example\n``` https://b.example", "```\nhttps://a.example\n``` <https://b.example>"),
        ("```\nhttps://a.example", "```\nhttps://a.example"),
        ("**https://a.example**", "**<https://a.example>**"),
        ("no link: http://", "no link: http://"),
    ],
)
def test_links_are_shown_without_a_preview_and_code_is_left_alone(text: str, shown: str) -> None:
    assert without_previews(text) == shown
