"""Vectors on their way to another process: half as long as in figures, and read in half the time."""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence


def floats(vector: Sequence[float]) -> list[float]:
    """A vector as plain numbers, whatever kind of array it is."""
    return vector.tolist() if hasattr(vector, "tolist") else list(vector)


def packed(vector: Sequence[float]) -> str:
    """Its numbers in four bytes each, as base64."""
    return b64encode(array("f", floats(vector))).decode()


def unpacked(text: str) -> list[float]:
    """The numbers again."""
    numbers = array("f")
    numbers.frombytes(b64decode(text))
    return numbers.tolist()
