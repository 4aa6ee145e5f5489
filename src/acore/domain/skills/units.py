"""Units of measure, from one to another: ``10 miles in km``, ``wie viel Gramm sind 3 Pfund``."""

import re
from dataclasses import dataclass
from fractions import Fraction

from acore.domain.skills.measures import KINDS, UNITS, Unit
from acore.domain.skills.numbers import NUMBER, equals, read, written
from acore.domain.skills.wording import plain, speaks_german

_NAME = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True))
_UNIT = rf"(?:degrees? |grad )?(?:{_NAME})"
_AMOUNT = rf"(?:[-−+]?{NUMBER}|half an?|an?|one|two|three|ein(?:e[nmr]?)?|zwei|drei|einer halben|eine[nm]? halben?)"
_MEASURE = rf"(?P<number>{_AMOUNT})\s*(?P<unit>{_UNIT})(?:,? ?(?:and |und )?(?P<more>{NUMBER})\s*(?P<part>{_UNIT}))?"
_ASKING = (
    r"(?:(?:what(?:'s|s| is| are)|how (?:far|long|much|many|heavy|fast|hot|warm|cold|big|tall|high) (?:is|are)|convert"
    r"|was (?:ist|sind)|wie (?:viel|weit|lang|schwer|warm|heiß|kalt|schnell|groß|hoch) (?:ist|sind)"
    r"|rechne|wandle) )?"
)
_FROM_TO = re.compile(rf"{_ASKING}{_MEASURE} ?(?:in|to|into|as|nach|zu|=|->|→) ?(?P<to>{_UNIT})(?: um)?")
_HOW_MANY = re.compile(
    rf"(?:how many|how much|wie ?viele?) (?P<to>{_UNIT}) "
    rf"(?:(?:are|is|sind|ist|hat|haben|make|makes|equal|entsprechen)\b ?)?(?:there )?"
    rf"(?:in )?(?:(?P<bare>{_UNIT})|{_MEASURE})"
)
_COUNTED = {"two": 2, "zwei": 2, "three": 3, "drei": 3}


@dataclass(frozen=True, slots=True)
class _Asked:
    """So much of a unit, perhaps with some of a smaller one, to be told in another."""

    number: Fraction
    unit: Unit
    more: Fraction
    part: Unit
    to: Unit


def units(text: str) -> str | None:
    """The measure in the other unit; None where none is asked for.

    A pair that measures different things gets an answer that says so.
    """
    words = plain(text)
    if words is None or not (found := _FROM_TO.fullmatch(words) or _HOW_MANY.fullmatch(words)):
        return None
    german = speaks_german(words)
    asked = _read(found, german=german)
    return None if asked is None else _answered(asked, german=german)


def _read(found: re.Match[str], *, german: bool) -> _Asked | None:
    told = found.groupdict()
    unit = _unit(told["unit"] or told["bare"])
    number = _amount(told["number"] or "one", german=german)
    more = _amount(told["more"] or "0", german=german)
    if number is None or more is None:
        return None
    return _Asked(number, unit, more, _unit(told["part"]) if told["part"] else unit, _unit(told["to"]))


def _unit(words: str) -> Unit:
    return UNITS[re.sub(r"^(?:degrees?|grad) ", "", words)]


def _amount(words: str, *, german: bool) -> Fraction | None:
    if "half" in words or "halb" in words:
        return Fraction(1, 2)
    if words[0].isalpha():
        return Fraction(_COUNTED.get(words, 1))
    number = read(words.lstrip("-−+"), german=german)
    return None if number is None else number * (-1 if words[0] in "-−" else 1)


def _answered(asked: _Asked, *, german: bool) -> str:
    one, other = asked.unit, asked.to
    if one.kind != other.kind or asked.part.kind != one.kind:
        strange = other if one.kind != other.kind else asked.part
        return _no_way(one, strange, german=german)
    base = (asked.number + one.zero) * one.factor + asked.more * asked.part.factor
    result = base / other.factor - other.zero
    left = f"{written(asked.number, german=german)[1]} {one.written(asked.number, german=german)}"
    if asked.more:
        left += f" {written(asked.more, german=german)[1]} {asked.part.written(asked.more, german=german)}"
    return f"{left} {equals(result, german=german)} {other.written(result, german=german)}"


def _no_way(one: Unit, other: Unit, *, german: bool) -> str:
    many = Fraction(2)
    if german:
        return (
            f"{one.written(many, german=True)} misst {KINDS[one.kind]}, {other.written(many, german=True)} misst "
            f"{KINDS[other.kind]}: Das lässt sich nicht umrechnen."
        )
    return (
        f"{one.written(many, german=False)} measures {one.kind} and {other.written(many, german=False)} measures "
        f"{other.kind}: there is no way from one to the other."
    )
