"""Dice and coins."""

import re
from random import Random

_MOST_DICE = 100
_MOST_SIDES = 1000
_ROLL = re.compile(
    r"(?:please |bitte )?(?:roll|throw|würfle|würfel|wirf)\s*(?:me |us |mir )?(?:with )?(?:an? |einen? |some )?"
    r"(?:(?P<count>\d+)?\s*[dw](?P<sides>\d+)\s*(?P<plus>[+-]\s*\d+)?|(?P<word>dice|die|würfel)|(?P<n>\d+)\s*(?:dice|würfel))?"
    r"(?: please| bitte)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<count>\d+)?[dw](?P<sides>\d+)\s*(?P<plus>[+-]\s*\d+)?", re.IGNORECASE)
_COIN = re.compile(
    r"(?:please |bitte )?(?:flip|toss|wirf|throw)\s*(?:me )?(?:a |the |eine |ne )?(?:coin|münze)(?: please| bitte)?"
    r"|heads or tails|kopf oder zahl",
    re.IGNORECASE,
)


def dice(text: str, random: Random) -> str | None:
    """What fell: ``roll 2d6+1``, ``flip a coin``, ``würfle``; None where nothing is to be thrown."""
    asked = text.strip().rstrip("?!. ")
    if _COIN.fullmatch(asked):
        german = "kopf" in asked.lower() or "münze" in asked.lower()
        return random.choice(("Kopf.", "Zahl.") if german else ("Heads.", "Tails."))
    if (found := _BARE.fullmatch(asked)) is None and (found := _ROLL.fullmatch(asked)) is None:
        return None
    told = found.groupdict()
    count = int(told.get("count") or told.get("n") or 1)
    sides = int(told["sides"] or 6)
    if not (1 <= count <= _MOST_DICE and 2 <= sides <= _MOST_SIDES):  # noqa: PLR2004  a die has two sides or more
        return f"I have up to {_MOST_DICE} dice, each with 2 to {_MOST_SIDES:,} sides."
    return _thrown([random.randint(1, sides) for _ in range(count)], int((told["plus"] or "0").replace(" ", "")))


def _thrown(faces: list[int], plus: int) -> str:
    if len(faces) == 1 and not plus:
        return f"🎲 **{faces[0]}**"
    added = f" {'+' if plus > 0 else '-'} {abs(plus)}" if plus else ""
    return f"🎲 {' + '.join(map(str, faces))}{added} = **{sum(faces) + plus}**"
