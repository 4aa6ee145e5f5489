"""The size of pictures, read from their first bytes."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8"
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that carry its size."""
_PNG_HEADER, _GIF_HEADER, _FRAME_HEADER = 24, 10, 9


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; None for anything else."""
    if data.startswith(_PNG) and len(data) >= _PNG_HEADER:
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    if data.startswith(_GIF) and len(data) >= _GIF_HEADER:
        width, height = struct.unpack_from("<HH", data, 6)
        return width, height
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment until one describes the frame."""
    at = len(_JPEG)
    while at + _FRAME_HEADER <= len(data) and data[at] == _JPEG[0]:
        if data[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
