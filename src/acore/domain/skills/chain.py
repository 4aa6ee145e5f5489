"""All skills, asked one after the other."""

from datetime import datetime
from functools import partial
from random import Random

from acore.domain.skills.arithmetic import arithmetic
from acore.domain.skills.courtesy import courtesy
from acore.domain.skills.days import days
from acore.domain.skills.dice import dice
from acore.domain.skills.identity import abilities, identity
from acore.domain.skills.units import units


def small_answer(text: str, *, now: datetime, random: Random, aloud: bool = False) -> str | None:
    """The answer of the first skill that is sure to be meant, to be read or heard; None for what needs more."""
    for skill in (courtesy, identity, partial(abilities, aloud=aloud), arithmetic, units):
        if (answer := skill(text)) is not None:
            return answer
    return days(text, now) or dice(text, random)
