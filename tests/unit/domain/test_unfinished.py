import pytest

from acore.domain.unfinished import completeness


@pytest.mark.parametrize(
    "text",
    [
        "what is the", "tell me about", "I wonder", "can you", "I think that,", "and then um", "what is",
        "Kannst du mir sagen, was die", "ich möchte wissen, ob", "because", "erzähl mir", "how many people were…",
    ],
)  # fmt: skip
def test_what_leads_on_is_open(text: str) -> None:
    assert completeness(text) == "open"


@pytest.mark.parametrize(
    "text",
    [
        "what time is it", "What can you do?", "how far is it from here to the harbour", "tell me a story please",
        "Wie wird das Wetter morgen", "Warum?", "weisst du wo der Bahnhof ist",
        "who won in the war", "can you explain what it is",
    ],
)  # fmt: skip
def test_a_question_that_is_all_there_is_whole(text: str) -> None:
    assert completeness(text) == "whole"


@pytest.mark.parametrize("text", ["", "yesterday it rained", "no", "なるほど", "my sister lives there"])
def test_the_rest_is_unclear(text: str) -> None:
    assert completeness(text) == "unclear"
