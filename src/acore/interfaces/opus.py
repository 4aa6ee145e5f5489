"""The contract of the codec that voice channels speak."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

FRAME_S = 0.02
"""Seconds of sound in a packet that is sent."""
SILENT_PACKET = b"\xf8\xff\xfe"
"""20 ms of nothing; never encrypted end to end, and sent five times where somebody stops to speak."""


@dataclass(frozen=True, slots=True)
class OpusFrame:
    """A packet that is ready to be sent every `FRAME_S`."""

    packet: bytes
    seconds: float = FRAME_S
    """How much of it is sound that was given; the last one of a stream is filled up with silence."""


class OpusDecoder(ABC):
    """Decodes the packets of one sender, in their order. One thread at a time."""

    @abstractmethod
    def decode(self, packet: bytes) -> "AudioChunk":
        """The sound of one packet, all of it; raises InvalidInput for what is no Opus, and decodes the next as before.

        A packet holds 2.5 to 120 ms.
        """


class OpusEncoder(ABC):
    """Encodes one stream of sound as 48 kHz stereo, 20 ms a packet. One thread at a time."""

    @abstractmethod
    def encode(self, chunk: "AudioChunk") -> list[OpusFrame]:
        """The frames that are full with it; what is left waits for more. The rate may change from chunk to chunk."""

    @abstractmethod
    def finish(self) -> list[OpusFrame]:
        """The rest, the last one filled up with silence. What is encoded behind it begins a stream anew."""


class Opus(ABC):
    """Makes decoders and encoders. Making one loads the library the first time: do it off the event loop."""

    @abstractmethod
    def decoder(self, rate: Literal[16_000, 48_000] = 16_000, channels: Literal[1, 2] = 1) -> OpusDecoder:
        """A new decoder, for one sender; ValueError for two channels of 16 kHz. Raises EngineRefused where it lacks."""

    @abstractmethod
    def encoder(self) -> OpusEncoder:
        """A new encoder, for one stream. Raises EngineRefused where the library lacks."""
