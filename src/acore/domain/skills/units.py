"""Units of measure, from one to another."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: so many of its kind's base, from `zero` on (temperatures do not begin at nothing)."""

    kind: str
    symbol: str
    factor: Fraction
    zero: Fraction = Fraction(0)


def _table() -> dict[str, Unit]:
    """Factors are exact by definition: the international yard and pound of 1959, the SI and IEC prefixes."""
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("length", "m", "1", "m meter meters metre metres"),
        ("length", "km", "1000", "km kms kilometer kilometers kilometre kilometres"),
        ("length", "cm", "0.01", "cm centimeter centimeters centimetre centimetres zentimeter"),
        ("length", "mm", "0.001", "mm millimeter millimeters millimetre millimetres"),
        ("length", "mi", "1609.344", "mi mile miles meile meilen"),
        ("length", "yd", "0.9144", "yd yard yards"),
        ("length", "ft", "0.3048", "ft foot feet fuß"),
        ("length", "in", "0.0254", "inch inches zoll"),
        ("length", "nmi", "1852", "nmi nautical_mile nautical_miles seemeile seemeilen"),
        ("mass", "kg", "1", "kg kilo kilos kilogram kilograms kilogramm"),
        ("mass", "g", "0.001", "g gram grams gramm"),
        ("mass", "mg", "0.000001", "mg milligram milligrams milligramm"),
        ("mass", "t", "1000", "t tonne tonnes tonnen"),
        ("mass", "lb", "0.45359237", "lb lbs pound pounds"),
        ("mass", "oz", "0.028349523125", "oz ounce ounces unze unzen"),
        ("mass", "st", "6.35029318", "stone stones"),
        ("volume", "l", "1", "l liter liters litre litres"),
        ("volume", "ml", "0.001", "ml milliliter milliliters millilitre millilitres"),
        ("volume", "gal", "3.785411784", "gal gallon gallons gallone gallonen"),
        ("volume", "pt", "0.473176473", "pt pint pints"),
        ("volume", "cups", "0.2365882365", "cup cups tasse tassen"),
        ("volume", "tbsp", "0.01478676478125", "tbsp tablespoon tablespoons esslöffel"),
        ("volume", "tsp", "0.00492892159375", "tsp teaspoon teaspoons teelöffel"),
        ("speed", "km/h", "1/3.6", "km/h kmh kph"),
        ("speed", "mph", "0.44704", "mph"),
        ("speed", "m/s", "1", "m/s mps"),
        ("speed", "kn", "1852/3600", "kn knot knots knoten"),
        ("time", "s", "1", "s sec secs second seconds sekunde sekunden"),
        ("time", "min", "60", "min mins minute minutes minuten"),
        ("time", "h", "3600", "h hr hrs hour hours stunde stunden"),
        ("time", "days", "86400", "day days tag tage tagen"),
        ("time", "weeks", "604800", "week weeks woche wochen"),
        ("data", "B", "1", "byte bytes"),
        ("data", "kB", "1000", "kb kilobyte kilobytes"),
        ("data", "MB", "1000000", "mb megabyte megabytes"),
        ("data", "GB", "1000000000", "gb gigabyte gigabytes"),
        ("data", "TB", "1000000000000", "tb terabyte terabytes"),
        ("data", "KiB", "1024", "kib kibibyte kibibytes"),
        ("data", "MiB", "1048576", "mib mebibyte mebibytes"),
        ("data", "GiB", "1073741824", "gib gibibyte gibibytes"),
    )
    known = {
        name: Unit(kind, symbol, _fraction(factor)) for kind, symbol, factor, names in rows for name in names.split()
    }
    degrees = (
        ("°C", "1", "273.15", "°c c celsius"),
        ("K", "1", "0", "k kelvin"),
        ("°F", "5/9", "459.67", "°f f fahrenheit"),
    )
    for symbol, factor, zero, names in degrees:
        known |= dict.fromkeys(names.split(), Unit("temperature", symbol, _fraction(factor), Fraction(zero)))
    return known


def _fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")


_UNITS = _table()
_NUMBER = r"(?P<number>[-−]?\d[\d.,]*|an?|one|half an?|ein(?:e|en|em)?)"
_UNIT = r"(?:degrees? |grad )?(?:nautical miles?|[°a-zµäöüß/]+)"
_FROM_TO = re.compile(
    rf"(?:(?:what is|what's|how (?:far|long|much|many|heavy|fast|hot|warm|cold|big) (?:is|are)|convert|was (?:ist|sind)"
    rf"|wie (?:viel|weit|schwer|warm|schnell) (?:ist|sind)|rechne) )?"
    rf"{_NUMBER}\s*(?P<unit>{_UNIT}) (?:in|to|into|as|nach|zu) (?P<to>{_UNIT})(?: um)?",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    rf"(?:how many|how much|wie ?viele?) (?P<to>{_UNIT}) (?:are |is |sind |hat |haben )?(?:there )?"
    rf"(?:(?:in|are|is|make) )?{_NUMBER}\s*(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_ONES = {"a", "an", "one", "ein", "eine", "einen", "einem"}
_LONGEST = 100


def units(text: str) -> str | None:
    """The measure in the other unit: ``10 miles in km``, ``how many grams in 3 pounds``; None where none is asked."""
    asked = " ".join(text.strip().rstrip("?!. ").split())
    if len(asked) > _LONGEST or not (found := _FROM_TO.fullmatch(asked) or _HOW_MANY.fullmatch(asked)):
        return None
    unit, to = _named(found["unit"]), _named(found["to"])
    if unit is None or to is None or (number := _number(found["number"])) is None:
        return None
    if unit.kind != to.kind:
        return f"{unit.symbol} measures {unit.kind} and {to.symbol} {to.kind}: there is no way from one to the other."
    result = (number + unit.zero) * unit.factor / to.factor - to.zero
    return f"{_written(number)} {unit.symbol} {_equals(result)} {to.symbol}"


def _named(words: str) -> Unit | None:
    name = re.sub(r"^(?:degrees?|grad) ", "", words.lower()).replace(" ", "_")
    return _UNITS.get(name)


def _number(text: str) -> Fraction | None:
    words = text.lower()
    if words in _ONES:
        return Fraction(1)
    if words.startswith("half"):
        return Fraction(1, 2)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", words.replace("−", "-")).replace(",", ".")
    try:
        return Fraction(plain)
    except ValueError:
        return None


def _written(number: Fraction) -> str:
    decimal = Context(prec=6).divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
    return f"{decimal:,f}" if -7 < decimal.adjusted() < 16 else f"{decimal}"  # noqa: PLR2004  beyond, digits say less than powers


def _equals(number: Fraction) -> str:
    text = _written(number)
    return f"= {text}" if Fraction(text.replace(",", "")) == number else f"≈ {text}"
