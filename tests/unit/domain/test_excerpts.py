"""What is shown of a source."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.excerpts import (
    EXCERPT,
    beginning_for,
    excerpt_of,
    file_of,
    graphemes,
    link_to,
    mark_of,
    place_of,
    shortened,
    where,
)
from acore.domain.knowledge import Passage, Source


@pytest.mark.parametrize(
    ("uri", "file", "place"),
    [
        ("file:///srv/my%20notes.md#L10-L20", "my notes.md", "lines 10\u201320"),
        ("file:///b.txt#L7", "b.txt", "line 7"),
        ("file:///b.txt#L7-L7", "b.txt", "line 7"),
        ("file:///b.pdf#page=3", "b.pdf", "page 3"),
        ("file:///talk.srt#t=83", "talk.srt", "1:23"),
        ("file:///talk.srt#t=3723.5", "talk.srt", "1:02:03"),
        ("https://a.example/b?c#d", "a.example", ""),
        ("acore:help/start", "acore:help/start", ""),
        ("acore:help/start#L1-L2", "acore:help/start", "lines 1\u20132"),
        ("http://[not an address", "http://[not an address", ""),
    ],
)
def test_a_source_is_told_by_its_file_and_the_place_in_it(uri: str, file: str, place: str) -> None:
    assert (file_of(uri), place_of(uri)) == (file, place)
    assert where(Source("Title", uri)) == ", ".join(filter(None, (file, place)))


@pytest.mark.parametrize(
    ("uri", "text", "link"),
    [
        ("https://a.example/b", "Water boils.", "https://a.example/b#:~:text=Water%20boils."),
        ("https://a.example/b#c", "# H\nTen-year, old", "https://a.example/b#c:~:text=Ten%2Dyear%2C%20old"),
        ("https://a.example/b", "- *one* two three", "https://a.example/b#:~:text=one%20two%20three"),
        ("https://a.example/b", "A\nfew words are here", "https://a.example/b#:~:text=few%20words%20are%20here"),
        ("https://a.example/b", "***", "https://a.example/b"),
        ("https://discord.com/channels/1/2/3", "Water boils.", "https://discord.com/channels/1/2/3"),
        ("file:///b.txt#L7", "Water boils.", ""),
        ("acore:help/start", "Water boils.", ""),
        ("javascript:alert(1)", "Water boils.", ""),
        ("http://[not an address", "Water boils.", ""),
    ],
)
def test_a_web_page_opens_at_the_passage(uri: str, text: str, link: str) -> None:
    assert link_to(Passage(text, Source("Title", uri), 1)) == link


def test_an_excerpt_is_on_one_line_and_short() -> None:
    assert excerpt_of("One\n two") == "One two"
    assert len(excerpt_of("word " * 99)) <= EXCERPT


LONG = "The harbour has three piers and a jetty.\n" + "Boats of all kinds lie there in summer. " * 8


@pytest.mark.parametrize(
    ("answer", "text", "excerpt"),
    [
        ("Dogs stay away [1]", "Dogs stay away.", "Dogs stay away."),
        ("It has three piers. [1]", LONG, LONG),
        ("Nothing alike", LONG, LONG),
        ("", LONG, LONG),
        (
            "The clock is wound at six. [1]",
            f"{LONG}\n- Wind the clock at six.\n{LONG}",
            f"- Wind the clock at six.\n{LONG}",
        ),
        ("The old round mill is red and low.", f"An old round mill. {LONG}A red, low, round mill.", None),
        ("Fee: 12 crowns.", f"{LONG}The fee is 12 crowns.", f"{LONG[-160:]}The fee is 12 crowns."),
        (
            "朝食は七時です。[1]",
            "海は広いです。" * 40 + "朝食は七時です。" + "海は広いです。" * 40,
            "朝食は七時です。" + "海は広いです。" * 40,
        ),
    ],
)
def test_an_excerpt_begins_where_the_answer_is_from(answer: str, text: str, excerpt: str | None) -> None:
    assert text[beginning_for(answer, text) :] == (excerpt or text)


@given(st.text(max_size=300), st.text(max_size=900))
def test_an_excerpt_begins_within_its_text(answer: str, text: str) -> None:
    assert 0 <= beginning_for(answer, text) < max(len(text), 1)


@pytest.mark.parametrize(
    "one", ["👍🏽", "e\u0301", "👨\u200d👩\u200d👧", "🇩🇪", "❤️", "नी", "🏴\U000e0067\U000e007f", "각"]
)
def test_what_people_see_as_one_character_is_never_cut(one: str) -> None:
    assert list(graphemes(one * 3)) == [one] * 3
    assert shortened(one * 200, 50).removesuffix("…").replace(one, "") == ""


@given(st.text())
def test_graphemes_are_the_text_and_none_begins_with_a_mark(text: str) -> None:
    found = list(graphemes(text))
    assert "".join(found) == text
    assert not any(unicodedata.category(piece[0]) == "Mn" for piece in found[1:])


@given(st.text(), st.integers(1, 250))
def test_a_shortened_text_is_short_and_begins_as_it_was(text: str, longest: int) -> None:
    plain = " ".join(text.split())
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == plain or (short.endswith("…") and plain.startswith(short[:-1]))
    assert len(plain) > longest or short == plain


def test_the_mark_of_a_text_changes_with_it() -> None:
    assert mark_of("one") == mark_of("one") != mark_of("two")
    assert len(mark_of("\ud800")) == 8
