"""Packets of sound and pictures: RTP (RFC 3550), as Discord encrypts it."""

import struct
from dataclasses import dataclass, field

from acore.simulator.voice.presentation import Malformed

OPUS = 120
"""The payload type of sound."""
CAMERA = 101
"""The payload type of a camera's pictures."""
FRAME = 960
"""How far the time of a packet is from that of the one before, in ticks of 1/48000 s: 20 ms."""
SILENCE = b"\xf8\xff\xfe"
"""The Opus frame that Discord takes for silence; nobody encrypts it end to end."""

_VERSION = 2 << 6
_EXTENDED = 1 << 4
_MARKED = 1 << 7
_ONE_BYTE_FORM = 0xBEDE
_FIXED = struct.Struct(">BBHII")
_EXTENSION = struct.Struct(">HH")
_RECEIVER_REPORT = struct.pack(">BBH", _VERSION, 201, 1)
_FEEDBACK = range(200, 208)


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet without any encryption of the transport; `payload` may be encrypted end to end."""

    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    marked: bool = False
    """Whether it is the last one of a picture."""
    contributors: tuple[int, ...] = ()
    extension: bytes | None = field(default=None)
    """The body of the header's extension, in whole words of four bytes."""

    @property
    def header(self) -> bytes:
        """What stays readable: the header with its contributors and the first word of its extension."""
        first = _VERSION | len(self.contributors) | (_EXTENDED if self.extension is not None else 0)
        kind = self.payload_type | (_MARKED if self.marked else 0)
        fixed = _FIXED.pack(first, kind, self.sequence, self.timestamp, self.ssrc)
        fixed += b"".join(one.to_bytes(4, "big") for one in self.contributors)
        if self.extension is None:
            return fixed
        return fixed + _EXTENSION.pack(_ONE_BYTE_FORM, len(self.extension) // 4)

    @property
    def body(self) -> bytes:
        """What the transport encrypts."""
        return (self.extension or b"") + self.payload


def header_size(data: bytes) -> int:
    """How many bytes of a packet are readable; raises Malformed for what is no RTP."""
    if len(data) < _FIXED.size or data[0] >> 6 != _VERSION >> 6:
        raise Malformed("no packet of RTP")
    size = _FIXED.size + 4 * (data[0] & 0x0F) + (_EXTENSION.size if data[0] & _EXTENDED else 0)
    if len(data) < size:
        raise Malformed("the header of RTP is cut off")
    return size


def packet(header: bytes, body: bytes) -> Packet:
    """The packet with that header and that decrypted body; raises Malformed where they do not fit."""
    if header_size(header) != len(header):
        raise Malformed("a header and nothing else is expected")
    first, kind, sequence, timestamp, ssrc = _FIXED.unpack_from(header)
    count = first & 0x0F
    contributors = struct.unpack_from(f">{count}I", header, _FIXED.size)
    extension = None
    if first & _EXTENDED:
        size = 4 * int(_EXTENSION.unpack_from(header, len(header) - _EXTENSION.size)[1])
        if size > len(body):
            raise Malformed("the extension of RTP is cut off")
        extension, body = body[:size], body[size:]
    return Packet(kind & 0x7F, sequence, timestamp, ssrc, body, bool(kind & _MARKED), contributors, extension)


def is_feedback(data: bytes) -> bool:
    """Whether it is RTCP, which shares the port with RTP."""
    return len(data) > 1 and data[1] in _FEEDBACK


def receiver_report(ssrc: int) -> bytes:
    """The header of the feedback that Discord sends now and then; its body is encrypted like sound."""
    return _RECEIVER_REPORT + ssrc.to_bytes(4, "big")
