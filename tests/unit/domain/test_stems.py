import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.stems import stem


@pytest.mark.parametrize(
    "forms",
    [
        "index indexes indices indexing indexed",
        "token tokens",
        "run running ran",
        "set setting settings",
        "use uses used using",
        "code codes coded coding",
        "file files filed filing",
        "note notes noted noting",
        "box boxes",
        "policy policies",
        "cookie cookies",
        "process processes processing",
        "status statuses",
        "family families",
        "server servers",
        "configure configured configuration configuring",
        "install installs installed installation",
        "generate generated generator generation",
        "create created creating creation",
        "organize organized organization",
        "control controlled controlling",
        "haus hauses hauser hausern",
        "schlussel schlusseln",
        "kundigung kundigungen kundigen",
        "einstellung einstellungen einstellen",
        "strasse strassen",
        "kind kinder kindern",
        "tag tage tagen",
        "frist fristen",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("words", ["note not", "fill file", "care car", "site sit", "wine win", "stationary state"])
def test_different_words_stay_different(words: str) -> None:
    one, other = words.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["8800", "x1es", "кошки", "東京", ""])
def test_what_is_no_latin_word_stays_as_it_is(word: str) -> None:
    assert stem(word) == word


@given(st.text(st.sampled_from("abcdeginorstuxy"), max_size=20))
def test_a_stem_begins_like_its_word_and_never_vanishes(word: str) -> None:
    assert bool(stem(word)) == bool(word)
    assert len(stem(word)) <= len(word)
