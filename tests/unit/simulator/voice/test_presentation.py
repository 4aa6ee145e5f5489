"""Vectors and numbers of MLS, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.simulator.voice.presentation import Malformed, Reader, vector


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_vectors_are_read_as_they_were_written(values: list[bytes]) -> None:
    reader = Reader(b"".join(vector(value) for value in values))
    assert [reader.vector() for _ in values] == values
    assert reader.rest == b""


@pytest.mark.parametrize(
    ("size", "header"), [(0, "00"), (63, "3f"), (64, "4040"), (16_383, "7fff"), (16_384, "80004000")]
)
def test_a_length_takes_as_many_bytes_as_it_needs(size: int, header: str) -> None:
    written = vector(bytes(size))
    assert written[: len(written) - size].hex() == header
    assert Reader(written).vector() == bytes(size)


@given(st.binary(max_size=64))
def test_anything_is_read_or_malformed(data: bytes) -> None:
    reader = Reader(data)
    try:
        while reader.rest:
            reader.vector()
    except Malformed:
        return
    assert reader.place == len(data)


def test_a_number_that_is_cut_off_is_malformed() -> None:
    with pytest.raises(Malformed, match="4 bytes are missing at 0 of 2"):
        Reader(b"ab").number(4)


def test_a_length_of_no_kind_is_malformed() -> None:
    with pytest.raises(Malformed, match="no length"):
        Reader(b"\xc0").vector()
