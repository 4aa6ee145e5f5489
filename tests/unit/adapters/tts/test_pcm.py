import io
import struct
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.tts.pcm import SoundBody
from acore.domain.audio import AudioChunk, joined

SAMPLES = np.arange(-500, 500, dtype=np.int16)


def wav(samples: np.ndarray = SAMPLES, rate: int = 22050, channels: int = 1, bits: int = 16) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return held.getvalue()


def chunked(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    """A WAV file of these chunks; the last one says that it has `size`."""
    sizes = [len(data) for _, data in chunks]
    sizes[-1] = sizes[-1] if size is None else size
    told = b"".join(
        name + struct.pack("<I", told) + data + b"\0" * (len(data) % 2)
        for (name, data), told in zip(chunks, sizes, strict=True)
    )
    return b"RIFF" + struct.pack("<I", len(told) + 4) + b"WAVE" + told


def form(channels: int = 1, rate: int = 22050, bits: int = 16, form: int = 1) -> tuple[bytes, bytes]:
    return b"fmt ", struct.pack("<HHIIHH", form, channels, rate, rate * 2, 2, bits)


DATA = (b"data", SAMPLES.tobytes())


def read(*pieces: bytes, rate: int = 24000) -> AudioChunk:
    body = SoundBody(rate)
    chunks = [chunk for piece in pieces if (chunk := body.feed(piece)) is not None]
    body.close()
    return joined(chunks)


def test_bare_samples_have_the_rate_that_is_named() -> None:
    clip = read(SAMPLES.tobytes(), rate=16000)
    assert (clip.rate, clip.channels) == (16000, 1)
    assert np.array_equal(clip.samples[:, 0], SAMPLES)


def test_a_wav_file_tells_its_rate_and_channels() -> None:
    clip = read(wav(rate=44100, channels=2))
    assert (clip.rate, clip.channels) == (44100, 2)
    assert np.array_equal(clip.samples.reshape(-1), SAMPLES)


@given(st.lists(st.integers(0, 2200), max_size=12), st.booleans())
def test_how_the_bytes_come_changes_nothing(places: list[int], bare: bool) -> None:  # noqa: FBT001
    body = SAMPLES.tobytes() if bare else wav()
    ends = [*sorted(min(place, len(body)) for place in places), len(body)]
    pieces = [body[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]
    assert np.array_equal(read(*pieces).samples[:, 0], SAMPLES)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_file_that_does_not_know_its_length_is_read_to_the_end(size: int) -> None:
    assert len(read(chunked(form(), DATA, size=size)).samples) == len(SAMPLES)


def test_other_chunks_are_passed_over_before_and_after_the_sound() -> None:
    clip = read(chunked((b"LIST", b"odd"), form(), (b"fact", b"1234"), DATA, (b"LIST", b"behind")))
    assert np.array_equal(clip.samples[:, 0], SAMPLES)


def test_half_a_sample_at_the_end_of_bare_ones_is_nothing() -> None:
    assert len(read(SAMPLES.tobytes() + b"\1").samples) == len(SAMPLES)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (chunked(form(bits=8), DATA), "8 bits"),
        (chunked(form(bits=32, form=3), DATA), "form 3"),
        (chunked(form(rate=0), DATA), "0 Hz"),
        (chunked(form(channels=0), DATA), "0 channels"),
        (chunked(form(channels=64), DATA), "64 channels"),
        (chunked((b"fmt ", b"short"), DATA), "does not say"),
        (chunked(DATA), "does not say"),
        (b"RIFF\0\0\0\0AVI LIST", "no WAV"),
        (b"RIFF\0\0\0\0WA", "before the sound"),
        (chunked(form()), "before the sound"),
        (chunked(form(), DATA)[:-100], "in the middle"),
        (chunked((b"junk", b"x" * 70_000), form(), DATA), "no sound"),
        (chunked((b"junk", b""), size=0xFFFFFFF0), "no sound"),
    ],
)
def test_a_broken_file_is_told(body: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(body)


def test_nothing_is_no_error_here() -> None:
    body = SoundBody(24000)
    assert body.feed(b"") is None
    body.close()
