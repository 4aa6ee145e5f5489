"""The value of a sum, by a small parser of its own: exact, and bounded in every direction.

sum     = term { (+ | -) term }           a percentage on the right is one of what stands left of it
term    = factor { (* | / | mod | of) factor }
factor  = (+ | -) factor | power
power   = atom [ ^ factor ]
atom    = (number | pi | ( sum ) | root atom | function ( sum )) [ % ]
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DecimalException
from fractions import Fraction
from typing import Final

from acore.domain.skills.numbers import NUMBER, read

_MOST_TOKENS = 120
_DEEPEST = 40
_MOST_BITS = 4096
_PRECISE = Context(prec=40, Emax=3000, Emin=-3000)
_PI = Fraction("3.141592653589793238462643383279502884197")
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{NUMBER})(?P<power>e[+-]?\d{{1,3}})?|(?P<sign>mod|of|√|pi|abs|floor|ceil|round|[-+*/^%()]))"
)
_FUNCTIONS: Final[Mapping[str, Callable[[Fraction], Fraction]]] = {
    "abs": abs,
    "floor": lambda number: Fraction(math.floor(number)),
    "ceil": lambda number: Fraction(math.ceil(number)),
    "round": lambda number: Fraction(math.floor(number + Fraction(1, 2))),
}


class NotASum(ValueError):
    """The text is something else."""


class TooLarge(ArithmeticError):
    """The value has more digits than anybody would read."""


class NotReal(ArithmeticError):
    """The value is no real number."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number; `exact` is False where a root or pi was rounded on the way to it."""

    number: Fraction
    exact: bool = True
    percent: bool = False


def value(text: str, *, german: bool = False) -> Value:
    """The value of a sum such as ``2 * (3 + 4)^2``.

    Raises NotASum, also for a number alone; ZeroDivisionError, TooLarge and NotReal where a sum has no value.
    """
    tokens = _tokens(text, german=german)
    if len(tokens) > _MOST_TOKENS:
        raise NotASum
    parser = _Parser(tokens)
    found = parser.sum()
    if parser.rest or not parser.worked:
        raise NotASum
    return found


def _tokens(text: str, *, german: bool) -> list[Fraction | str]:
    found: list[Fraction | str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        if (match := _TOKEN.match(text, at)) is None:
            raise NotASum
        at = match.end()
        found.append(match["sign"] or _number(match["number"], match["power"], german=german))
    return found


def _number(digits: str, power: str | None, *, german: bool) -> Fraction:
    if (number := read(digits, german=german)) is None:
        raise NotASum
    return _bounded(number * Fraction(10) ** int(power[1:])) if power else number


class _Parser:
    """Reads tokens from the left; `worked` tells whether there was anything to work out."""

    def __init__(self, tokens: list[Fraction | str]) -> None:
        self.rest = tokens[::-1]
        self.worked = False
        self._depth = 0

    def sum(self) -> Value:
        total = self._term()
        while (sign := self._take("+", "-")) is not None:
            right = self._term()
            amount = right.number * total.number if right.percent and not total.percent else right.number
            number = total.number + amount if sign == "+" else total.number - amount
            percent = total.percent and right.percent
            total = self._made(number, total, right, percent=percent)
        return total

    def _term(self) -> Value:
        product = self._factor()
        while (sign := self._take("*", "/", "mod", "%", "of") or self._opens()) is not None:
            if sign == "of" and not (product.percent or product.number.denominator != 1):
                raise NotASum
            right = self._factor()
            product = self._made(_multiplied(sign, product.number, right.number), product, right)
        return product

    def _factor(self) -> Value:
        self._deeper()
        if (sign := self._take("+", "-")) is None:
            found = self._power()
        else:
            factor = self._factor()
            found = replace(factor, number=-factor.number if sign == "-" else factor.number)
        self._depth -= 1
        return found

    def _power(self) -> Value:
        base = self._atom()
        if self._take("^") is None:
            return base
        exponent = self._factor()
        raised = _raised(base.number, exponent.number)
        return replace(self._made(raised.number, base, exponent), exact=base.exact and exponent.exact and raised.exact)

    def _atom(self) -> Value:
        self._deeper()
        found = self._unit()
        if self.rest and self.rest[-1] == "%" and not self._is_modulo():
            self.rest.pop()
            found = Value(found.number / 100, found.exact, percent=True)
        self._depth -= 1
        return found

    def _unit(self) -> Value:
        sign = self.rest.pop() if self.rest else ""
        if isinstance(sign, Fraction):
            return Value(sign)
        if sign == "pi":
            return Value(_PI, exact=False)
        if sign == "(":
            return self._closed()
        if sign == "√":
            self.worked = True
            negative = self._take("-") is not None
            under = self._atom()
            return _root(replace(under, number=-under.number) if negative else under)
        if sign in _FUNCTIONS and self._take("(") is not None:
            self.worked = True
            inner = self._closed()
            return Value(_FUNCTIONS[sign](inner.number), inner.exact)
        raise NotASum

    def _closed(self) -> Value:
        inner = self.sum()
        if self._take(")") is None:
            raise NotASum
        return replace(inner, percent=False)

    def _take(self, *signs: str) -> str | None:
        if not self.rest or self.rest[-1] not in signs:
            return None
        return str(self.rest.pop())

    def _opens(self) -> str | None:
        """Between a factor and a bracket a multiplication is meant."""
        return "*" if self.rest and self.rest[-1] == "(" else None

    def _is_modulo(self) -> bool:
        after = self.rest[-2] if len(self.rest) > 1 else ""
        return isinstance(after, Fraction) or after in ("(", "√", "pi", *_FUNCTIONS)

    def _made(self, number: Fraction, left: Value, right: Value, *, percent: bool = False) -> Value:
        self.worked = True
        return Value(_bounded(number), left.exact and right.exact, percent)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotASum


def _multiplied(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign in ("mod", "%"):
        return left % right
    return left / right if sign == "/" else left * right


def _raised(base: Fraction, exponent: Fraction) -> Value:
    if base == 0 and exponent < 0:
        raise ZeroDivisionError
    if exponent.denominator != 1:
        if base < 0:
            raise NotReal
        return _root(Value(base)) if exponent == Fraction(1, 2) else _rounded_power(base, exponent)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits > 1 and bits * abs(exponent) > _MOST_BITS:
        raise TooLarge
    return Value(base ** int(exponent))


def _rounded_power(base: Fraction, exponent: Fraction) -> Value:
    try:
        return Value(_bounded(Fraction(_PRECISE.power(_decimal(base), _decimal(exponent)))), exact=False)
    except DecimalException as error:
        raise TooLarge from error


def _root(of: Value) -> Value:
    if of.number < 0:
        raise NotReal
    top, bottom = math.isqrt(of.number.numerator), math.isqrt(of.number.denominator)
    if Fraction(top, bottom) ** 2 == of.number:
        return Value(Fraction(top, bottom), of.exact)
    return Value(Fraction(_PRECISE.sqrt(_decimal(of.number))), exact=False)


def _decimal(number: Fraction) -> Decimal:
    return _PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))


def _bounded(number: Fraction) -> Fraction:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _MOST_BITS:
        raise TooLarge
    return number
