import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.dice import dice


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("roll a die", r"🎲 \*\*[1-6]\*\*"),
        ("roll the dice", r"🎲 \*\*[1-6]\*\*"),
        ("please roll a d20", r"🎲 \*\*\d\d?\*\*"),
        ("d20", r"🎲 \*\*\d\d?\*\*"),
        ("/roll 2d6", r"🎲 [1-6] \+ [1-6] = \*\*\d+\*\*"),
        ("roll 2d6+1", r"🎲 [1-6] \+ [1-6] \+ 1 = \*\*\d+\*\*"),
        ("2d6 - 2", r"🎲 [1-6] \+ [1-6] - 2 = \*\*-?\d+\*\*"),
        ("roll two dice", r"🎲 [1-6] \+ [1-6] = \*\*\d+\*\*"),
        ("roll 50d6", r"🎲 50 × 🎲 = \*\*\d+\*\*"),
        ("Würfle", r"🎲 \*\*[1-6]\*\*"),
        ("würfle 3w6", r"🎲 [1-6] \+ [1-6] \+ [1-6] = \*\*\d+\*\*"),
        ("wirf zwei Würfel", r"🎲 [1-6] \+ [1-6] = \*\*\d+\*\*"),
        ("flip a coin", r"🪙 \*\*(Heads|Tails)\*\*"),
        ("heads or tails?", r"🪙 \*\*(Heads|Tails)\*\*"),
        ("Wirf eine Münze!", r"🪙 \*\*(Kopf|Zahl)\*\*"),
        ("pick a number between 1 and 10", r"🎲 \*\*(\d|10)\*\*"),
        ("give me a random number from 5 to 5", r"🎲 \*\*5\*\*"),
        ("Zufallszahl zwischen 10 und 1", r"🎲 \*\*(\d|10)\*\*"),
        ("roll 1000d6", r"I have 1 to 100 dice with 2 to 1000 sides each\."),
        ("roll 0d6", r"I have 1 to 100 dice.*"),
        ("roll 2d1", r"I have 1 to 100 dice.*"),
        ("würfle 2w9999", r"Ich habe 1 bis 100 Würfel mit je 2 bis 1000 Seiten\."),
    ],
)
def test_what_is_thrown_falls(asked: str, form: str) -> None:
    assert re.fullmatch(form, dice(asked, Random(7)) or "")


@pytest.mark.parametrize(
    "asked",
    [
        "", "how do I roll back a deployment?", "roll out the new version", "toss the old files", "d", "2d",
        "what is a dice game", "flip the switch", "which number is between 1 and 10?",
        "The dice rolled under the table",
        "roll 2d6 and tell me about refunds", "throw an error", "wirf eine Exception",
    ],
)  # fmt: skip
def test_what_is_no_throw_is_left_alone(asked: str) -> None:
    assert dice(asked, Random(7)) is None


@given(st.integers(1, 100), st.integers(2, 1000), st.integers(-99, 99), st.integers())
def test_the_sum_is_within_what_the_dice_allow(count: int, sides: int, plus: int, seed: int) -> None:
    said = dice(f"roll {count}d{sides}{plus:+d}", Random(seed))
    assert said
    found = re.search(r"\*\*(-?\d+)\*\*", said)
    assert found
    assert count + plus <= int(found[1]) <= count * sides + plus


def test_the_same_chances_give_the_same_throw() -> None:
    assert dice("roll 5d6", Random(3)) == dice("roll 5d6", Random(3))
