"""Packets as a voice server sends them, made by hand."""

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from acore.discord.voice.ear import Keys
from acore.discord.voice.transport import opener

KEY = bytes(range(32))
MODE = "aead_xchacha20_poly1305_rtpsize"
SEALED = b"sealed:"
"""What stands before a frame that this fake of the end-to-end encryption has encrypted."""


def header(  # noqa: PLR0913  what a header may have
    sequence: int,
    source: int,
    *,
    kind: int = 120,
    marker: bool = False,
    contributors: int = 0,
    extension: bool = False,
    padding: bool = False,
) -> bytes:
    first = 0x80 | contributors | 0x10 * extension | 0x20 * padding
    fixed = bytes([first, kind | 0x80 * marker]) + sequence.to_bytes(2, "big") + bytes(4) + source.to_bytes(4, "big")
    return fixed + bytes(4 * contributors) + (b"\xbe\xde\x00\x02" if extension else b"")


def sealed(head: bytes, body: bytes, *, key: bytes = KEY, counter: int = 7) -> bytes:
    nonce = counter.to_bytes(4, "big")
    return head + crypto_aead_xchacha20poly1305_ietf_encrypt(body, head, nonce + bytes(20), key) + nonce


def packet(sequence: int, source: int, opus: bytes, *, key: bytes = KEY) -> bytes:
    """One packet of sound, as a desktop client sends it."""
    return sealed(header(sequence, source, extension=True), bytes(8) + SEALED + opus, key=key)


def unsealed(user: str, sent: bytes) -> bytes:
    if user == "stranger" or not sent.startswith(SEALED):
        raise ValueError("no key")
    return sent.removeprefix(SEALED)


def keys() -> Keys:
    return Keys(opener(MODE, KEY), unsealed)
