"""Cutting long texts."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acore.discord.splitting import closed, split

_BIT = st.one_of(
    st.sampled_from(
        ["```", "```py\n", "```\n", "`", "``", "\n", "\n\n", " ", "word ", "x" * 40, "👩‍👩‍👧", "e\u0301", "مرحبا "]
    ),
    st.text(max_size=30),
)
_TEXTS = st.lists(_BIT, max_size=80).map("".join)


@given(_TEXTS, st.integers(128, 400))
@example("`" * 1000, 128)
@example("```" + "a" * 500, 128)
@example("```python\n" + "x = 1\n" * 100 + "```", 128)
@example("\n" * 500, 128)
def test_pieces_give_the_text_back_fit_and_are_balanced(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(piece.body for piece in pieces) == text
    assert all(len(piece.shown) <= limit for piece in pieces)
    assert all(piece.shown.count("```") % 2 == 0 for piece in pieces)


@given(_TEXTS, st.integers(128, 400))
def test_a_word_is_cut_only_where_it_is_too_long_for_a_piece(text: str, limit: int) -> None:
    place = 0
    for piece in split(text, limit)[:-1]:
        place += len(piece.body)
        if text[place - 1].isalnum() and text[place].isalnum():
            run = len(_tail(text[:place])) + len(_head(text[place:]))
            assert run > limit - 60


@given(_TEXTS, st.text(max_size=300), st.integers(128, 400))
def test_what_stands_before_the_last_piece_does_not_change_when_the_text_grows(
    text: str, more: str, limit: int
) -> None:
    settled = split(text, limit)[:-2]
    grown = split(text + more, limit)
    assert grown[: len(settled)] == settled


def test_a_short_text_is_one_piece() -> None:
    assert [piece.shown for piece in split("hello")] == ["hello"]


def test_an_empty_text_is_one_empty_piece() -> None:
    assert [piece.shown for piece in split("")] == [""]


def test_paragraphs_are_kept_together_where_they_fit() -> None:
    first, second = "a " * 700, "b " * 700
    assert [piece.body for piece in split(f"{first}\n\n{second}")] == [f"{first}\n\n", second]


def test_a_fence_is_closed_and_opened_again_with_its_language() -> None:
    pieces = split("```python\n" + "print(1)\n" * 400 + "```\nand words")
    assert len(pieces) > 1
    assert pieces[0].shown.endswith("\n```")
    assert pieces[1].shown.startswith("```python\nprint(1)")
    assert pieces[-1].shown.endswith("```\nand words")


def test_a_fence_is_not_left_without_code_at_the_end_of_a_piece() -> None:
    pieces = split("word " * 397 + "\n```python\n" + "print(1)\n" * 50 + "```")
    assert "```" not in pieces[0].shown
    assert pieces[1].shown.startswith("```python\nprint(1)")


def test_a_fence_that_is_still_open_is_closed_at_the_end() -> None:
    assert [piece.shown for piece in split("see:\n```py\nx = 1")] == ["see:\n```py\nx = 1\n```"]


@pytest.mark.parametrize(
    ("cluster", "whole"),
    [("👩‍👩‍👧", r"(?:👩‍👩‍👧)*"), ("e\u0301", r"(?:e\u0301)*"), ("👍🏽", r"(?:👍🏽)*")],
)
def test_a_cluster_is_never_torn_apart(cluster: str, whole: str) -> None:
    pieces = split(cluster * 1501)
    assert len(pieces) > 1
    assert all(re.fullmatch(whole, piece.body) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "after"),
    [("a", "a"), ("```py\nx", "```py\nx\n```"), ("```x```", "```x```"), ("```", "```\n```")],
)
def test_closing_ends_an_open_fence_and_nothing_else(text: str, after: str) -> None:
    assert closed(text) == after


def _tail(text: str) -> str:
    found = re.search(r"\S*\Z", text)
    return found[0] if found else ""


def _head(text: str) -> str:
    found = re.match(r"\S*", text)
    return found[0] if found else ""
