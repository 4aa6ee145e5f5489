import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.embedder.vectors import packed, unit, unpacked

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40).filter(
    lambda given: any(abs(n) > 1e-3 for n in given)
)


@given(NUMBERS)
def test_a_vector_has_the_length_1_and_its_direction(numbers: list[float]) -> None:
    vector = unit(numbers)
    assert math.hypot(*vector) == pytest.approx(1, abs=1e-4)
    length = math.hypot(*numbers)
    assert list(vector) == pytest.approx([number / length for number in numbers], abs=1e-4)


@given(NUMBERS)
def test_what_was_packed_is_unpacked_the_same(numbers: list[float]) -> None:
    vector = unit(numbers)
    assert unpacked(packed(vector)) == vector
    assert len(packed(vector)) == 4 * len(vector)


@pytest.mark.parametrize("numbers", [[], [0.0, 0.0], [float("nan"), 1.0], [float("inf")]])
def test_what_has_no_direction_is_refused(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="no direction"):
        unit(numbers)


def test_what_is_no_numbers_is_refused() -> None:
    with pytest.raises(TypeError):
        unit("text")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="bytes"):
        unpacked(b"123")


def test_the_bytes_are_the_same_on_every_machine() -> None:
    assert packed((1.0, 0.0)).hex() == "0000803f00000000"
