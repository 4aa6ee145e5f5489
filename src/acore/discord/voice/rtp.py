"""The packets that a voice server sends: RTP (RFC 3550) with the payload encrypted, extension body included."""

import struct
from dataclasses import dataclass

_OPUS = 120
"""The payload type of sound; others are cameras and screens."""
_FIXED = 12
_VERSION = 2
_SOURCES = 0x0F
_EXTENDED = 0x10
_PADDED = 0x20
_TYPE = 0x7F
_WORD = 4
_HEADER = struct.Struct(">xxHxxxxI")


@dataclass(frozen=True, slots=True)
class Header:
    """What a packet of sound says in the clear."""

    sequence: int
    ssrc: int
    """The number of its source in this call."""
    size: int
    """Bytes that are not encrypted, but authenticated."""
    extension: int
    """Bytes of the header's extension, at the beginning of what is encrypted."""
    padded: bool


def is_sound(data: bytes) -> bool:
    """Whether it is a packet of sound, which the control packets and those of a camera are not."""
    return len(data) > _FIXED and data[0] >> 6 == _VERSION and data[1] & _TYPE == _OPUS


def source_of(data: bytes) -> int:
    """The number of the source of a packet of sound."""
    return int.from_bytes(data[8:_FIXED], "big")


def header_of(data: bytes) -> Header:
    """What a packet of sound says; raises ValueError where it is cut off."""
    sequence, ssrc = _HEADER.unpack_from(data)
    first = data[0]
    size = _FIXED + _WORD * (first & _SOURCES)
    words = 0
    if first & _EXTENDED:
        size += _WORD
        words = int.from_bytes(data[size - 2 : size], "big")
    if len(data) < size:
        raise ValueError(f"a packet of {len(data)} bytes has a header of {size}")
    return Header(sequence, ssrc, size, _WORD * words, bool(first & _PADDED))


def payload_of(header: Header, decrypted: bytes) -> bytes:
    """The sound in what was decrypted: without the extension's body, and without padding."""
    end = len(decrypted)
    if header.padded and decrypted:
        end -= decrypted[-1]
    if header.extension > end:
        raise ValueError(f"{len(decrypted)} bytes do not hold an extension of {header.extension}")
    return decrypted[header.extension : end]
