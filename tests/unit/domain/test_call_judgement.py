import pytest

from acore.domain.call_attention import CallAttention
from acore.domain.call_judgement import Judgement, Situation, judged
from acore.domain.spoken_commands import Command
from acore.domain.voice_events import Heard

SAID = "The harbour opens at nine in the morning."


def judge(text: str, *, user: str = "ada", confidence: float | None = None, **about: object) -> Judgement:
    attention = CallAttention(["acore"])
    given = {"now": 0.0, "alone": False} | about
    return judged(attention, user, Heard(text, 0, 1, confidence=confidence), Situation(**given))  # type: ignore[arg-type]


def test_what_is_meant_for_others_is_an_aside() -> None:
    assert judge("what time is it") == Judgement("aside")
    assert judge("what time is it", speaks=True, asker="bob") == Judgement("aside")


def test_what_is_meant_for_the_bot_is_a_question_without_its_name() -> None:
    assert judge("Acore, what time is it?") == Judgement("meant", "what time is it?")
    assert judge("What time is it?", alone=True) == Judgement("meant", "What time is it?")
    assert judge("and tomorrow?", asker="ada") == Judgement("meant", "and tomorrow?")


@pytest.mark.parametrize(("text", "verdict"), [("stop", "meant"), ("leave us", "meant"), ("louder", "nothing")])
def test_commands_are_for_it_while_it_speaks_or_is_addressed(text: str, verdict: str) -> None:
    assert judge(text).command is None
    for found in (judge(text, speaks=True), judge(f"acore, {text}!"), judge(text, alone=True)):
        assert found.command is not None
        assert found.verdict == verdict


def test_agreement_is_nothing_while_it_speaks_and_an_answer_when_it_asked() -> None:
    assert judge("yeah, okay", alone=True, speaks=True) == Judgement("nothing")
    assert judge("yeah, okay", alone=True).verdict == "meant"
    assert judge("mhm", alone=True) == Judgement("nothing")
    assert judge("acore, okay", speaks=True).verdict == "meant"


def test_a_single_word_that_was_hardly_heard_is_nothing() -> None:
    assert judge("the", alone=True, speaks=True, confidence=0.2) == Judgement("nothing")
    assert judge("the", alone=True, confidence=0.2) == Judgement("nothing")
    assert judge("why", alone=True, speaks=True, confidence=0.9).verdict == "meant"
    assert judge("why not then", alone=True, speaks=True, confidence=0.2).verdict == "meant"
    assert judge("stop", alone=True, speaks=True, confidence=0.2).command is Command.STOP


def test_an_echo_is_nothing() -> None:
    assert judge("harbour opens at nine", alone=True, said=SAID) == Judgement("nothing", echo=True)
