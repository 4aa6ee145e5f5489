"""Packets of Opus, decoded and encoded. Importing it loads PyAV and numpy."""

from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from acore.adapters.sound.resampling import AVResampler
from acore.adapters.sound.thirds import Thirds
from acore.domain.audio import AudioChunk, Samples
from acore.errors import InvalidInput
from acore.interfaces.opus import FRAME_S, OpusDecoder, OpusEncoder, OpusFrame

_RATE = 48_000
_THIRD = 16_000
_CHANNELS = 2
_SIZE = round(_RATE * FRAME_S)
_LAYOUTS = {1: "mono", 2: "stereo"}
_BIT_RATE = 64_000
_OPTIONS = {"application": "voip", "frame_duration": "20", "fec": "1", "packet_loss": "10"}
"""With what helps a listener over a lost packet."""


class AVOpusDecoder(OpusDecoder):
    """Decodes into one channel where one is wanted, which is the mean of both."""

    def __init__(self, rate: int, channels: int) -> None:
        if rate not in (_RATE, _THIRD) or channels not in _LAYOUTS or (rate, channels) == (_THIRD, _CHANNELS):
            raise ValueError(f"Opus is decoded to 48000 frames a second or, mono, to 16000; not {channels} x {rate}")
        self._rate = rate
        self._channels = channels
        self._thirds = Thirds() if rate == _THIRD else None
        self._codec = _decoding(channels)

    def decode(self, packet: bytes) -> AudioChunk:
        """As the contract says."""
        try:
            frames = self._codec.decode(av.Packet(packet)) if packet else []  # an empty one would end the stream
        except (av.FFmpegError, ValueError) as error:
            raise InvalidInput("A packet of {size} bytes is no Opus.", size=len(packet)) from error
        if not frames:
            raise InvalidInput("A packet of {size} bytes holds no sound.", size=len(packet))
        samples = np.frombuffer(memoryview(frames[0].planes[0]), np.int16)[: frames[0].samples * self._channels]
        if self._thirds is not None:
            return AudioChunk(self._thirds.feed(samples), _THIRD)
        return AudioChunk(samples.reshape(-1, self._channels).copy(), _RATE)


class AVOpusEncoder(OpusEncoder):
    """64 kbit/s, with forward error correction."""

    def __init__(self) -> None:
        self._codec = _encoding()
        self._kind: tuple[int, int] | None = None
        self._resampler = AVResampler(_RATE, _CHANNELS)
        self._rest: Samples = np.empty((0, _CHANNELS), np.int16)

    def encode(self, chunk: AudioChunk) -> list[OpusFrame]:
        """As the contract says."""
        if self._kind != (chunk.rate, chunk.channels):
            self._begin(chunk.rate, chunk.channels)
        self._add(self._resampler.feed(chunk))
        return self._full()

    def finish(self) -> list[OpusFrame]:
        """As the contract says."""
        if self._kind is None:
            return []
        self._add(self._resampler.finish())
        self._kind = None
        frames = self._full()
        if left := len(self._rest):
            self._rest = np.pad(self._rest, ((0, _SIZE - left), (0, 0)))
            frames += [OpusFrame(frame.packet, left / _RATE) for frame in self._full()]
        return frames

    def _begin(self, rate: int, channels: int) -> None:
        if self._kind is not None:
            self._add(self._resampler.finish())
        self._resampler = AVResampler(_RATE, _CHANNELS)
        self._kind = rate, channels

    def _add(self, chunk: AudioChunk) -> None:
        self._rest = np.concatenate((self._rest, chunk.samples))

    def _full(self) -> list[OpusFrame]:
        frames = []
        while len(self._rest) >= _SIZE:
            frame = AudioFrame.from_ndarray(self._rest[:_SIZE].reshape(1, -1), "s16", _LAYOUTS[_CHANNELS])
            frame.sample_rate = _RATE
            self._rest = self._rest[_SIZE:]
            frames += [OpusFrame(bytes(packet)) for packet in self._codec.encode(frame)]
        return frames


def _decoding(channels: int) -> AudioCodecContext:
    codec = av.CodecContext.create("libopus", "r")
    codec.sample_rate, codec.layout = _RATE, _LAYOUTS[channels]
    return codec


def _encoding() -> AudioCodecContext:
    codec = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format = _RATE, _LAYOUTS[_CHANNELS], "s16"
    codec.time_base, codec.bit_rate, codec.options = Fraction(1, _RATE), _BIT_RATE, _OPTIONS
    codec.open()
    return codec
