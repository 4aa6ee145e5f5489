"""Packets of RTP, and what encrypts them on their way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.simulator.voice.ciphers import CIPHERS, KEY_BYTES, Cipher
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.rtp import Packet, header_size, is_feedback, packet, receiver_report

words = st.integers(0, 0xFFFFFFFF)
packets = st.builds(
    Packet,
    payload_type=st.integers(0, 127),
    sequence=st.integers(0, 0xFFFF),
    timestamp=words,
    ssrc=words,
    payload=st.binary(max_size=60),
    marked=st.booleans(),
    contributors=st.lists(words, max_size=15).map(tuple),
    extension=st.none() | st.binary(max_size=6).map(lambda body: body * 4),
)
ciphers = st.sampled_from(sorted(CIPHERS)).map(lambda mode: CIPHERS[mode])


@given(packets)
def test_a_packet_is_read_as_it_was_written(sent: Packet) -> None:
    assert header_size(sent.header + sent.body) == len(sent.header)
    assert packet(sent.header, sent.body) == sent


@given(packets, ciphers)
def test_a_sealed_packet_is_opened_with_its_key(sent: Packet, kind: type[Cipher]) -> None:
    sealed = kind(bytes(KEY_BYTES)).seal(sent.header, sent.body)
    assert sealed.startswith(sent.header)
    assert kind(bytes(KEY_BYTES)).open(sealed, header_size(sealed)) == sent.body


@given(packets, ciphers, st.data())
def test_a_changed_packet_is_opened_by_nobody(sent: Packet, kind: type[Cipher], data: st.DataObject) -> None:
    sealed = bytearray(kind(bytes(KEY_BYTES)).seal(sent.header, sent.body))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(Malformed):
        kind(bytes(KEY_BYTES)).open(bytes(sealed), len(sent.header))


@pytest.mark.parametrize("mode", CIPHERS)
def test_the_counter_at_the_end_grows(mode: str) -> None:
    cipher = CIPHERS[mode](bytes(KEY_BYTES))
    sealed = [cipher.seal(b"\x80" * 12, b"same") for _ in range(3)]
    assert [one[-4:].hex() for one in sealed] == ["00000000", "00000001", "00000002"]
    assert len({one[12:-4] for one in sealed}) == 3


@pytest.mark.parametrize("data", [b"", b"\x80\x78", bytes(12), b"\x8f" + bytes(20), b"\x90" + bytes(12)])
def test_what_is_no_packet_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        header_size(data)


def test_a_header_with_something_behind_it_is_malformed() -> None:
    with pytest.raises(Malformed, match="a header and nothing else"):
        packet(b"\x80" + bytes(15), b"")
    with pytest.raises(Malformed, match="extension of RTP is cut off"):
        packet(b"\x90" + bytes(11) + b"\xbe\xde\x00\x02", b"abcd")


def test_feedback_is_told_from_sound() -> None:
    report = receiver_report(7)
    assert is_feedback(report)
    assert len(report) == 8
    assert not is_feedback(Packet(120, 1, 2, 3, b"").header)
    assert not is_feedback(b"\x80")
