"""Opens what the voice server encrypted: the outer of the two encryptions."""

from collections.abc import Callable
from importlib import import_module

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError

from acore.discord.voice.rtp import Header
from acore.errors import EngineRefused

_COUNTER = 4
"""Bytes of the nonce that a packet carries at its end."""
_TAG = 16
_XCHACHA_NONCE = 24
_GCM_NONCE = 12

Open = Callable[[Header, bytes], bytes]
"""Decrypts a packet; raises ValueError where the key does not fit or the packet was changed."""


def opener(mode: str, key: bytes) -> Open:
    """What opens packets of this mode; raises EngineRefused for a mode that is not known."""
    if mode == "aead_xchacha20_poly1305_rtpsize":
        return _xchacha(key)
    if mode == "aead_aes256_gcm_rtpsize":
        return _gcm(key)
    raise EngineRefused(
        f"The voice server encrypts in a way that is not known here ({mode}). Update acore.", engine="discord"
    )


def _xchacha(key: bytes) -> Open:
    rest = bytes(_XCHACHA_NONCE - _COUNTER)

    def decrypted(header: Header, data: bytes) -> bytes:
        sealed, nonce = _parts(header, data)
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, data[: header.size], nonce + rest, key)
        except CryptoError as error:
            raise ValueError("a packet does not fit the transport's key") from error

    return decrypted


def _gcm(key: bytes) -> Open:
    """Discord prefers it where the machine has it in hardware; the library below is there where somebody wants it."""
    try:
        cipher = import_module("cryptography.hazmat.primitives.ciphers.aead").AESGCM(key)
        invalid: type[Exception] = import_module("cryptography.exceptions").InvalidTag
    except ImportError as error:
        raise EngineRefused(
            "The voice server encrypts with AES, for which a library lacks. Install it: pip install cryptography",
            engine="discord",
        ) from error
    rest = bytes(_GCM_NONCE - _COUNTER)

    def decrypted(header: Header, data: bytes) -> bytes:
        sealed, nonce = _parts(header, data)
        try:
            opened: bytes = cipher.decrypt(nonce + rest, sealed, data[: header.size])
        except invalid as error:
            raise ValueError("a packet does not fit the transport's key") from error
        return opened

    return decrypted


def _parts(header: Header, data: bytes) -> tuple[bytes, bytes]:
    if len(data) < header.size + _TAG + _COUNTER:
        raise ValueError(f"a packet of {len(data)} bytes holds nothing encrypted")
    return data[header.size : -_COUNTER], data[-_COUNTER:]
