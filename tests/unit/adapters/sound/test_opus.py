import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.sound.opus import AVOpus
from acore.adapters.sound.opus_codec import AVOpusDecoder
from acore.adapters.sound.thirds import Thirds
from acore.domain.audio import AudioChunk, joined
from acore.errors import EngineRefused, InvalidInput
from acore.interfaces.opus import FRAME_S, SILENT_PACKET, OpusFrame


def tone(hertz: float, rate: int, seconds: float, channels: int = 1) -> AudioChunk:
    wave = (8000 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)).astype(np.int16)
    return AudioChunk(np.repeat(wave.reshape(-1, 1), channels, 1), rate)


def encoded(chunk: AudioChunk, piece: int = 777) -> list[OpusFrame]:
    encoder = AVOpus().encoder()
    frames = []
    for begin in range(0, len(chunk.samples), piece):
        frames += encoder.encode(AudioChunk(chunk.samples[begin : begin + piece], chunk.rate))
    return frames + encoder.finish()


def loudest_hertz(chunk: AudioChunk) -> float:
    wave = chunk.mono()[len(chunk.samples) // 4 :].astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(wave * np.hanning(len(wave)))))) * chunk.rate / len(wave)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_tone_comes_back_at_its_pitch_and_loudness(rate: int, channels: int) -> None:
    frames = encoded(tone(440, rate, 2, channels))
    assert len(frames) == 100
    assert sum(frame.seconds for frame in frames) == pytest.approx(2)
    decoder = AVOpus().decoder()
    heard = joined([decoder.decode(frame.packet) for frame in frames])
    assert (heard.rate, heard.channels, heard.seconds) == (16_000, 1, 2)
    assert loudest_hertz(heard) == pytest.approx(440, abs=1)
    assert heard.mono()[8000:].std() == pytest.approx(8000 / np.sqrt(2), rel=0.02)


def test_two_channels_are_decoded_where_they_are_wanted() -> None:
    left, right = tone(440, 48_000, 1).mono(), tone(880, 48_000, 1).mono()
    decoder = AVOpus().decoder(48_000, 2)
    frames = encoded(AudioChunk(np.stack((left, right), axis=1), 48_000))
    heard = joined([decoder.decode(frame.packet) for frame in frames])
    assert (heard.rate, heard.channels) == (48_000, 2)
    assert loudest_hertz(AudioChunk(heard.samples[:, :1], 48_000)) == pytest.approx(440, abs=2)
    assert loudest_hertz(AudioChunk(heard.samples[:, 1:], 48_000)) == pytest.approx(880, abs=2)


def test_only_the_forms_that_there_are_can_be_wanted() -> None:
    for rate, channels in ((16_000, 2), (8_000, 1), (48_000, 3)):
        with pytest.raises(ValueError, match="48000"):
            AVOpusDecoder(rate, channels)


def test_the_last_frame_says_how_much_of_it_is_sound() -> None:
    frames = encoded(tone(440, 48_000, 0.05))
    assert [frame.seconds for frame in frames] == [FRAME_S, FRAME_S, pytest.approx(0.01)]


def test_a_stream_may_change_its_rate_and_begin_anew() -> None:
    encoder = AVOpus().encoder()
    frames = [
        *encoder.encode(tone(440, 24_000, 0.5)),
        *encoder.encode(tone(440, 48_000, 0.5)),
        *encoder.finish(),
        *encoder.encode(tone(440, 16_000, 0.5)),
        *encoder.finish(),
        *encoder.finish(),
    ]
    assert sum(frame.seconds for frame in frames) == pytest.approx(1.5)


def test_nothing_gives_no_frame() -> None:
    assert AVOpus().encoder().finish() == []


def test_the_silent_packet_is_silence() -> None:
    heard = AVOpus().decoder(48_000).decode(SILENT_PACKET)
    assert (heard.seconds, int(np.abs(heard.samples).max())) == (FRAME_S, 0)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_what_is_no_opus_is_refused_and_the_next_packet_is_decoded(packets: list[bytes]) -> None:
    decoder = AVOpus().decoder()
    for packet in packets:
        try:
            assert 0.0024 < decoder.decode(packet).seconds < 0.121
        except InvalidInput:
            continue
    assert decoder.decode(SILENT_PACKET).seconds == FRAME_S
    with pytest.raises(InvalidInput):
        decoder.decode(b"")


@pytest.mark.parametrize(("hertz", "least_db", "most_db"), [(1000, -0.2, 0.2), (6900, -0.3, 0.3), (9000, -200, -55)])
def test_what_a_third_of_the_rate_can_not_hold_does_not_come_back_as_another_pitch(
    hertz: int, least_db: float, most_db: float
) -> None:
    thirds = Thirds()
    wave = tone(hertz, 48_000, 1).mono()
    third = np.concatenate([thirds.feed(wave[begin : begin + 960]) for begin in range(0, 48_000, 960)])
    assert len(third) == 16_000
    loudness = 20 * np.log10(third[100:].std() * np.sqrt(2) / 8000 + 1e-9)
    assert least_db < loudness < most_db


@given(st.lists(st.sampled_from([120, 240, 480, 960, 1920, 2880]), min_size=1, max_size=8))
def test_the_pieces_of_a_stream_make_no_difference(sizes: list[int]) -> None:
    wave = np.random.default_rng(0).integers(-20_000, 20_000, sum(sizes)).astype(np.int16)
    one, other = Thirds(), Thirds()
    begins = np.cumsum([0, *sizes])
    pieces = [one.feed(wave[begin : begin + size]) for begin, size in zip(begins, sizes, strict=False)]
    assert np.abs(np.concatenate(pieces).astype(int) - other.feed(wave)).max() <= 1


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "acore.adapters.sound.opus_codec", None)
    with pytest.raises(EngineRefused, match=r"acore\[voice\]"):
        AVOpus().encoder()
