import pytest

from acore.domain.related import FORM, forms, phrases, related, related_in_japanese, widened
from acore.domain.stems import stem
from acore.domain.terms import question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cost", "price"), ("begin", "began"), ("two", "2"), ("dog", "animal"), ("animal", "dog"),
        ("offnet", "geoffnet"),
        ("starb", "gestorben"), ("people", "visitor"), ("third", "dritte"), ("treasurer", "money"),
    ],
)  # fmt: skip
def test_words_that_stand_for_each_other_are_related(one: str, other: str) -> None:
    assert 0 < related(stem(one))[stem(other)] < 1


def test_forms_are_nearer_than_meanings_and_examples_nearer_than_their_kind() -> None:
    assert related("die")["died"] > related("die")["death"]
    assert related("anim")["dog"] > related("dog")["anim"] if "anim" in related("dog") else True
    assert related(stem("animal"))["dog"] > related("dog")[stem("animal")]
    assert related("zebra") == {}


def test_ordinals_and_numbers_are_different() -> None:
    assert "1" not in related("first")
    assert "2" not in related("second")


def test_phrases_are_found_where_they_stand_and_around_an_object() -> None:
    assert list(phrases(["who", "look", "after", "it"])) == [(1, "look_after")]
    assert ("switch_off") in [phrase for _, phrase in phrases(["switch", "the", "lamp", "off"])]
    assert not list(phrases(["look", "there", "after"]))


def test_a_question_is_widened_by_meanings_and_by_the_parts_of_long_words() -> None:
    asked = question("Wo steht die Kaffeemaschine?")
    wider = widened("Wo steht die Kaffeemaschine?", asked).split()
    assert "maschin" in wider
    assert "kaffe" in wider
    assert "price" in widened("cost", question("cost")) or "pric" in widened("cost", question("cost"))
    assert "料金" in widened("運賃は？", question("運賃は？"))


def test_forms_are_the_forms_alone() -> None:
    assert set(forms(["die"]).split()) == {word for word, how in related("die").items() if how >= FORM}
    assert forms(["zebra"]) == ""


def test_japanese_words_and_their_kinds_are_related() -> None:
    assert "料金" in related_in_japanese("運賃")
    assert "ペット" in related_in_japanese("猫")
    assert "土曜" not in related_in_japanese("日曜日")
