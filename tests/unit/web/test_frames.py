from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.web.frames import NO_CODE, BrokenFrame, FrameReader, Message, Opcode, closing, frame

MASK = b"\x01\x80\xff\x00"


def masked(opcode: int, payload: bytes, *, final: bool = True, mask: bytes = MASK) -> bytes:
    """A frame as a browser sends it."""
    ours = frame(Opcode.BINARY, payload)
    head, size = bytearray(ours[: len(ours) - len(payload)]), len(payload)
    head[0] = (0x80 if final else 0) | opcode
    head[1] |= 0x80
    return bytes(head) + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload[:size]))


def read(*pieces: bytes, most: int = 1_000_000) -> list[Message]:
    reader = FrameReader(most)
    return [message for piece in pieces for message in reader.feed(piece)]


def refused(*pieces: bytes, most: int = 1_000_000) -> int:
    """The code with which the pieces are refused."""
    with pytest.raises(BrokenFrame) as error:
        [message.code if message.opcode is Opcode.CLOSE else message.text for message in read(*pieces, most=most)]
    return error.value.code


@given(
    messages=st.lists(st.tuples(st.booleans(), st.lists(st.binary(max_size=300), min_size=1, max_size=3)), max_size=4),
    cuts=st.lists(st.integers(0, 3000), max_size=8),
    mask=st.binary(min_size=4, max_size=4),
)
def test_messages_come_out_whole_however_they_are_cut(
    messages: Sequence[tuple[bool, Sequence[bytes]]], cuts: Sequence[int], mask: bytes
) -> None:
    data, sent = b"", []
    for is_text, parts in messages:
        for n, part in enumerate(parts):
            opcode = (Opcode.TEXT if is_text else Opcode.BINARY) if n == 0 else Opcode.CONTINUATION
            data += masked(opcode, part, final=n == len(parts) - 1, mask=mask) + masked(Opcode.PING, b"there?")
            if n < len(parts) - 1:
                sent.append(Message(Opcode.PING, b"there?"))
        sent += [Message(Opcode.TEXT if is_text else Opcode.BINARY, b"".join(parts)), Message(Opcode.PING, b"there?")]
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    assert read(*(data[begin:end] for begin, end in pairwise(places))) == sent


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 100_000])
def test_a_message_of_any_size_is_read_and_written(size: int) -> None:
    payload = bytes(range(256)) * (size // 256 + 1)
    assert read(masked(Opcode.BINARY, payload[:size])) == [Message(Opcode.BINARY, payload[:size])]
    assert frame(Opcode.BINARY, payload[:size]).endswith(payload[:size])


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (frame(Opcode.TEXT, b"not masked"), 1002),
        (masked(Opcode.CONTINUATION, b"of nothing"), 1002),
        (masked(Opcode.TEXT, b"a", final=False) + masked(Opcode.TEXT, b"b"), 1002),
        (masked(Opcode.PING, b"in pieces", final=False), 1002),
        (masked(Opcode.PING, b"x" * 126), 1002),
        (masked(3, b"of no kind"), 1002),
        (masked(0x42, b"with an extension"), 1002),
        (masked(Opcode.TEXT, b"\xff"), 1007),
        (masked(Opcode.CLOSE, b"\x03"), 1002),
        (masked(Opcode.CLOSE, (1005).to_bytes(2, "big")), 1002),
        (masked(Opcode.CLOSE, (999).to_bytes(2, "big")), 1002),
    ],
)
def test_what_breaks_the_protocol_is_refused_with_its_code(piece: bytes, code: int) -> None:
    assert refused(piece) == code


def test_a_message_that_is_too_large_is_refused_by_its_head_alone() -> None:
    assert refused(masked(Opcode.BINARY, b"x" * 101)[:6], most=100) == 1009
    assert refused(masked(2, b"x" * 60, final=False), masked(0, b"x" * 60)[:6], most=100) == 1009
    assert len(read(masked(Opcode.BINARY, b"x" * 100), most=100)) == 1


def test_a_close_says_why_or_not() -> None:
    (message,) = read(masked(Opcode.CLOSE, b""))
    assert message.code == NO_CODE
    (message,) = read(masked(Opcode.CLOSE, (3001).to_bytes(2, "big") + b"enough"))
    assert message.code == 3001


def test_a_long_reason_to_close_is_cut_between_characters() -> None:
    data = closing(1000, "é" * 100)
    assert (data[1], data[4:].decode()) == (124, "é" * 61)
