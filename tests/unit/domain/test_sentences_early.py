import pytest

from acore.domain.sentences import Sentences


@pytest.mark.parametrize("text", ["It is five.", 'He said "yes."', "Really?", "Nein!"])
def test_what_ends_like_a_sentence_is_given_before_it_is_known_what_follows(text: str) -> None:
    splitter = Sentences()
    assert splitter.feed(text) == []
    assert splitter.early() == [text]
    assert splitter.feed(" More of it. And then") == ["More of it."]


@pytest.mark.parametrize("text", ["It is five", "It is 5.", "It is 5. ", "See Dr.", "i.e.", ""])
def test_what_may_go_on_is_kept(text: str) -> None:
    splitter = Sentences()
    splitter.feed(text)
    assert splitter.early() == []
    assert "".join(splitter.close()).replace(" ", "") == text.replace(" ", "")
