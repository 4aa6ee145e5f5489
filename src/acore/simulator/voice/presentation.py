"""The presentation language of MLS: big-endian numbers, and vectors behind their lengths (RFC 9420, section 2.1)."""

from acore.errors import AcoreError


class Malformed(AcoreError):
    """Bytes that are not what they should be."""


def vector(data: bytes) -> bytes:
    """The bytes behind their length, which takes 1, 2 or 4 bytes with its own size in the upper two bits."""
    size = len(data)
    if size < 1 << 6:
        return size.to_bytes(1, "big") + data
    if size < 1 << 14:
        return (size | 1 << 14).to_bytes(2, "big") + data
    return (size | 2 << 30).to_bytes(4, "big") + data


class Reader:
    """Reads one value after the other; raises Malformed where the bytes end too early."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.place = 0
        """How many bytes were read."""

    @property
    def rest(self) -> bytes:
        """What was not read yet."""
        return self._data[self.place :]

    def number(self, size: int) -> int:
        """A number of so many bytes."""
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        """So many bytes."""
        end = self.place + size
        if end > len(self._data):
            raise Malformed(f"{size} bytes are missing at {self.place} of {len(self._data)}")
        taken = self._data[self.place : end]
        self.place = end
        return taken

    def vector(self) -> bytes:
        """What stands behind its length."""
        first = self.number(1)
        more = {0: 0, 1: 1, 2: 3}.get(first >> 6)
        if more is None:
            raise Malformed(f"no length at {self.place - 1}")
        return self.take((first & 0x3F) << 8 * more | int.from_bytes(self.take(more), "big"))
