import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.discord.voice.rtp import header_of, is_sound, payload_of, source_of
from tests.unit.discord.voice.call_packets import header

BODY = bytes(30)


def test_sound_is_told_from_what_else_comes() -> None:
    assert is_sound(header(1, 2) + BODY)
    assert is_sound(header(1, 2, marker=True) + BODY)
    assert not is_sound(header(1, 2, kind=101) + BODY)
    assert not is_sound(b"\x81\xc9\x00\x07" + BODY)
    assert not is_sound(b"\x00\x02" + bytes(72))
    assert not is_sound(bytes(8))
    assert not is_sound(header(1, 2))
    assert not is_sound(b"")


def test_a_header_says_where_it_ends_and_what_it_is_of() -> None:
    plain = header_of(header(65_535, 2**32 - 1) + BODY)
    assert (plain.sequence, plain.ssrc, plain.size, plain.extension, plain.padded) == (65_535, 2**32 - 1, 12, 0, False)
    rich = header_of(header(7, 9, contributors=3, extension=True, padding=True) + BODY)
    assert (rich.sequence, rich.ssrc, rich.size, rich.extension, rich.padded) == (7, 9, 28, 8, True)
    assert source_of(header(7, 9) + BODY) == 9


def test_the_extension_and_the_padding_are_no_sound() -> None:
    plain = header_of(header(1, 2) + BODY)
    rich = header_of(header(1, 2, extension=True, padding=True) + BODY)
    assert payload_of(plain, b"opus") == b"opus"
    assert payload_of(rich, b"extended" + b"opus" + b"\0\0\3") == b"opus"


def test_what_is_cut_off_is_refused() -> None:
    with pytest.raises(ValueError, match="header"):
        header_of(header(1, 2, contributors=15)[:20])
    rich = header_of(header(1, 2, extension=True, padding=True) + BODY)
    for short in (b"", b"ext", b"extendedopus\xff"):
        with pytest.raises(ValueError, match="extension"):
            payload_of(rich, short)


@given(st.binary(max_size=80), st.binary(max_size=40))
def test_whatever_comes_is_read_or_refused(data: bytes, decrypted: bytes) -> None:
    if not is_sound(data):
        return
    source_of(data)
    try:
        payload_of(header_of(data), decrypted)
    except ValueError:
        return
