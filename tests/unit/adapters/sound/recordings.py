"""Recordings that the tests make: tones in any format, and broken ones."""

import io
import struct
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

from acore.domain.audio import AudioChunk, Samples

FORMATS = {
    "wav": ("wav", "pcm_s16le", 48_000),
    "float wav": ("wav", "pcm_f32le", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "ogg": ("ogg", "libopus", 48_000),
    "m4a": ("ipod", "aac", 44_100),
    "webm": ("webm", "libopus", 48_000),
    "flac": ("flac", "flac", 22_050),
    "aiff": ("aiff", "pcm_s16be", 16_000),
}
"""Container, codec and rate, by what people call it."""


def tone(hertz: float, seconds: float, rate: int, *, channels: int = 1, level: float = 0.5) -> AudioChunk:
    times = np.arange(round(seconds * rate)) / rate
    wave = (level * np.sin(2 * np.pi * hertz * times)).reshape(-1, 1)
    return AudioChunk.of_floats(np.repeat(wave, channels, axis=1), rate)


def encoded(kind: str, clip: AudioChunk, *, pictures: bool = False) -> bytes:
    """The clip as a file of this kind, with a film beside it where `pictures` says so."""
    container, codec, rate = FORMATS[kind]
    assert clip.rate == rate
    file = io.BytesIO()
    layout = "mono" if clip.channels == 1 else "stereo" if clip.channels == 2 else "7.1"
    with av.open(file, "w", format=container) as out:
        film = out.add_stream("libvpx", rate=10) if pictures else None
        if film is not None:
            film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
        sound = out.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(sound, AudioStream)
        for number in range(10 if film is not None else 0):
            assert film is not None
            picture = VideoFrame.from_ndarray(np.full((48, 64, 3), number * 20, np.uint8), format="rgb24")
            picture.pts, picture.time_base = number, Fraction(1, 10)
            out.mux(film.encode(picture))
        for begin in range(0, len(clip.samples), 4096):
            piece = clip.samples[begin : begin + 4096]
            frame = AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, begin, Fraction(1, rate)
            out.mux(sound.encode(frame))
        out.mux(sound.encode(None))
        if film is not None:
            out.mux(film.encode(None))
    return file.getvalue()


def wav_header(*, rate: int = 16_000, channels: int = 1, bits: int = 16, size: int = 0) -> bytes:
    """The beginning of a WAV file, true or not."""
    block = channels * bits // 8
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, (rate * block) & 0xFFFFFFFF, block, bits)
    return b"RIFF" + struct.pack("<I", 36 + size) + b"WAVE" + form + struct.pack("<4sI", b"data", size)


def loudness(samples: Samples) -> float:
    """In decibels of a full-scale sine; silence is -200."""
    power = float((samples.astype(np.float64) ** 2).mean()) / 32768**2 * 2
    return 10 * float(np.log10(power + 1e-20))


def frequency(clip: AudioChunk) -> float:
    """The strongest one."""
    mono = clip.mono().astype(np.float64)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono))))
    return float(np.argmax(spectrum)) * clip.rate / len(mono)
