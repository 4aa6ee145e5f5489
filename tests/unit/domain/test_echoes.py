import pytest

from acore.domain.echoes import is_echo

SAID = "The harbour opens at nine in the morning. It closes when the last boat is in."


@pytest.mark.parametrize(
    "heard", ["harbour opens at nine", "opens at nine in the mourning", "when the last boat is in"]
)
def test_what_the_bot_said_is_its_echo(heard: str) -> None:
    assert is_echo(heard, SAID)


@pytest.mark.parametrize(
    "heard",
    ["", "at nine", "what time does the ferry leave", "is it open in the morning or at noon then", "nine at opens"],
)
def test_words_of_people_are_none(heard: str) -> None:
    assert not is_echo(heard, SAID)


def test_nothing_said_has_no_echo() -> None:
    assert not is_echo("the harbour opens at nine", "")
