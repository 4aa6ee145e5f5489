"""All skills, asked one after the other."""

from datetime import datetime
from random import Random

from acore.domain.skills.arithmetic import arithmetic
from acore.domain.skills.courtesy import courtesy
from acore.domain.skills.days import days
from acore.domain.skills.dice import dice
from acore.domain.skills.identity import abilities, identity
from acore.domain.skills.units import units


def small_answer(text: str, *, now: datetime, random: Random) -> str | None:
    """The answer of the first skill that is sure to be meant; None for every question that needs more."""
    for skill in (courtesy, identity, abilities, arithmetic, units):
        if (answer := skill(text)) is not None:
            return answer
    return days(text, now) or dice(text, random)
