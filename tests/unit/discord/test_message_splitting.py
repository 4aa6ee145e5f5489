"""Cutting long texts."""

import re
from itertools import accumulate, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acore.discord.splitting import closed, pieces, split

_MARKS = [
    "```",
    "```py\n",
    "```\n",
    "\n```\n",
    "\n~~~\n",
    "\n~~~js\n",
    "````md\n",
    "\n````\n",
    "- ```c++\r\n",
    "`",
    "``",
]
_WHOLE = [
    "[docs](http://x.example/a_(b))",
    "<https://x.example/y>",
    "https://x.example/z",
    "<@123>",
    "<:a:1>",
    "**so**",
]
_LINES = [
    "- item\n",
    "  1. nested\n",
    "# head\n",
    "| a | b |\n",
    "|---|---|\n",
    "> said\n",
    "So:\n",
    "One. Two! ",
    "。",
    "\r\n",
]
_BITS = ["\n", "\n\n", " ", "word ", "x" * 40, "x" * 300, "👩‍👩‍👧", "e\u0301", "🇩🇪", "مرحبا ", "漢字"]
_BIT = st.one_of(st.sampled_from(_MARKS + _WHOLE + _LINES + _BITS), st.text(max_size=30))
_TEXTS = st.lists(_BIT, max_size=80).map("".join)
_LIMITS = st.integers(128, 400)

_OPENS = re.compile(r"`{3,16}|^[ \t]*(~{3,16})(?=[^~\n]*$)", re.MULTILINE)
_WORDS = st.text("abcdefgh", min_size=1, max_size=12)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
_ATOMS = st.one_of(
    st.builds("[{}](https://a.example/{})".format, _SENTENCES, _WORDS),
    st.builds("![{}](https://a.example/{}_({}))".format, _SENTENCES, _WORDS, _WORDS),
    st.builds("https://a.example/{}?q={}".format, _WORDS, _WORDS),
    st.builds("<https://a.example/{}>".format, _WORDS),
    st.builds("`{}`".format, _SENTENCES),
    st.builds("``{} ` {}``".format, _SENTENCES, _WORDS),
    st.builds("**{}**".format, _SENTENCES),
    st.builds("***{}***".format, _SENTENCES),
    st.builds("**see [{}](https://a.example/{})**".format, _SENTENCES, _WORDS),
    st.builds("||{}||".format, _SENTENCES),
    st.sampled_from(
        ["<@123456>", "<#99>", "<@&7>", "<:smile:1234>", "<a:wave:5>", "<t:1700000000:R>", "</ask now:42>"]
    ),
)


def _code_of(text: str) -> list[tuple[str, bool]]:
    """The visible characters of a text without the marks of its fences, and whether each stands in code."""
    seen: list[tuple[str, bool]] = []
    place = 0
    while found := _OPENS.search(text, place):
        mark = found[1] or found[0]
        seen += [(character, False) for character in text[place : found.end() - len(mark)]]
        inside = found.end()
        language = re.compile(r"[ \t]*[A-Za-z0-9_+.#-]{1,32}[ \t]*\r?\n").match(text, inside)
        if language and not re.match(rf"\s*(\Z|{mark})", text[language.end() :]):
            inside = language.end()  # a word before no code is code itself, says Discord
        ends = mark[0] + "{" + str(len(mark)) + ",16}"
        end = re.compile(ends if mark[0] == "`" else rf"^[ \t]*{ends}[ \t]*\r?$", re.MULTILINE).search(text, inside)
        seen += [(character, True) for character in text[inside : end.start() if end else len(text)]]
        place = end.end() if end else len(text)
    seen += [(character, False) for character in text[place:]]
    return [mark for mark in seen if not mark[0].isspace()]


@given(_TEXTS, _LIMITS)
@example("`" * 1000, 128)
@example("~" * 1000, 128)
@example("```" + "a" * 500, 128)
@example("```python\n" + "x = 1\n" * 100 + "```", 128)
@example("\n" * 500, 128)
@example("e" + "\u0301" * 500, 128)
@example("a" * 128 + " " * 500 + "b", 128)
@example("```py\n" + "x" * 117 + "\n" * 300 + "```", 128)
def test_pieces_give_the_text_back_fit_and_are_not_blank(text: str, limit: int) -> None:
    cut = split(text, limit)
    assert "".join(piece.body for piece in cut) == text
    assert all(len(piece.shown) <= limit for piece in cut)
    assert all(piece.shown.strip() for piece in cut) or (len(cut) == 1 and not text.strip())


@given(_TEXTS, _LIMITS)
@example("```0", 128)
def test_what_is_shown_as_code_is_what_the_text_has_as_code(text: str, limit: int) -> None:
    shown = [mark for piece in split(text, limit) for mark in _code_of(piece.shown)]
    assert shown == _code_of(text)


@given(_TEXTS, _LIMITS)
def test_a_piece_closes_the_fences_it_opens(text: str, limit: int) -> None:
    assert all(closed(piece.shown) == piece.shown for piece in split(text, limit))


@given(_TEXTS, _LIMITS)
def test_a_word_is_cut_only_where_it_is_too_long_for_a_piece(text: str, limit: int) -> None:
    for place in _cuts(text, limit):
        if text[place - 1].isalnum() and text[place].isalnum():
            run = re.split(r"\s", text[:place])[-1] + re.split(r"\s", text[place:])[0]
            assert len(run) > limit - 72


@given(
    st.lists(st.tuples(st.one_of(_ATOMS, _SENTENCES), st.sampled_from([" ", ", ", "\n", "\n\n", ". "])), max_size=60)
)
def test_what_reads_as_one_thing_is_never_cut(stretches: list[tuple[str, str]]) -> None:
    assert not _torn(stretches, 256)


@given(st.lists(_ATOMS.filter(lambda atom: not atom.startswith("http")), max_size=60))
def test_nor_is_it_where_there_is_no_white_space_around_it(atoms: list[str]) -> None:
    assert not _torn([(atom, "漢字漢字") for atom in atoms], 256)


@given(st.lists(st.tuples(st.sampled_from(["- ", "* ", "12. ", "3) ", "  - ", "   1. "]), _SENTENCES), max_size=60))
def test_a_list_is_cut_between_its_items(items: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{bullet}{words}\n  and {words}" for bullet, words in items)
    for place in _cuts(text, 512):
        assert re.match(r"\s*([-*]|\d+[.)]) ", text[place:])


@given(_TEXTS, st.text(max_size=300), _LIMITS)
def test_what_stands_two_messages_before_the_end_does_not_change_when_the_text_grows(
    text: str, more: str, limit: int
) -> None:
    ends = accumulate(len(piece.body) for piece in split(text, limit))
    settled = [end for end in ends if end + 2 * limit <= len(text.rstrip())]
    assert split(text + more, limit)[: len(settled)] == split(text, limit)[: len(settled)]


def test_pieces_are_made_as_they_are_asked_for() -> None:
    text = "word " * 5000
    assert tuple(islice(pieces(text), 2)) == split(text)[:2]


def test_a_short_text_is_one_piece() -> None:
    assert [piece.shown for piece in split("hello")] == ["hello"]


def test_an_empty_text_is_one_empty_piece() -> None:
    assert [piece.shown for piece in split("")] == [""]


def test_a_sentence_may_end_with_a_number() -> None:
    first, *_ = split("".join(f"sentence {n}. " for n in range(350)))
    assert re.fullmatch(r"(sentence \d+\. ?)+", first.shown)


def test_white_space_at_a_cut_is_kept_in_the_text_and_not_shown() -> None:
    first, *rest = split("\n\n" + "a" * 2000 + "\n" * 3000 + "b")
    assert first.shown == "a" * 2000
    assert [piece.shown for piece in rest] == ["b"]


def test_paragraphs_are_kept_together_where_they_fit() -> None:
    first, second = "a " * 700, "b " * 700
    assert [piece.body for piece in split(f"{first}\n\n{second}")] == [f"{first}\n\n", second]


@pytest.mark.parametrize(
    ("better", "worse"),
    [("\n\n", "\n"), ("\n", ". "), (". ", " "), ("! ", " "), ("。", "、"), (" ", ""), ("\n- ", "\n"), ("\n2. ", "\n")],
)
def test_a_better_place_is_cut_rather_than_a_later_one(better: str, worse: str) -> None:
    text = f"{'x' * 1200}{better}{'y' * 500}{worse}{'z' * 1200}"
    assert split(text)[0].shown == "x" * 1200 + (better if better in ". ! 。" else "").rstrip()


@pytest.mark.parametrize("line", ["## A heading", "**A heading**", "Here is how:"])
def test_a_line_that_leads_on_goes_with_what_follows(line: str) -> None:
    text = f"{'word ' * 300}\n\n{line}\n\n" + "- item\n" * 200
    assert split(text)[1].shown.startswith(f"{line}\n\n- item")


@pytest.mark.parametrize("mark", ["```", "````", "~~~", "~~~~~"])
def test_a_fence_is_closed_and_opened_again_with_its_language(mark: str) -> None:
    cut = split(f"{mark}python\n" + "print(1)\n" * 400 + f"{mark}\nand words")
    assert len(cut) > 1
    assert cut[0].shown.endswith(f")\n{mark}")
    assert cut[1].shown.startswith(f"{mark}python\nprint(1)")
    assert cut[-1].shown.endswith(f"{mark}\nand words")


def test_every_message_that_long_code_fills_names_its_language() -> None:
    cut = split("```c++\n" + "int x = 1;\n" * 1000 + "```")
    assert len(cut) > 5
    assert all(re.fullmatch(r"```c\+\+\n(int x = 1;\n)+```", piece.shown) for piece in cut)


def test_a_long_line_of_code_is_cut_hard_only_where_it_has_no_white_space() -> None:
    cut = split(f"```\n{'word ' * 900}\n{'x' * 3000}\n```")
    assert all(piece.shown.endswith(("word\n```", "x\n```")) for piece in cut)
    assert [len(piece.shown) for piece in cut][-2] == 2000


def test_a_fence_whose_code_just_fits_is_closed_by_its_own_mark() -> None:
    text = f"```\n{'x' * 1992}\n```\n\nwords"
    assert [piece.shown for piece in split(text)] == [f"```\n{'x' * 1992}\n```", "words"]


def test_code_that_begins_late_begins_in_the_next_message() -> None:
    cut = split("word " * 280 + "\n```python\n" + "print(1)\n" * 150 + "```")
    assert "```" not in cut[0].shown
    assert cut[1].shown.startswith("```python\nprint(1)")


def test_a_fence_that_is_still_open_is_closed_at_the_end() -> None:
    assert [piece.shown for piece in split("see:\n```py\nx = 1")] == ["see:\n```py\nx = 1\n```"]


def test_a_mark_in_a_longer_fence_does_not_close_it() -> None:
    text = "````md\n" + "```py\nx\n```\n" * 300 + "````"
    assert all(piece.shown.startswith("````md\n") and piece.shown.endswith("\n````") for piece in split(text))


@pytest.mark.parametrize("span", ["**{}**", "`{}`", "[{}](https://a.example)"])
def test_what_is_longer_than_a_message_is_cut_but_the_link_in_it_is_not(span: str) -> None:
    link = "[words of a link](https://a.example/x)"
    text = span.format("word " * 398 + link + " word" * 300)
    assert len(split(text)) > 1
    assert span != "**{}**" or any(link in piece.body for piece in split(text))


@pytest.mark.parametrize(
    ("cluster", "whole"),
    [
        ("👩‍👩‍👧", r"(?:👩‍👩‍👧)*"),
        ("e\u0301", r"(?:e\u0301)*"),
        ("👍🏽", r"(?:👍🏽)*"),
        ("🇩🇪", r"(?:🇩🇪)*"),
        ("🏴\U000e0067\U000e0062\U000e007f", "(?:🏴\U000e0067\U000e0062\U000e007f)*"),
    ],
)
@pytest.mark.parametrize("before", ["", "x"])
def test_a_cluster_is_never_torn_apart(cluster: str, whole: str, before: str) -> None:
    first, *rest = split(before + cluster * 1501)
    assert rest
    assert all(re.fullmatch(whole, body) for body in (first.body.removeprefix(before), *(piece.body for piece in rest)))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a", "a"),
        ("```py\nx", "```py\nx\n```"),
        ("```x```", "```x```"),
        ("```", "```\n```"),
        ("~~~\nx", "~~~\nx\n~~~"),
        ("````\n```\nx", "````\n```\nx\n````"),
    ],
)
def test_closing_ends_an_open_fence_and_nothing_else(text: str, after: str) -> None:
    assert closed(text) == after


def _cuts(text: str, limit: int) -> list[int]:
    return list(accumulate(len(piece.body) for piece in split(text, limit)))[:-1]


def _torn(stretches: list[tuple[str, str]], limit: int) -> list[str]:
    """The links, mentions, codes and so on among the stretches in which a cut falls."""
    cuts = set(_cuts("".join(word + behind for word, behind in stretches), limit))
    places = accumulate((len(word) + len(behind) for word, behind in stretches), initial=0)
    torn = [
        word
        for place, (word, _) in zip(places, stretches, strict=False)
        if cuts & set(range(place + 1, place + len(word)))
    ]
    return [word for word in torn if " " not in word or not word[0].isalpha()]
