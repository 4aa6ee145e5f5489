"""What is decoded of a call, watched where it is: at the codec, and at the end-to-end keys."""

from typing import TYPE_CHECKING, Any, Literal

from acore.adapters.sound.opus import AVOpus
from acore.interfaces.opus import Opus, OpusDecoder, OpusEncoder

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk


class WatchedOpus(Opus):
    """Counts the decoders that are made, one with the first packet of whom is heard, and keeps what they decode."""

    def __init__(self) -> None:
        self.decoders = 0
        self.decoded: list[bytes] = []
        self._opus = AVOpus()

    def decoder(self, rate: Literal[16_000, 48_000] = 16_000, channels: Literal[1, 2] = 1) -> OpusDecoder:
        self.decoders += 1
        return _Watched(self._opus.decoder(rate, channels), self.decoded)

    def encoder(self) -> OpusEncoder:
        return self._opus.encoder()


class _Watched(OpusDecoder):
    def __init__(self, decoder: OpusDecoder, decoded: list[bytes]) -> None:
        self._decoder = decoder
        self._decoded = decoded

    def decode(self, packet: bytes) -> "AudioChunk":
        self._decoded.append(packet)
        return self._decoder.decode(packet)


def decryptions(there: Any, user: str) -> int:
    """How often the end-to-end key of this user was tried, there where the line is."""
    stats = there.line._connection.dave_session.get_decryption_stats(int(user))
    return stats.attempts if stats else 0
