"""The encryption between a client and the voice server, in the two ways that Discord has."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl import bindings
from nacl.exceptions import CryptoError

from acore.simulator.voice.presentation import Malformed

KEY_BYTES = 32
_COUNTER = 4
"""Bytes of the counter that stands at the end of a packet and makes each one's nonce."""


class Cipher(ABC):
    """Encrypts what is behind a header, which is protected against changes and readable."""

    nonce_bytes: int

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._sent = 0

    def seal(self, header: bytes, body: bytes) -> bytes:
        """The packet as it goes over the network."""
        counter = self._sent.to_bytes(_COUNTER, "big")
        self._sent = (self._sent + 1) % (1 << 8 * _COUNTER)
        return header + self._encrypt(body, header, self._nonce(counter)) + counter

    def open(self, data: bytes, header_size: int) -> bytes:
        """What is behind the header of a packet; raises Malformed where it was not encrypted with this key."""
        header, sealed, counter = data[:header_size], data[header_size:-_COUNTER], data[-_COUNTER:]
        try:
            return self._decrypt(sealed, header, self._nonce(counter))
        except (CryptoError, InvalidTag, ValueError) as error:
            raise Malformed("a packet that does not decrypt") from error

    def _nonce(self, counter: bytes) -> bytes:
        return counter.ljust(self.nonce_bytes, b"\0")

    @abstractmethod
    def _encrypt(self, body: bytes, header: bytes, nonce: bytes) -> bytes: ...

    @abstractmethod
    def _decrypt(self, sealed: bytes, header: bytes, nonce: bytes) -> bytes: ...


class XChaCha20(Cipher):
    """The way that every client knows."""

    nonce_bytes = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

    def _encrypt(self, body: bytes, header: bytes, nonce: bytes) -> bytes:
        return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(body, header, nonce, self._key)

    def _decrypt(self, sealed: bytes, header: bytes, nonce: bytes) -> bytes:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, header, nonce, self._key)


class AesGcm(Cipher):
    """The way that clients prefer where the machine helps with it."""

    nonce_bytes = 12

    def _encrypt(self, body: bytes, header: bytes, nonce: bytes) -> bytes:
        return AESGCM(self._key).encrypt(nonce, body, header)

    def _decrypt(self, sealed: bytes, header: bytes, nonce: bytes) -> bytes:
        return AESGCM(self._key).decrypt(nonce, sealed, header)


CIPHERS: Mapping[str, type[Cipher]] = {
    "aead_aes256_gcm_rtpsize": AesGcm,
    "aead_xchacha20_poly1305_rtpsize": XChaCha20,
}
"""By the names that Discord gives the modes, in its order."""
