import sys
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from acore.discord.voice.rtp import header_of
from acore.discord.voice.transport import opener
from acore.errors import EngineRefused
from tests.unit.discord.voice.call_packets import KEY, MODE, header, sealed

Seal = Callable[[bytes, bytes], bytes]
GCM = "aead_aes256_gcm_rtpsize"


def sealed_by_gcm(head: bytes, body: bytes) -> bytes:
    nonce = (7).to_bytes(4, "big")
    return head + AESGCM(KEY).encrypt(nonce + bytes(8), body, head) + nonce


@pytest.mark.parametrize("extension", [False, True])
@pytest.mark.parametrize("contributors", [0, 2])
@pytest.mark.parametrize(("mode", "seal"), [(MODE, sealed), (GCM, sealed_by_gcm)])
def test_what_the_server_sealed_is_opened(mode: str, seal: Seal, *, extension: bool, contributors: int) -> None:
    head = header(1, 2, extension=extension, contributors=contributors)
    data = seal(head, b"sound")
    assert opener(mode, KEY)(header_of(data), data) == b"sound"


@pytest.mark.parametrize(("mode", "seal"), [(MODE, sealed), (GCM, sealed_by_gcm)])
def test_a_changed_packet_another_key_and_a_short_one_are_refused(mode: str, seal: Seal) -> None:
    data = seal(header(1, 2), b"sound")
    opened = opener(mode, KEY)
    for place in (2, 14, len(data) - 1):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(ValueError, match="key"):
            opened(header_of(changed), changed)
    with pytest.raises(ValueError, match="key"):
        opener(mode, bytes(32))(header_of(data), data)
    with pytest.raises(ValueError, match="nothing encrypted"):
        opened(header_of(data), data[:30])


@given(st.binary(min_size=13, max_size=60))
def test_noise_is_refused(noise: bytes) -> None:
    data = b"\x80\x78" + noise
    with pytest.raises(ValueError, match="packet"):
        opener(MODE, KEY)(header_of(data), data)


def test_another_way_of_sealing_is_refused() -> None:
    with pytest.raises(EngineRefused, match="xsalsa20"):
        opener("xsalsa20_poly1305", KEY)


def test_the_library_for_aes_is_named_where_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(EngineRefused, match="cryptography"):
        opener(GCM, KEY)
