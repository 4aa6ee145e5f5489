from acore.domain.said_words import SaidWords


def test_what_was_played_is_what_was_heard() -> None:
    words = SaidWords()
    words.play(1, 0)
    words.say("It is five.")
    words.play(1, 10)
    words.play(1, 11)
    words.say("")
    words.play(5, 12)
    words.say("Go home now.")
    words.play(3, 17)
    assert words.until == 20
    assert [words.heard(now) for now in (9, 11, 12, 16, 18.1, 30)] == [
        "",
        "It is",
        "It is five.",
        "It is five.",
        "It is five. Go",
        "It is five. Go home now.",
    ]
