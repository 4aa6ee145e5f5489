import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.voice_events import part_of


@pytest.mark.parametrize(
    ("sentence", "share", "heard"),
    [
        ("It is five o'clock.", 1, "It is five o'clock."),
        ("It is five o'clock.", 1.5, "It is five o'clock."),
        ("It is five o'clock.", 0, ""),
        ("It is five o'clock.", -1, ""),
        ("It is five o'clock.", 0.5, "It is"),
        ("It is five o'clock.", 0.1, ""),
        ("Seven eight", 5 / 11, "Seven"),
        ("今日は良い天気です", 0.5, "今日は良"),
        ("", 0.5, ""),
    ],
)
def test_so_many_words_were_heard(sentence: str, share: float, heard: str) -> None:
    assert part_of(sentence, share) == heard


@given(words=st.lists(st.text("abc", min_size=1), min_size=2), share=st.floats(0, 1))
def test_what_was_heard_are_the_first_whole_words(words: list[str], share: float) -> None:
    heard = part_of(" ".join(words), share).split()
    assert heard == words[: len(heard)]


@given(text=st.text(), shares=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_more_of_the_sound_is_never_less_of_the_words(text: str, shares: tuple[float, float]) -> None:
    less, more = sorted(shares)
    assert len(part_of(text, less)) <= len(part_of(text, more))
    assert text.startswith(part_of(text, less))
