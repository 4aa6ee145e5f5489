"""Vectors as embedders give them and caches keep them: numbers of four bytes."""

import math
import sys
from array import array
from collections.abc import Iterable
from operator import mul

from acore.domain.knowledge import Vector


def unit(numbers: Iterable[float]) -> Vector:
    """The vector of length 1 in that direction; raises ValueError or TypeError where the numbers are none."""
    given = array("d", numbers)
    length = math.sqrt(sum(map(mul, given, given)))
    if not 0 < length < math.inf:
        raise ValueError("a vector has no direction")
    return array("f", [number / length for number in given])


def packed(vector: Vector) -> bytes:
    """Its bytes, the lowest of a number first."""
    return _ordered(array("f", vector)).tobytes()


def unpacked(data: bytes) -> Vector:
    """The vector that was packed; raises ValueError where the bytes are none."""
    vector: array[float] = array("f")
    vector.frombytes(data)
    return _ordered(vector)


def _ordered(vector: "array[float]") -> "array[float]":
    if sys.byteorder != "little":
        vector.byteswap()
    return vector
