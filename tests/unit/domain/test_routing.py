import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.routing import ALONE, NAMES, THRESHOLD, WEIGHTS, Surroundings, difficulty, goes_on, parts, signs
from acore.domain.routing_marks import ANYWHERE
from acore.domain.routing_words import WORDS

EASY = [
    "hi there",
    "thanks!!",
    "how do i boil an egg",
    "what is the capital of norway",
    "wie spät ist es",
    "cuál es la capital de chile",
    "столица Норвегии?",
    "谢谢！",
]
HARD = [
    "prove that every finite integral domain is a field",
    "why does this deadlock when two goroutines hold the mutex, and how do i restructure it without a global lock",
    "vergleiche kant und hegel und begründe, wer den freiheitsbegriff besser fasst",
    "demuestra que raíz de 3 es irracional y explica cada paso sin usar teoremas conocidos",
    "докажи теорему Коши и объясни каждый шаг",
    "can i take ibuprofen with blood pressure medication while pregnant",
    "为什么需要分布式锁，不能用缓存吗",
    "73911 * 82645",
]


@pytest.mark.parametrize("text", EASY)
def test_an_easy_question_scores_below_the_threshold(text: str) -> None:
    assert difficulty(text).value < THRESHOLD


@pytest.mark.parametrize("text", HARD)
def test_a_hard_question_scores_at_least_the_threshold(text: str) -> None:
    assert difficulty(text).value >= THRESHOLD


@given(st.text(max_size=3000), st.text(max_size=200), st.integers(0, 10**9))
def test_any_text_has_a_score_from_0_to_1_and_always_the_same(text: str, earlier: str, context: int) -> None:
    beside = Surroundings(images=1, tools=2, schema=True, context=context, earlier=earlier)
    for around in (ALONE, beside):
        score = difficulty(text, around)
        assert 0 <= score.value <= 1
        assert math.isfinite(score.value)
        assert difficulty(text, around) == score


@given(st.lists(st.sampled_from(["`", "```", '"', "„", "“", "«", "\n", "1,", "a", "?", "なぜ", "mutex", " "])))
def test_unclosed_quotes_and_fences_are_harmless(pieces: list[str]) -> None:
    assert 0 <= difficulty("".join(pieces)).value <= 1


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert WEIGHTS.keys() - {"start"} == signs("").keys()
    assert NAMES.keys() == WORDS.keys()
    assert ANYWHERE.keys() <= WORDS.keys()


def test_listed_words_are_in_small_letters_and_can_be_found() -> None:
    for kind, entries in WORDS.items():
        for entry in entries.split():
            shown = entry.rstrip("*").replace("_", " ")
            assert shown == shown.lower()
            assert signs(shown)[NAMES[kind]] > 0, (kind, entry)


def test_the_middle_of_a_long_text_counts_for_nothing_and_its_ends_do() -> None:
    long = "word " * 4000
    assert difficulty(long + "mutex deadlock " + long).value == difficulty(long + "word word word " + long).value
    assert signs(long + " mutex deadlock")[NAMES["expert"]] > signs(long)[NAMES["expert"]]


def test_what_is_quoted_is_not_what_is_asked() -> None:
    assert signs('translate "mutex deadlock theorem"')[NAMES["expert"]] == 0
    assert signs('"mutex deadlock theorem"')[NAMES["expert"]] > 0
    assert signs("what is this? `mutex.lock()`")[NAMES["expert"]] > 0


@pytest.mark.parametrize(
    "text",
    [
        "please summarise this: the mutex deadlock theorem is discussed on monday at nine in the hall",
        "the mutex deadlock theorem is discussed on monday at nine in the hall\nsummarise this please",
        "fass zusammen:\nDer Vortrag über Mutex und Deadlock findet am Freitag in der Aula statt",
    ],
)
def test_a_text_that_is_pasted_to_be_worked_on_is_not_what_is_asked(text: str) -> None:
    request, words, _, given = parts(text)
    assert "mutex" not in words
    assert len(request) + given == len(text)
    assert signs(text)[NAMES["expert"]] == 0
    assert signs(text)["quotation"] > 0


def test_what_stands_behind_a_colon_is_asked_where_nothing_is_to_be_done_to_it() -> None:
    assert "mutex" in parts("my question: why does the mutex deadlock when two threads wait")[1]


def test_a_text_without_spaces_is_looked_at_at_both_ends() -> None:
    words = parts("天" * 700 + "地" * 700)[1]
    assert len(words) == 400
    assert set(words) == {"天", "地"}


def test_reasons_are_signs_with_what_they_add_and_never_the_members_words() -> None:
    score = difficulty("why does my mutex deadlock, Xanthippe")
    names = [reason.split(" ", 1)[1] for reason in score.reasons]
    assert set(names) <= WEIGHTS.keys()
    sizes = [abs(float(reason.split(" ", 1)[0])) for reason in score.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert NAMES["expert"] in names
    assert "xanthippe" not in " ".join(score.reasons).lower()


@pytest.mark.parametrize("more", [{"images": 1}, {"tools": 1}, {"schema": True}, {"context": 40_000}])
def test_what_stands_beside_a_question_makes_it_harder(more: dict[str, int]) -> None:
    assert difficulty("what is this", replace(ALONE, **more)).value > difficulty("what is this").value  # type: ignore[arg-type]


def test_the_passages_and_the_conversation_of_every_question_say_nothing() -> None:
    assert difficulty("what is this", Surroundings(context=20_000)) == difficulty("what is this")


def test_a_short_question_that_goes_on_is_as_hard_as_what_it_goes_on_from() -> None:
    hard = Surroundings(earlier=HARD[1])
    assert difficulty("and for three of them?", hard).value > difficulty("and for three of them?").value
    assert difficulty("and for three of them?", Surroundings(earlier="hi")) == difficulty("and for three of them?")
    assert difficulty("thanks a lot", hard) == difficulty("thanks a lot")
    assert goes_on("Und wenn nicht?")
    assert not goes_on("and " + "so on " * 30)
