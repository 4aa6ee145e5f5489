"""Dice, coins, and numbers drawn by lot."""

import re
from random import Random

from acore.domain.skills.wording import plain, speaks_german

_MOST_DICE = 100
_MOST_SIDES = 1000
_SHOWN = 20
_PLEASE = r"(?:(?:please|bitte|can you|could you|kannst du|now|jetzt) )*"
_END = r"(?: (?:for me|für mich|please|bitte))*"
_DICE = r"(?P<count>\d{1,6})? ?[dw](?P<sides>\d{1,6})(?: ?(?P<plus>[+-] ?\d{1,6}))?"
_ROLL = re.compile(
    rf"{_PLEASE}/?(?:roll|throw|würfle|würfel|würfeln|wuerfle|wirf)(?: (?:me|us|mir|mal|einmal))?(?: (?:with|mit))?"
    rf"(?: (?:an?|eine[nm]?|some|the))?(?: (?:{_DICE}|(?P<number>\d{{1,6}}|two|three|zwei|drei) (?:dice|würfeln?)"
    rf"|(?:dice|die|würfel)))?{_END}"
)
_BARE = re.compile(_DICE)
_COIN = re.compile(
    rf"{_PLEASE}(?:flip|toss|wirf|throw)(?: me| mal)?(?: a| the| eine| ne)? (?:coin|münze)(?: werfen)?{_END}"
    rf"|(?:coin flip|coin toss|münzwurf|heads or tails|kopf oder zahl)"
)
_DRAW = re.compile(
    rf"{_PLEASE}(?:(?:pick|choose|give me|draw|nenne? (?:mir )?|wähle?|gib mir|zieh) ?)?(?:a |an |eine )?"
    r"(?:random |zufällige )?(?:number|zahl|zufallszahl) (?:between|from|zwischen|von) "
    rf"(?P<low>-?\d{{1,12}}) (?:and|to|und|bis) (?P<high>-?\d{{1,12}}){_END}"
)
_COUNTED = {"two": 2, "zwei": 2, "three": 3, "drei": 3}


def dice(text: str, random: Random) -> str | None:
    """What fell: ``roll 2d6+1``, ``flip a coin``, ``pick a number between 1 and 10``; None where nothing is to fall."""
    words = plain(text)
    if words is None:
        return None
    german = speaks_german(words)
    if _COIN.fullmatch(words):
        return f"🪙 **{random.choice(('Kopf', 'Zahl') if german else ('Heads', 'Tails'))}**"
    if found := _DRAW.fullmatch(words):
        low, high = sorted((int(found["low"]), int(found["high"])))
        return f"🎲 **{random.randint(low, high)}**"
    if (found := _BARE.fullmatch(words) or _ROLL.fullmatch(words)) is None:
        return None
    told = found.groupdict()
    number = told.get("number") or told["count"] or "1"
    count = _COUNTED.get(number) or int(number)
    sides = int(told["sides"] or 6)
    if not (1 <= count <= _MOST_DICE and 2 <= sides <= _MOST_SIDES):  # noqa: PLR2004  a die has two sides or more
        return _too_many(german=german)
    plus = int((told["plus"] or "0").replace(" ", ""))
    return _thrown([random.randint(1, sides) for _ in range(count)], plus)


def _too_many(*, german: bool) -> str:
    if german:
        return f"Ich habe 1 bis {_MOST_DICE} Würfel mit je 2 bis {_MOST_SIDES} Seiten."
    return f"I have 1 to {_MOST_DICE} dice with 2 to {_MOST_SIDES} sides each."


def _thrown(faces: list[int], plus: int) -> str:
    if len(faces) == 1 and not plus:
        return f"🎲 **{faces[0]}**"
    added = f" {'+' if plus > 0 else '-'} {abs(plus)}" if plus else ""
    shown = " + ".join(map(str, faces)) if len(faces) <= _SHOWN else f"{len(faces)} × 🎲"
    return f"🎲 {shown}{added} = **{sum(faces) + plus}**"
