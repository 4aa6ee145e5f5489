import pytest

from acore.domain.backchannels import is_backchannel, is_vocal


@pytest.mark.parametrize("text", ["", "…", "Mhm.", "mm-hm", "Hmm", "uh-huh", "Hahaha!", "ha ha", "Ähm", "Ah", "ahem"])
def test_throats_say_no_words(text: str) -> None:
    assert is_vocal(text)
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yeah.", "Okay, right.", "I see.", "oh wow", "got it", "Ja, genau.", "Ach so", "stimmt", "aha, okay",
        "うん", "うんうん、そうですね。", "なるほど", "へえー", "はい、はい",
    ],
)  # fmt: skip
def test_listeners_agree_in_three_languages(text: str) -> None:
    assert is_backchannel(text)
    assert not is_vocal(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop", "no", "nein", "wait", "yeah but what about me", "I", "so all", "okay what time is it", "ja aber warum",
        "right right right right right", "何時ですか", "はい、でも違います", "hm what",
    ],
)  # fmt: skip
def test_whoever_wants_to_say_something_says_more(text: str) -> None:
    assert not is_backchannel(text)
