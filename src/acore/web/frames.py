"""The frames of a WebSocket as RFC 6455 draws them: bytes of a browser to messages, and messages to bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_LONGEST_CONTROL = 125
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_SENDABLE = frozenset({1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014})
_OWN_CODES = range(3000, 5000)
NO_CODE = 1005
"""What a close without a code counts as."""


class Opcode(IntEnum):
    """What a frame is."""

    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


class BrokenFrame(Exception):
    """The other side does not keep to the protocol; `code` is the one to close with."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message, however many frames it came in; of a control frame, the frame."""

    opcode: Opcode
    payload: bytes

    @property
    def text(self) -> str:
        """The payload of a text; raises BrokenFrame where it is none."""
        try:
            return self.payload.decode()
        except UnicodeDecodeError as error:
            raise BrokenFrame(1007, "a text is not UTF-8") from error

    @property
    def code(self) -> int:
        """Why the other side closes; raises BrokenFrame for what is no code."""
        if not self.payload:
            return NO_CODE
        code = int.from_bytes(self.payload[:2], "big")
        if len(self.payload) == 1 or (code not in _SENDABLE and code not in _OWN_CODES):
            raise BrokenFrame(1002, "a close has no code that may be sent")
        return code


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a frame."""

    final: bool
    opcode: Opcode
    length: int
    mask: bytes
    size: int
    """Bytes of the head itself."""


class FrameReader:
    """Puts messages together from bytes that come in any pieces; one larger than `most` bytes is refused."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = bytearray()
        self._begun: Opcode | None = None
        self._parts = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole now; raises BrokenFrame, after which nothing more can be read."""
        self._held += data
        while (head := self._head()) is not None and len(self._held) >= head.size + head.length:
            payload = _unmasked(bytes(self._held[head.size : head.size + head.length]), head.mask)
            del self._held[: head.size + head.length]
            if (message := self._taken(head, payload)) is not None:
                yield message

    def _head(self) -> _Head | None:
        """The next frame's head; None while it is not whole."""
        if len(self._held) < 2:  # noqa: PLR2004  a head has two bytes at least
            return None
        first, second = self._held[0], self._held[1]
        final, opcode, short = bool(first & 0x80), _opcode(first), second & 0x7F
        if not second & 0x80:
            raise BrokenFrame(1002, "a browser masks its frames, and this one is not masked")
        if opcode >= Opcode.CLOSE and (not final or short > _LONGEST_CONTROL):
            raise BrokenFrame(1002, "a control frame is in pieces, or too long")
        at = 2 + {_TWO_BYTES: 2, _EIGHT_BYTES: 8}.get(short, 0)
        if len(self._held) < at + 4:
            return None
        length = int.from_bytes(self._held[2:at], "big") if at > 2 else short  # noqa: PLR2004
        if opcode < Opcode.CLOSE and length + len(self._parts) > self._most:
            raise BrokenFrame(1009, f"a message is larger than {self._most} bytes")
        return _Head(final, opcode, length, bytes(self._held[at : at + 4]), at + 4)

    def _taken(self, head: _Head, payload: bytes) -> Message | None:
        """The message that the frame ends; None where more of it comes."""
        if head.opcode >= Opcode.CLOSE:
            return Message(head.opcode, payload)
        if (head.opcode is Opcode.CONTINUATION) != (self._begun is not None):
            raise BrokenFrame(1002, "a message begins within another, or goes on without having begun")
        self._begun = self._begun or head.opcode
        self._parts += payload
        if not head.final:
            return None
        message = Message(self._begun, bytes(self._parts))
        self._begun = None
        self._parts.clear()
        return message


def frame(opcode: Opcode, payload: bytes) -> bytes:
    """A whole message as a server sends it, unmasked and in one piece."""
    length = len(payload)
    if length <= _LONGEST_CONTROL:
        head = bytes((0x80 | opcode, length))
    elif length < 1 << 16:
        head = bytes((0x80 | opcode, _TWO_BYTES)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, _EIGHT_BYTES)) + length.to_bytes(8, "big")
    return head + payload


def closing(code: int, reason: str = "") -> bytes:
    """The frame that closes; a long reason is cut."""
    words = reason.encode()[: _LONGEST_CONTROL - 2].decode(errors="ignore").encode()
    return frame(Opcode.CLOSE, code.to_bytes(2, "big") + words)


def _opcode(first: int) -> Opcode:
    if first & 0x70:
        raise BrokenFrame(1002, "a frame uses an extension that was not agreed on")
    try:
        return Opcode(first & 0x0F)
    except ValueError as error:
        raise BrokenFrame(1002, "a frame is of no known kind") from error


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    """Each byte exclusive-or with one of the four, all at once in one large number."""
    length = len(payload)
    stream = (mask * (length // 4 + 1))[:length]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(stream, "little")).to_bytes(length, "little")
