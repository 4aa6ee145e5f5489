"""What is made of the citations of an answer while it streams."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.citations import CitationCheck
from acore.domain.knowledge import Passage, Source

PHYSICS = Passage("Water boils at 100 °C at sea level.", Source("Physics", "file:///p.md#L1"), 0.9)
PARTY = Passage(
    "The garden party begins at five o'clock on Saturday. Bring a chair for the children and the guests.",
    Source("Garden", "file:///g.md#L1"),
    0.8,
)
REFUNDS = Passage("Refunds are given within 14 days of the purchase, with a receipt.", Source("Shop", "acore:x"), 0.5)
LIBRARY = (PHYSICS, PARTY, REFUNDS)


def checked(
    text: str, passages: Sequence[Passage] = LIBRARY, asked: str = "Tell me.", size: int = 0
) -> tuple[str, tuple[int, ...]]:
    """What is shown of the text, and its sources; it comes in pieces of a size."""
    check = CitationCheck(passages, asked)
    pieces = [text[at : at + size] for at in range(0, len(text), size)] if size else [text]
    shown = "".join([*map(check.feed, pieces), check.close()])
    return shown, check.sources()


@pytest.mark.parametrize(
    ("written", "shown", "sources"),
    [
        ("Water boils at 100 °C [1].", "Water boils at 100 °C [1].", (1,)),
        ("Water boils at 100 °C.[1]", "Water boils at 100 °C.[1]", (1,)),
        ("Water boils at 100 °C 【1†source】.", "Water boils at 100 °C [1].", (1,)),
        ("Water boils at 100 °C [^1].", "Water boils at 100 °C [1].", (1,)),
        ("Water boils at 100 °C [Passage 1].", "Water boils at 100 °C [1].", (1,)),
        ("Hot water for the party [1, 2].", "Hot water for the party [1][2].", (1, 2)),
        ("Hot water for the party [2][1].", "Hot water for the party [2][1].", (2, 1)),
        ("Refunds, water, party [1-3].", "Refunds, water, party [1][2][3].", (1, 2, 3)),
        ("Refunds [3]. Water [1]. Refunds [3].", "Refunds [3]. Water [1]. Refunds [3].", (3, 1)),
    ],
)
def test_citations_are_written_in_one_way_and_keep_their_numbers(
    written: str, shown: str, sources: tuple[int, ...]
) -> None:
    assert checked(written) == (shown, sources)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Water boils [7].", "Water boils."),
        ("Water boils [7] at 100 °C [1].", "Water boils at 100 °C [1]."),
        ("Water boils [1, 7].", "Water boils [1]."),
        ("Water boils [7][1].", "Water boils [1]."),
        ("Water boils [10-99].", "Water boils."),
        ("Water boils [0].", "Water boils."),
        ("Water boils[7].", "Water boils."),
        ("Water boils\n\n[7]", "Water boils\n\n"),
    ],
)
def test_an_invented_number_is_taken_out(written: str, shown: str) -> None:
    assert checked(written)[0] == shown


@pytest.mark.parametrize(
    "text",
    [
        "`argv[1]` and `x [9]`",
        "```py\nprint(argv[9])\nx = [1]\n```",
        "``a ` [9]``",
        "It opens `[9] and never closes",
        "list[9] is the tenth, matrix[0][0] the first",
        "an interval [0, 1] and a year [2024]",
        "a link [1](https://a.example) and [2](<https://a.example>)",
        "an escaped \\[9\\] bracket",
        "a box [ ] and [x] and [text] and [",
        "[" * 50 + "12",
        " " * 100,
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    assert checked(text) == (text, ())


def test_after_code_citations_count_again() -> None:
    assert checked("`x` [9] and ```\na[9]\n``` water [1]\n`open\nwater [9]") == (
        "`x` and ```\na[9]\n``` water [1]\n`open\nwater",
        (1,),
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("I know that [1].", "I know that."),
        ("I know that [3]", "I know that"),
        ("Press [1] to go on.", "Press [1] to go on."),
        ("[1] first\n[2] second", "[1] first\n[2] second"),
        ("sorted([1, 2, 3]) is list[1].", "sorted([1, 2, 3]) is list[1]."),
    ],
)
def test_without_passages_only_what_must_be_a_citation_is_taken_out(written: str, shown: str) -> None:
    assert checked(written, ()) == (shown, ())


def test_a_citation_of_a_passage_that_says_something_else_is_taken_out() -> None:
    shown, sources = checked("Refunds are given within 14 days [1]. The party begins on Saturday [2].")
    assert shown == "Refunds are given within 14 days. The party begins on Saturday [2]."
    assert 1 not in sources


def test_a_citation_for_what_no_passage_says_is_taken_out() -> None:
    assert checked("Napoleon was born on the island of Corsica [2].") == (
        "Napoleon was born on the island of Corsica.",
        (),
    )


def test_a_citation_may_stand_before_what_it_is_for() -> None:
    shown, sources = checked("[1] says that water boils at 100 °C. [2] says that refunds are given within 14 days.")
    assert shown.startswith("[1] says")
    assert 1 in sources
    assert 2 not in sources


def test_a_citation_may_begin_a_line() -> None:
    text = (
        "I found:\n- [1] Water boils at 100 °C.\n- [3] Refunds are given within 14 days.\n[2] The party begins at five."
    )
    assert checked(text) == (text, (1, 3, 2))


def test_a_citation_on_a_line_of_its_own_is_for_what_stands_above() -> None:
    assert checked("Refunds are given within 14 days.\n[3]") == ("Refunds are given within 14 days.\n[3]", (3,))
    assert checked("Refunds are given within 14 days.\n[2]\nMore.")[0] == "Refunds are given within 14 days.\n\nMore."


def test_across_languages_no_word_in_common_means_nothing() -> None:
    text = "Die Feier fängt am Samstagnachmittag im Freien an [2]."
    assert checked(text) == (text, (2,))


def test_what_is_said_in_other_words_keeps_its_citation() -> None:
    text = "Everybody meets at five for the fête, so take something to sit on and the chair for a child [2]."
    assert checked(text) == (text, (2,))


def test_a_sentence_that_repeats_a_passage_has_it_as_its_source_without_naming_it() -> None:
    text = "Water is hot [1]. Refunds are given within 14 days of the purchase, with a receipt."
    assert checked(text) == (text, (1, 3))


@pytest.mark.parametrize(
    "text",
    [
        "I just know.",
        "I found nothing about when the garden party begins on Saturday.",
        "-# Refunds are given within 14 days of the purchase, with a receipt.",
    ],
)
def test_who_repeats_the_question_or_knows_nothing_has_no_source(text: str) -> None:
    assert checked(text, asked="When does the garden party begin on Saturday?") == (text, ())


def test_one_of_two_equal_passages_is_enough() -> None:
    text = "Refunds are given within 14 days of the purchase, with a receipt [2]."
    assert checked(text, (REFUNDS, REFUNDS)) == (text, (2,))
    assert checked(text.replace(" [2]", ""), (REFUNDS, REFUNDS))[1] == (1,)


def test_no_more_is_held_back_than_what_may_become_a_citation() -> None:
    check = CitationCheck(LIBRARY)
    assert check.feed("Water boils") == "Water boils"
    assert check.feed(" ") == ""
    assert check.feed("[1") == ""
    assert check.feed("]") == ""
    assert check.feed(".") == " [1]."
    assert check.feed(" [12") == ""
    assert check.feed("345") == " [12345"
    assert check.feed(" [tex") == " [tex"
    assert check.close() == ""


TEXTS = st.lists(
    st.sampled_from(
        [
            "[1]",
            "[2",
            "]",
            "[",
            "9",
            ", ",
            " ",
            "`",
            "```",
            "\n",
            "\\",
            "(",
            "a",
            "Water.",
            "【3】",
            "†x",
            "-",
            "[^",
            "0",
        ]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)


@given(TEXTS, st.integers(1, 7), st.integers(0, 3))
def test_pieces_of_any_size_come_to_the_same(text: str, size: int, passages: int) -> None:
    assert checked(text, LIBRARY[:passages], size=size) == checked(text, LIBRARY[:passages])


@given(TEXTS)
def test_nothing_but_citations_is_ever_changed(text: str) -> None:
    shown, sources = checked(text)
    bare = re.compile(r"[\s\[\]【】［］^,;&、，\u2013\-\d†x]|and|und", re.IGNORECASE)
    assert bare.sub("", shown) == bare.sub("", text)
    assert set(sources) <= {1, 2, 3}


@given(st.lists(st.integers(0, 999), min_size=1, max_size=9))
def test_no_invented_number_is_ever_shown(numbers: list[int]) -> None:
    shown, _ = checked("Water and refunds" + "".join(f" [{n}]" for n in numbers) + ".")
    assert set(map(int, re.findall(r"\[(\d+)\]", shown))) <= {1, 2, 3}
