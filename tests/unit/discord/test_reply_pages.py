"""What the messages of a reply hold."""

import discord
import pytest

from acore.discord.pages import finished, growing, without_previews

EMBED = discord.Embed(title="Sources")


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://a.example/x.", "see <https://a.example/x>."),
        ("(https://a.example/x)", "(<https://a.example/x>)"),
        ("https://a.example/x_(y)", "<https://a.example/x_(y)>"),
        ("<https://a.example/x>", "<https://a.example/x>"),
        ("[here](https://a.example/x)", "[here](<https://a.example/x>)"),
        ("`https://a.example`", "`https://a.example`"),
        ("```\nhttps://a.example\n``` https://b.example", "```\nhttps://a.example\n``` <https://b.example>"),
        ("```\nhttps://a.example", "```\nhttps://a.example"),
        ("**https://a.example**", "**<https://a.example>**"),
        ("no link: http://", "no link: http://"),
    ],
)
def test_links_are_shown_without_a_preview_and_code_is_left_alone(text: str, shown: str) -> None:
    assert without_previews(text) == shown
