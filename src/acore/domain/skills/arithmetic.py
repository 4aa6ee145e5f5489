"""Sums, exactly."""

import ast
import math
import re
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

_LONGEST = 200
_MOST_NODES = 100
_MOST_BITS = 4000
_DIGITS = 10

_ASKING = re.compile(
    r"^(?:hey |ok |please |bitte )?(?:(?:can|could) you )?"
    r"(?:what(?:'s|’s| is| are)|how much is|calculate|compute|evaluate|solve|work out|was ist|was sind|"
    r"wie ?viel (?:ist|sind)|berechne|rechne)?\s*:?\s*",
    re.IGNORECASE,
)
_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<=\d)\s*(?:multiplied by|times|mal|x|×|·)\s*(?=[-\d(])", "*"),
    (r"\s*(?:divided by|over|geteilt durch|durch|÷|:)\s*(?=[-\d(])", "/"),
    (r"(?<=[\d)])\s*plus\s*", "+"),
    (r"(?<=[\d)])\s*minus\s*", "-"),
    (r"[−–]", "-"),
    (r"\^", "**"),
    (r"(?<=[\d)])\s*²", "**2"),
    (r"(?<=[\d)])\s*³", "**3"),
    (r"(?:the )?square root of\s*(\d+(?:\.\d+)?)", r"sqrt(\1)"),
    (r"(?:die )?wurzel (?:aus|von)\s*(\d+(?:\.\d+)?)", r"sqrt(\1)"),
    (r"√\s*\(", "sqrt("),
    (r"√\s*(\d+(?:\.\d+)?)", r"sqrt(\1)"),
    (r"%\s*(?:of|von)\s*", "/100*"),
    (r"(?:percent|prozent)\s*(?:of|von)\s*", "/100*"),
    (r"(\d+(?:\.\d+)?)\s*%(?!\s*[\d(])", r"(\1/100)"),
)
_SUM = re.compile(r"(?:sqrt|[\d.+\-*/%()\s])+")

_Number = Fraction
_OPERATIONS: dict[type[ast.operator], Callable[[_Number, _Number], _Number]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Mod: lambda a, b: a % b,
    ast.FloorDiv: lambda a, b: Fraction(a // b),
}


class _TooLarge(ArithmeticError):
    """The result would fill the screen."""


def arithmetic(text: str) -> str | None:
    """The result of a sum such as ``15% of 80`` or ``sqrt(2) * (3 - 1)``; None where the text is no sum."""
    if len(text) > _LONGEST:
        return None
    asked = _ASKING.sub("", text.strip()).rstrip("?!=. ")
    if (expression := _expression(asked.lower())) is None:
        return None
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    nodes = list(ast.walk(tree))
    if len(nodes) > _MOST_NODES or not any(isinstance(node, ast.BinOp | ast.Call) for node in nodes):
        return None
    try:
        return f"{asked} {_written(_value(tree.body))}"
    except ZeroDivisionError:
        return "Nothing can be divided by zero."
    except _TooLarge:
        return "That number is too large to write down here."
    except ArithmeticError as error:
        return f"That has no result: {error}."
    except ValueError:
        return None


def _expression(text: str) -> str | None:
    """The sum in Python's spelling, where the text is nothing else."""
    rest = re.sub(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])", lambda found: found[0].replace(",", ""), text)
    rest = re.sub(r"(?<=\d),(?=\d)", ".", rest)
    for words, sign in _WORDS:
        rest = re.sub(words, sign, rest)
    return rest if _SUM.fullmatch(rest) and re.search(r"\d", rest) and not _is_date(text) else None


def _is_date(text: str) -> bool:
    return (
        re.fullmatch(
            r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}:\d{2}|\+?\d[\d\s]*(?:-\d+){2,}", text.strip()
        )
        is not None
    )


def _value(node: ast.expr) -> _Number:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(str(node.value))
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand)
        case ast.UnaryOp(op=ast.UAdd()):
            return _value(node.operand)
        case ast.BinOp(op=ast.Pow()):
            return _power(_value(node.left), _value(node.right))
        case ast.BinOp() if (operation := _OPERATIONS.get(type(node.op))) is not None:
            return _bounded(operation(_value(node.left), _value(node.right)))
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument], keywords=[]):
            return _root(_value(argument))
        case _:
            raise ValueError("no sum")


def _power(base: _Number, exponent: _Number) -> _Number:
    if exponent.denominator != 1:
        if base < 0:
            raise ArithmeticError("a root of a negative number")
        try:
            return Fraction(str(float(base) ** float(exponent)))
        except (OverflowError, ValueError) as error:
            raise _TooLarge from error
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits > 1 and bits * abs(exponent) > _MOST_BITS:
        raise _TooLarge
    return Fraction(base ** int(exponent))


def _root(number: _Number) -> _Number:
    if number < 0:
        raise ArithmeticError("a root of a negative number")
    top, bottom = math.isqrt(number.numerator), math.isqrt(number.denominator)
    if top * top == number.numerator and bottom * bottom == number.denominator:
        return Fraction(top, bottom)
    context = Context(prec=30)
    return Fraction(context.sqrt(context.divide(Decimal(number.numerator), Decimal(number.denominator))))


def _bounded(number: _Number) -> _Number:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _MOST_BITS:
        raise _TooLarge
    return number


def _written(number: _Number) -> str:
    """Whole numbers in full, others to ten digits, after = or, where digits were left out, ≈."""
    if number.denominator == 1:
        digits = f"{number.numerator:,}"
        if len(digits) > _LONGEST:
            raise _TooLarge
        return f"= {digits}"
    context = Context(prec=_DIGITS)
    decimal = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    text = f"{decimal.normalize():f}" if abs(decimal.adjusted()) <= _DIGITS else f"{decimal.normalize()}"
    return f"{'=' if Fraction(decimal) == number else '≈'} {text}"
