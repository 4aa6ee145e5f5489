import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.llm.thinking import WithoutThinking


def said(*pieces: str) -> str:
    aloud = WithoutThinking()
    return "".join([*map(aloud.feed, pieces), aloud.close()])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Hello.", "Hello."),
        ("<think>Hmm, they greet.</think>\n\nHello.", "Hello."),
        ("\n<THINKING>a</THINKING> Hello <think>b</think>.", "Hello <think>b</think>."),
        ("<think></think>", ""),
        ("<think>without end", ""),
        ("Tags such as <think> are for models.", "Tags such as <think> are for models."),
        ("<thin", "<thin"),
        ("<thinker> is no tag of ours", "<thinker> is no tag of ours"),
        ("  indented", "  indented"),
        ("   ", "   "),
        ("", ""),
        ("<think>a < b and </thinking> is another tag</think>Yes.", "Yes."),
    ],
)
def test_only_the_block_at_the_beginning_is_thinking(text: str, spoken: str) -> None:
    assert said(text) == spoken
    assert said(*text) == spoken


def test_an_answer_without_thinking_is_not_held_up() -> None:
    aloud = WithoutThinking()
    assert aloud.feed("He") == "He"
    assert aloud.feed("llo") == "llo"


@given(st.text(alphabet="<>/think \n", max_size=40), st.integers(1, 7))
def test_how_it_is_cut_makes_no_difference(text: str, size: int) -> None:
    assert said(*[text[start : start + size] for start in range(0, len(text), size)]) == said(text)
