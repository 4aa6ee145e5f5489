import pytest

from benchmarks.stt import Heard, distance
from benchmarks.stt_corpus import COMMANDS, DOCUMENTS, QUESTIONS, SENTENCES


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("play some music", "play some music", 0),
        ("play some music", "play sun music", 1),
        ("play some music", "play music", 1),
        ("play some music", "please play some loud music", 2),
        ("play some music", "", 3),
        ("", "play", 1),
        ("a b c d", "b c d e", 2),
    ],
)
def test_errors_are_the_fewest_changes_of_words(said: str, heard: str, errors: int) -> None:
    assert distance(said.split(), heard.split()) == errors


def test_rates_are_of_the_words_and_of_the_sound() -> None:
    heard = Heard(errors=3, words=12, took_s=2, sound_s=8)
    assert (heard.wer, heard.real_time) == (25, 0.25)


def test_no_question_stands_in_the_documents() -> None:
    assert len(set(SENTENCES)) == 20
    assert len(set(COMMANDS)) == 24
    assert not [question for question in QUESTIONS if question in DOCUMENTS.lower()]
