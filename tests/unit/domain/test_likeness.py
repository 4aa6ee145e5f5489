import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.likeness import alike, best, is_slip, root_of
from acore.domain.terms import terms


def how(asked: str, text: str, *, german: bool = False) -> float:
    words = frozenset(terms(text))
    (term,) = terms(asked)
    return best(alike([term], words, german=german)[term], words)


@pytest.mark.parametrize(
    ("asked", "text", "german"),
    [
        ("offence", "an ofence", False), ("membership", "a membreship", False), ("electric", "electricity", False),
        ("cost", "the price", False), ("decide", "a decision", False), ("Ausweis", "der Bibliotheksausweis", True),
        ("geöffnet", "sie öffnet", True), ("abgebrannt", "es brannte", True), ("gekauft", "sie kauften", True),
        ("Kaffeemaschine", "die Maschine", True), ("Wasser", "der Wassertank", True),
    ],
)  # fmt: skip
def test_a_text_holds_another_form_a_meaning_a_part_or_a_slip(asked: str, text: str, german: bool) -> None:  # noqa: FBT001
    assert 0.5 < how(asked, text, german=german) < 1


@pytest.mark.parametrize(
    ("asked", "text", "german"),
    [("port", "a report", False), ("house", "the mouse", False), ("tea", "a teacher", False), ("Oslo", "Olso", False)],
)
def test_a_text_does_not_hold_what_only_looks_like_it(asked: str, text: str, german: bool) -> None:  # noqa: FBT001
    assert how(asked, text, german=german) <= 0.5


def test_the_end_of_a_compound_says_more_than_its_beginning() -> None:
    assert how("Bienenrasse", "die Rasse", german=True) > how("Bienenrasse", "die Bienen", german=True)


def test_the_word_itself_is_one() -> None:
    assert how("price", "the price") == 1
    assert how("zebra", "the price") == 0


@pytest.mark.parametrize(
    ("typed", "word", "slip"),
    [
        ("ofence", "offence", True), ("fnece", "fence", True), ("fense", "fence", True), ("fencee", "fence", True),
        ("fence", "fence", False), ("hence", "fence", False), ("cat", "cart", False), ("fences", "fen", False),
    ],
)  # fmt: skip
def test_a_slip_is_one_letter_behind_the_first(typed: str, word: str, slip: bool) -> None:  # noqa: FBT001
    assert is_slip(typed, word) is slip


@given(st.text("abcdefgnstu", min_size=1, max_size=12))
def test_a_root_is_a_part_of_its_word(word: str) -> None:
    assert root_of(word) in word
    assert root_of(word)
