"""Numbers as people write them, exactly: ``1,234.5`` and ``1.234,5``, read and written."""

import re
from decimal import Context, Decimal
from fractions import Fraction

NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+|['’_]\d{3}(?!\d))*|\.\d+)"
"""A pattern for a number without its sign."""

_MOST_DIGITS = 60
_MOST_PLACES = 12
_SHORT = 10
_FROM, _TO = -7, 21
"""Powers of ten between which digits say more than an exponent."""
_SPACED = re.compile(r"[ \u00a0\u202f'’_]")
_SWAPPED = str.maketrans(",.", ".,")


def read(text: str, *, german: bool = False) -> Fraction | None:
    """The value of a number; None where it is none, is ambiguous beyond custom, or has more than 60 digits.

    Of two kinds of mark the last is the decimal one. One mark before three digits groups thousands
    if it is the language's own, and is the decimal mark else.
    """
    digits = _SPACED.sub("", text)
    if len(digits) > _MOST_DIGITS:
        return None
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and _groups(digits, digits[last], german=german):
        whole, places = digits, ""
    else:
        whole, places = (digits[:last], digits[last + 1 :]) if last >= 0 else (digits, "")
    if not re.fullmatch(r"\d*|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+", whole):
        return None
    number = re.sub(r"\D", "", whole) + (f".{places}" if places else "")
    return Fraction(number) if re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", number) else None


def _groups(digits: str, mark: str, *, german: bool) -> bool:
    """Whether the last mark parts thousands."""
    other = "," if mark == "." else "."
    if other in digits or not re.search(rf"^[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+$", digits):
        return False
    return digits.count(mark) > 1 or (mark == ".") == german


def written(number: Fraction, *, german: bool = False) -> tuple[bool, str]:
    """Whether the text is the number exactly, and the text: in full up to 60 digits, else to ten digits."""
    exact, text = _whole(number) or _places(number) or (False, _shortened(number))
    return exact, text.translate(_SWAPPED) if german else text


def equals(number: Fraction, *, german: bool = False) -> str:
    """The number behind its sign: ``= 0.5``, ``≈ 0.3333333333``."""
    exact, text = written(number, german=german)
    return f"{'=' if exact else '≈'} {text}"


def _whole(number: Fraction) -> tuple[bool, str] | None:
    return (True, f"{number.numerator:,}") if number.denominator == 1 and abs(number) < 10**_MOST_DIGITS else None


def _places(number: Fraction) -> tuple[bool, str] | None:
    """Every digit, where there are few behind the mark."""
    scaled = number * 10**_MOST_PLACES
    if scaled.denominator != 1 or abs(number) >= 10**_MOST_PLACES:
        return None
    return True, f"{Decimal(scaled.numerator).scaleb(-_MOST_PLACES).normalize(Context(prec=_MOST_DIGITS)):,f}"


def _shortened(number: Fraction) -> str:
    short = Context(prec=_SHORT).divide(Decimal(number.numerator), Decimal(number.denominator)).normalize()
    if _FROM < short.adjusted() < _TO:
        return f"{short:,f}"
    digits, _, power = f"{short:e}".partition("e")
    return f"{digits} × 10^{int(power)}"
