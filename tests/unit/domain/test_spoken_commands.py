import pytest

from acore.domain.spoken_commands import Command, command_in


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Stop.", Command.STOP),
        ("stop, stop, stop!", Command.STOP),
        ("Okay, stop please", Command.STOP),
        ("Sei bitte still!", Command.STOP),
        ("Hör auf!", Command.STOP),
        ("Leave the channel, please.", Command.LEAVE),
        ("Geh bitte raus", Command.LEAVE),
        ("louder", Command.LOUDER),
        ("Etwas lauter, bitte", Command.LOUDER),
        ("Sprich mal leiser", Command.QUIETER),
        ("turn the volume down please", Command.QUIETER),
        ("Listen to me!", Command.LISTEN),
        ("Hör mir zu", Command.LISTEN),
        ("Stop listening", Command.STOP_LISTENING),
        ("please stop listening to me", Command.STOP_LISTENING),
        ("Hör mir bitte nicht mehr zu.", Command.STOP_LISTENING),
    ],
)
def test_commands_are_understood_in_english_and_german(text: str, command: Command) -> None:
    assert command_in(text) is command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "please",
        "stop the music",
        "how do I stop a train",
        "when does the bus leave",
        "leave it as it is",
        "is it louder there",
        "listen to the birds",
        "don't stop",
        "I said stop",
        "stop and go",
        "goodbye",
        "Geh",
        "bitte mal",
    ],
)
def test_whatever_is_not_exactly_a_command_is_none(text: str) -> None:
    assert command_in(text) is None
