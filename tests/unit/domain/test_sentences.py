from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.sentences import FIRST_CLAUSE, LONGEST, Sentences, sentences

LONG = (
    "This is a rather long sentence which goes on and on without an end, because somebody forgot how to stop, and it "
    "continues, with clause after clause, until nobody knows any more where it began, or where it ends."
)


def cut(*texts: str) -> list[str]:
    """The sentences of a text that comes in these pieces."""
    splitter = Sentences()
    return [sentence for text in texts for sentence in splitter.feed(text)] + splitter.close()


@pytest.mark.parametrize(
    "parts",
    [
        ["Hello there.", "How are you?", "Fine!", "Really?!", "Yes…", "Good."],
        ["Dr. Smith has 3.5 apples, e.g. red ones.", "He lives in St. Ives."],
        ["J. R. R. Tolkien wrote it.", "So do I.", "Then we go."],
        ["Mr. and Mrs. Jones vs. the U.S. Army cost approx. 5 dollars.", "No.", "Really not."],
        ["It is No. 5 on p. 7, fig. 3, at 5 p.m. or so.", "We left."],
        ["Apples, pears, etc. are fruit.", "Acme Inc. is not.", "Nor is Acme Ltd.", "They know."],
        ["Am 3. Mai kommt z. B. Herr Dr. Müller, d. h. er kommt.", "Wirklich!"],
        ["Der 2. Weltkrieg, das 20. Jahrhundert, Mittwoch, 24. Dezember.", "Das war es."],
        ["Das kostet ca. 5 Mio. Euro inkl. Steuern usw. und ist bzw. bleibt Nr. 1.", "Gut."],
        ["I have 3.", "You have 12.", "It was 2024.", "Version 1.2.3 is out."],
        ["It costs 1.50.", "It begins at 19.00.", "It is in Karlstr. 5 or 6.", "Come on 24.12. at noon."],
        ["See https://example.com/a.b?c=d&e.f for more.", "Or www.example.com.", "Or a.txt."],
        ["Use `a. B c!` here.", "Not there."],
        ["[Dr. No. And more!](https://example.com) is a film.", "I saw it."],
        ["Wow... okay... so it is.", "Hm...", "Yes."],
        ['He said "Stop!" and left.', '"Yes."', "She nodded.", "(Really.)", "„Nein.“", "»Doch.«", "Gut."],
        ["It is **bold.**", "It is *not.*", "Next one."],
        ["Known.[1]", "Known, too [2].", "All."],
        ["ok.", "so lower case.", "yes.", "really"],
        ["Great! 🎉", "Let's go! 👍🏽👩‍👩‍👧", "Now."],
        ["हाँ।", "नहीं।", "؟"],
    ],
)
def test_sentences_of_a_line(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["これは文です。", "次の文！", "「はい。」", "そうです？！", "ええ"],
        ["你好。", "3.5元，好吗？", "好！🎉", "再见"],
    ],
)
def test_sentences_without_spaces_between_them(parts: list[str]) -> None:
    assert cut("".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["# A heading", "A line", "1. First thing", "2. Second thing", "- an item", "* Another", "> A quote."],
        ["| a | b |", "|---|---|", "| 1. X | 2 |"],
        ["Hello there:", "```py\nx = 1. Y\n\ny = 2\n```", "After it.", "~~~\n```\n~~~", "End"],
        ["Dr.", "No"],
        ["Is this it?", "yes"],
    ],
)
def test_lines_are_sentences(parts: list[str]) -> None:
    assert cut("\n".join(parts)) == parts
    assert cut("\n".join(parts).replace("\n", "\r\n")) == [part.replace("\n", "\r\n") for part in parts]


def test_a_line_that_goes_on_in_small_letters_is_no_sentence() -> None:
    assert cut("A line that\ngoes on here.\nThen\n\nmore") == ["A line that\ngoes on here.", "Then", "more"]


def test_code_that_is_not_closed_is_one_sentence() -> None:
    assert cut("```\nx. Y\n\nz") == ["```\nx. Y\n\nz"]
    assert cut("```x. Y``` is not. Code") == ["```x. Y``` is not.", "Code"]
    assert cut("````\n```\nx. Y\n````\nZ") == ["````\n```\nx. Y\n````", "Z"]


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    splitter = Sentences()
    assert splitter.feed("Hello there") == []
    assert splitter.feed(".") == []
    assert splitter.feed(" How ") == ["Hello there."]
    assert splitter.feed("are you?\n\nFine") == []
    assert splitter.feed(",") == ["How are you?"]
    assert splitter.close() == ["Fine,"]
    assert splitter.close() == []


def test_of_a_long_beginning_the_first_clause_is_given_early() -> None:
    splitter = Sentences()
    begun = LONG[:80]
    assert splitter.feed(begun) == [LONG[: LONG.index(",") + 1]]
    assert LONG.index(",") >= FIRST_CLAUSE


def test_later_sentences_are_cut_at_the_last_comma_that_fits() -> None:
    first, *rest = cut(f"Well. {LONG} {LONG}")
    assert first == "Well."
    assert all(len(sentence) <= LONGEST for sentence in rest)
    assert all(sentence.endswith((",", ".")) for sentence in rest)


def test_words_without_commas_are_cut_between_them_and_one_word_anywhere() -> None:
    words = cut("word " * 100)
    assert all(set(sentence.split()) == {"word"} for sentence in words)
    assert [len(sentence) for sentence in cut("x" * 450)] == [200, 200, 50]


@pytest.mark.parametrize("whole", ["e\u0301", "👩‍👧", "👍🏽", "🏳️‍🌈", "नि"])
def test_no_sign_is_cut_in_two(whole: str) -> None:
    for before in range(LONGEST - 4, LONGEST + 1):
        pieces = cut("x" * before + whole + "y" * 100)
        assert any(whole in piece for piece in pieces), before


SIGNS = (*"aZ1 .!?,;:\n`*_[]()#>|-…。、」🎉é\t", "  ", "\n\n", "...", "```", "~~~", "\n```\n", "```py\n")
LONG_ONES = ("x" * 70, " " * 30, "word and " * 8)
WORDS = ("Dr.", " z. B. ", "e.g.", "3.5", "am 3. ", "Mai ", "https://a.b/c", "[1]", "[a](b)", "漢字", "word ", "Word ")
PIECES = st.sampled_from((*SIGNS, *LONG_ONES, *WORDS))
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=500)


@given(TEXTS)
def test_nothing_is_lost_and_nothing_is_added(text: str) -> None:
    given_back = cut(text)
    assert "".join("".join(given_back).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in given_back)


@given(TEXTS, st.data())
def test_how_the_text_comes_changes_nothing(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=20)))
    pieces = [text[begin:end] for begin, end in pairwise([0, *places, len(text)])]
    whole = cut(text)
    assert cut(*pieces) == whole
    assert cut(*text) == whole
    assert list(sentences(text)) == whole


@given(st.lists(st.text("abcXYZ.,!? 123", min_size=1, max_size=60), max_size=40).map(" ".join))
def test_words_stay_whole_and_sentences_short(text: str) -> None:
    given_back = cut(text)
    assert " ".join(given_back).split() == text.split()
    assert all(len(sentence) <= LONGEST for sentence in given_back)


def test_ten_thousand_pieces_take_no_time_that_grows_with_the_text() -> None:
    splitter, most = Sentences(), 0
    for number in range(10_000):
        splitter.feed(f"word{number} ")
        most = max(most, len(splitter._held))
    assert most < 2 * LONGEST


def test_a_sign_that_never_ends_is_cut_nevertheless() -> None:
    assert [len(piece) for piece in cut("\u200d!" * 300)] == [LONGEST] * 3


def test_code_is_held_up_to_a_bound() -> None:
    splitter = Sentences()
    pieces = splitter.feed("```\n" + "x = 1\n" * 50_000)
    assert pieces
    assert len(pieces[0]) <= 100_000
