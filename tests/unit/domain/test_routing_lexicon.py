import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.routing_lexicon import WORD, features, found, learned, packed
from acore.domain.routing_marks import ANYWHERE
from acore.domain.routing_stems import STEMS
from acore.domain.routing_words import WORDS

WORDS_OF_A_TEXT = st.lists(st.text("abcdeüя", min_size=1, max_size=9), max_size=12)


def hits(text: str) -> dict[str, set[str]]:
    return {kind: entries for kind, entries in found(WORD.findall(text), text).items() if entries}


def test_an_entry_is_found_as_a_word_as_a_stem_and_as_a_phrase() -> None:
    assert hits("the mutexes") == {"expert": {"mutexes"}}
    assert " does that hold " in hits("does that hold there")["condition"]
    assert "condition" not in hits("that does hold")


def test_a_mark_is_found_anywhere() -> None:
    for kind, marks in ANYWHERE.items():
        for mark in marks.split():
            shown = mark.replace("_", " ")
            assert shown in hits(f"x{shown}x")[kind]


def test_every_phrase_has_two_words_that_a_text_can_have() -> None:
    for entries in WORDS.values():
        for entry in entries.split():
            if "_" in entry:
                phrase = entry.rstrip("*").replace("_", " ")
                assert " ".join(WORD.findall(phrase)) == phrase


def test_features_are_beginnings_and_neighbours() -> None:
    assert features(["integral", "of"]) == {"integ", "of", ("^", "integ"), ("integ", "of"), ("of", "$")}
    assert features([]) == set()


@given(WORDS_OF_A_TEXT)
def test_what_words_say_is_the_sum_of_their_weights(words: list[str]) -> None:
    weights = {entry: weight for weight, entries in STEMS.items() for entry in entries.split()}
    names = ("_".join(feature) if isinstance(feature, tuple) else feature for feature in features(words))
    assert learned(words) == pytest.approx(sum(weights.get(name, 0) for name in names) / 100)


@given(st.dictionaries(WORDS_OF_A_TEXT.map("".join).filter(bool), st.floats(-3, 3), max_size=9))
def test_packed_weights_can_be_read_back(weights: dict[str, float]) -> None:
    names: dict[str | tuple[str, str], float] = {}
    names.update(weights)
    read = {entry: weight for weight, entries in packed(names) for entry in entries.split()}
    assert read == {name: round(weight * 100) for name, weight in weights.items()}


def test_no_learned_weight_is_written_twice_and_none_says_nothing() -> None:
    entries = [entry for line in STEMS.values() for entry in line.split()]
    assert len(entries) == len(set(entries)) <= 3000
    assert 0 not in STEMS
    assert all(entry == entry.lower() for entry in entries)
