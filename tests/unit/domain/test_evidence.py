"""Whether a passage bears out what is said."""

import pytest

from acore.domain.evidence import Evidence, sentences
from acore.domain.knowledge import Passage, Source


def passage(text: str, title: str = "Title") -> Passage:
    return Passage(text, Source(title, "acore:x"), 1)


POOL = passage("The pool opens at nine on weekdays and is heated from October until the end of April.")
SHOP = passage("The shop beside the gate sells towels, caps and goggles; it opens with the first visitors.")
BAD = passage("Das Schwimmbad öffnet werktags um neun Uhr und wird im Winter geheizt.")
TABLE = passage("| Tag | 8 | 9 |")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("From 9 o'clock you can swim in the pool.", "held"),
        ("The shop beside the gate sells towels and caps.", "apart"),
        ("Chess was brought to Europe by merchants and scholars from Persia.", "apart"),
        ("Wir haben dort gerne gebadet, es war nicht kalt.", "unknown"),
        ("On peut y nager tout au long de la semaine.", "unknown"),
        ("Yes.", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_passage_is_judged_by_the_words_it_shares(words: str, verdict: str) -> None:
    assert Evidence((POOL, SHOP), "What is there?").verdict(1, words) == verdict


def test_what_only_repeats_the_question_is_not_held_against_a_passage() -> None:
    asked = "When does the shop open beside the gate?"
    assert Evidence((POOL, SHOP), asked).verdict(1, "The shop beside the gate opens.") == "held"


def test_a_translation_is_no_other_passage() -> None:
    said = "Das Schwimmbad öffnet um neun Uhr und wird im Winter geheizt."
    assert Evidence((POOL, BAD), "?").verdict(1, said) != "apart"
    assert Evidence((SHOP, BAD), "?").verdict(2, said) == "held"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("図書館は午前九時に開きます。月曜日は休みです。", "浴室の掃除は当番制で毎週行います。"),
        ("图书馆上午九点开放，星期一休息。", "浴室清洁由住户轮流负责。"),
        ("도서관은 아침 아홉 시에 엽니다.", "욕실 청소는 돌아가며 합니다."),
    ],
)
def test_scripts_without_spaces_are_judged_as_well(text: str, other: str) -> None:
    evidence = Evidence((passage(text), passage(other)), "?")
    assert evidence.verdict(1, text) == "held"
    assert evidence.verdict(2, text) == "apart"


def test_a_table_in_no_language_is_not_judged() -> None:
    assert Evidence((TABLE, POOL), "?").verdict(1, "Wir haben dort gerne gebadet, es war nicht kalt.") == "unknown"


def test_a_sentence_that_a_passage_says_has_its_origin_there() -> None:
    evidence = Evidence((SHOP, POOL, POOL), "When does it open?")
    assert evidence.origin("The pool is heated from October until the end of April, on weekdays from 9.") == (2, 3)
    assert evidence.origin("It opens.") == ()
    assert evidence.origin("Penguins, walruses and seals are heated from October.") == ()
    assert Evidence((), "?").origin("The pool is heated from October until the end of April.") == ()


def test_the_words_of_a_title_alone_are_no_origin() -> None:
    rules = passage("Be kind.", "Garden rules › Opening hours in winter")
    assert Evidence((rules,), "Why?").origin("The nearest is “Garden rules › Opening hours in winter”.") == ()


def test_sentences_are_cut_at_their_ends_and_at_lines() -> None:
    assert list(sentences("One. Two!\nThree？四。五\n\n")) == ["One.", "Two!", "Three？", "四。", "五"]
