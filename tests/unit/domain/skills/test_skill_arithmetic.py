from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.arithmetic import arithmetic
from acore.domain.skills.numbers import equals, read, written
from acore.domain.skills.sums import NotASum, NotReal, TooLarge, value


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2+2", "2+2 = 4"),
        ("what is 2+2?", "2+2 = 4"),
        ("What's 2 + 2 =", "2 + 2 = 4"),
        ("2 + 3 * 4", "2 + 3 × 4 = 14"),
        ("(2 + 3) * 4", "(2 + 3) × 4 = 20"),
        ("2(3+4)", "2(3+4) = 14"),
        ("(1+2)(3+4)", "(1+2)(3+4) = 21"),
        ("-2^2", "-2^2 = -4"),
        ("2^3^2", "2^3^2 = 512"),
        ("2**10", "2^10 = 1,024"),
        ("2^-1", "2^-1 = 0.5"),
        ("7 - -3", "7 - -3 = 10"),
        ("10/4", "10/4 = 2.5"),
        ("1/3", "1/3 ≈ 0.3333333333"),
        ("0.1 + 0.2", "0.1 + 0.2 = 0.3"),
        ("12 x 3", "12 x 3 = 36"),
        ("6 ÷ 2 × 3 − 1", "6 ÷ 2 × 3 − 1 = 8"),
        ("12 : 4", "12 : 4 = 3"),
        ("3² + 4²", "3² + 4² = 25"),
        ("two plus two", "two plus two = 4"),
        ("what is six times seven", "six times seven = 42"),
        ("15% of 80", "15% of 80 = 12"),
        ("15 percent of 80", "15 percent of 80 = 12"),
        ("80 + 15%", "80 + 15% = 92"),
        ("200 - 10%", "200 - 10% = 180"),
        ("10 % 3", "10 % 3 = 1"),
        ("10 mod 3", "10 mod 3 = 1"),
        ("1/2 of 9", "1/2 of 9 = 4.5"),
        ("sqrt(16)", "sqrt(16) = 4"),
        ("square root of 2", "square root of 2 ≈ 1.414213562"),
        ("√(9/4)", "√(9/4) = 1.5"),
        ("2^0.5", "2^0.5 ≈ 1.414213562"),
        ("8^(1/3)", "8^(1/3) ≈ 2"),
        ("5 squared", "5 squared = 25"),
        ("pi * 2", "pi × 2 ≈ 6.283185307"),
        ("abs(3 - 5)", "abs(3 - 5) = 2"),
        ("round(7/2) + floor(7/2) + ceil(1/2)", "round(7/2) + floor(7/2) + ceil(1/2) = 8"),
        ("1,234,567 + 1", "1,234,567 + 1 = 1,234,568"),
        ("1 000 + 1", "1 000 + 1 = 1,001"),
        ("1e3 * 2", "1e3 × 2 = 2,000"),
        ("what is 5000-1234", "5000-1234 = 3,766"),
        ("2^100", "2^100 = 1,267,650,600,228,229,401,496,703,205,376"),
        ("10^80 + 0", "10^80 + 0 ≈ 1 × 10^80"),
        ("3,5 + 1", "3,5 + 1 = 4,5"),
        ("1.234,56 + 1", "1.234,56 + 1 = 1.235,56"),
        ("Was ist 15 Prozent von 80?", "15 prozent von 80 = 12"),
        ("Wie viel ist 7 mal 8?", "7 mal 8 = 56"),
        ("10 geteilt durch 4", "10 geteilt durch 4 = 2,5"),
        ("Wurzel aus 16", "wurzel aus 16 = 4"),
        ("2 hoch 10", "2 hoch 10 = 1.024"),
        ("can you calculate 3+4 please", "3+4 = 7"),
        ("1/0", "Nothing can be divided by zero."),
        ("0^-1", "Nothing can be divided by zero."),
        ("0^-0.5", "Nothing can be divided by zero."),
        ("5 mod 0", "Nothing can be divided by zero."),
        ("was ist 1/0", "Durch null kann man nicht teilen."),
        ("9^9^9", "That number is too large to write here."),
        ("was ist 9 hoch 9 hoch 9", "Die Zahl ist zu groß, um sie hier hinzuschreiben."),
        ("1e999 * 1e999", "That number is too large to write here."),
        ("10.5^1500.5", "That number is too large to write here."),
        ("sqrt(-4)", "That has no real result: a negative number has no real root."),
        ("wurzel aus -4", "Das hat keine reelle Lösung: Die Wurzel einer negativen Zahl gibt es dort nicht."),
        ("(-8)^0.5", "That has no real result: a negative number has no real root."),
    ],
)
def test_a_sum_is_answered(asked: str, answer: str) -> None:
    assert arithmetic(asked) == answer


@pytest.mark.parametrize(
    "asked",
    [
        "", "?", "42", "-5", "10%", "+", "pi", "2 +", "()", "a + b", "2 2",
        "what is 9/11?", "24/7", "50/50", "2024-01-01", "24.12.2026", "1/2/2024", "555-1234", "1999-2003", "2023/24",
        "+49-170-1234567", "3.5.1", "192.168.0.1", "v1.2.3", "c++", "12:30", "one of us", "3 of 5 people",
        "what is 2 + 2 in binary", "what is the answer", "how many users are there in 2024?", "sqrt", "abs 3",
        "What is 15% of the budget?", "the plus side", "A-Z", "1,2,3", "mod", "import os", "__import__('os')",
        "2 + 2 and then some", "(" * 100 + "1" + ")" * 100, "1+" * 150 + "1", "9" * 300,
        "what is 1+1? and how do I index a file?",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_left_alone(asked: str) -> None:
    assert arithmetic(asked) is None


@pytest.mark.parametrize("asked", ["2 + 2 * (3", "2 + 2)", "1+1=3", "5 // 2", "1" * 61 + "+1", "what is 3 + 4 * 5)?"])
def test_what_looks_like_a_sum_and_is_none_is_not_looked_for_elsewhere(asked: str) -> None:
    assert str(arithmetic(asked)).startswith("I can not work that out.")
    assert str(arithmetic("rechne 1+1=3")).startswith(("Das kann ich nicht", "I can not"))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("0x10 + 1", "0x10 + 1 = 17"),
        ("0xff * 2", "0xff × 2 = 510"),
        ("$20 + $5", "$20 + $5 = 25"),
        ("20 € * 3", "20 € × 3 = 60"),
    ],
)
def test_hexadecimal_numbers_and_amounts_are_numbers(asked: str, answer: str) -> None:
    assert arithmetic(asked) == answer


def _combined(parts: st.SearchStrategy[tuple[str, Fraction]]) -> st.SearchStrategy[tuple[str, Fraction]]:
    def put(left: tuple[str, Fraction], sign: str, right: tuple[str, Fraction]) -> tuple[str, Fraction]:
        if sign == "/" and not right[1]:
            sign = "+"
        results = {"+": left[1] + right[1], "-": left[1] - right[1], "*": left[1] * right[1]}
        return f"({left[0]} {sign} {right[0]})", results[sign] if sign in results else left[1] / right[1]

    def raised(base: tuple[str, Fraction], power: int) -> tuple[str, Fraction]:
        return f"({base[0]})^{power}", base[1] ** power

    def negative(part: tuple[str, Fraction]) -> tuple[str, Fraction]:
        return f"(-{part[0]})", -part[1]

    return st.one_of(
        st.builds(put, parts, st.sampled_from("+-*/"), parts),
        st.builds(raised, parts, st.integers(0, 3)),
        st.builds(negative, parts),
    )


_NUMBERS = st.one_of(
    st.integers(0, 9999).map(lambda number: (str(number), Fraction(number))),
    st.decimals(0, 999, places=2).map(lambda number: (f"{number:f}", Fraction(number))),
)


@given(st.recursive(_NUMBERS, _combined, max_leaves=6))
def test_sums_are_those_of_exact_fractions(expression: tuple[str, Fraction]) -> None:
    text, expected = expression
    try:
        assert value(f"{text} + 0").number == expected
    except TooLarge:
        assert max(expected.numerator.bit_length(), expected.denominator.bit_length()) > 500


@given(st.text(alphabet="0123456789+-*/^%().,e √pimodf ", max_size=60))
def test_no_text_makes_the_parser_fail_otherwise_than_it_says(text: str) -> None:
    try:
        value(text)
    except (NotASum, NotReal, TooLarge, ZeroDivisionError):
        return


@given(st.text(max_size=250))
def test_any_message_is_answered_or_left_alone(text: str) -> None:
    assert arithmetic(text) is None or isinstance(arithmetic(text), str)


@pytest.mark.parametrize(
    ("text", "german", "number"),
    [
        ("1,234", False, "1234"),
        ("1,234", True, "1.234"),
        ("1.234", False, "1.234"),
        ("1.234", True, "1234"),
        ("0,125", False, "0.125"),
        ("1,5", False, "1.5"),
        ("1,234.5", True, "1234.5"),
        ("1.234,5", False, "1234.5"),
        ("1,234,567", True, "1234567"),
        ("1'000", False, "1000"),
        ("1 000 000", False, "1000000"),
        (".5", False, "0.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, german: bool, number: str) -> None:  # noqa: FBT001
    assert read(text, german=german) == Fraction(number)


@pytest.mark.parametrize("text", ["1,23,4", "1.2.3", "12,34.5.6", "1" * 61])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("number", "german", "text"),
    [
        (Fraction(1234567), False, "= 1,234,567"),
        (Fraction(1234567), True, "= 1.234.567"),
        (Fraction(5, 2), True, "= 2,5"),
        (Fraction(-1, 8), False, "= -0.125"),
        (Fraction(2, 3), False, "≈ 0.6666666667"),
        (Fraction(1, 10**20), False, "≈ 1 × 10^-20"),
        (Fraction(10**70), False, "≈ 1 × 10^70"),
    ],
)
def test_numbers_say_whether_digits_were_left_out(number: Fraction, german: bool, text: str) -> None:  # noqa: FBT001
    assert equals(number, german=german) == text


@given(st.fractions())
def test_a_number_that_is_called_exact_reads_back_the_same(number: Fraction) -> None:
    exact, text = written(abs(number))
    assert not exact or read(text) == abs(number)
