import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.sound.reading import AVSound
from acore.domain.audio import AudioChunk, joined
from tests.unit.adapters.sound.recordings import frequency, loudness, tone

RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000)
rates = st.sampled_from(RATES)


def resampled(clip: AudioChunk, rate: int, *, channels: int = 1, sizes: tuple[int, ...] = (960,)) -> AudioChunk:
    resampler = AVSound().resampler(rate, channels)
    given, at, turn = [], 0, 0
    while at < len(clip.samples):
        size = sizes[turn % len(sizes)]
        given.append(resampler.feed(AudioChunk(clip.samples[at : at + size], clip.rate)))
        at, turn = at + size, turn + 1
    return joined([*given, resampler.finish()])


def middle(clip: AudioChunk) -> AudioChunk:
    """Without the ends, where a tone begins and stops all at once."""
    edge = len(clip.samples) // 10
    return AudioChunk(clip.samples[edge:-edge], clip.rate)


@settings(max_examples=25, deadline=None)
@given(rates, rates, st.floats(1.005, 1.9))
def test_nothing_above_half_the_rate_comes_through(source: int, target: int, above: float) -> None:
    hertz = above * target / 2
    if hertz >= source * 0.49:
        return
    assert loudness(middle(resampled(tone(hertz, 0.5, source, level=0.9), target)).samples) < -60


@settings(max_examples=25, deadline=None)
@given(rates, rates, st.floats(0.02, 0.9))
def test_a_tone_below_it_keeps_its_pitch_its_level_and_is_the_only_one(source: int, target: int, below: float) -> None:
    hertz = below * min(source, target) / 2
    found = middle(resampled(tone(hertz, 0.5, source), target))
    assert frequency(found) == pytest.approx(hertz, abs=6)
    assert loudness(found.samples) == pytest.approx(-6, abs=0.1)
    turns = 2 * np.pi * hertz * np.arange(len(found.samples)) / target
    basis = np.stack([np.sin(turns), np.cos(turns)], axis=1)
    heard = found.samples[:, 0].astype(np.float64)
    fit, *_ = np.linalg.lstsq(basis, heard, rcond=None)
    assert loudness(np.asarray(heard - basis @ fit)) < -60


@settings(max_examples=40, deadline=None)
@given(rates, rates, st.integers(0, 5000), st.lists(st.integers(1, 1500), min_size=1, max_size=5))
def test_lengths_are_kept_and_pieces_change_nothing(source: int, target: int, frames: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(frames)
    clip = AudioChunk(rng.integers(-9000, 9000, (frames, 1), np.int16), source)
    found = resampled(clip, target, sizes=tuple(sizes))
    assert abs(len(found.samples) - frames * target / source) <= 1
    assert np.array_equal(found.samples, resampled(clip, target, sizes=(4800,)).samples)


def test_the_same_rate_is_left_as_it_is() -> None:
    clip = tone(440, 0.3, 16_000)
    assert np.array_equal(resampled(clip, 16_000).samples, clip.samples)


@pytest.mark.parametrize(("source", "target"), [(8, 1), (8, 2), (2, 1), (1, 2), (2, 2)])
def test_channels_are_mixed_and_doubled(source: int, target: int) -> None:
    found = middle(resampled(tone(440, 0.3, 48_000, channels=source), 16_000, channels=target))
    assert found.channels == target
    assert loudness(found.samples) == pytest.approx(-6, abs=0.1)


def test_stereo_stays_stereo() -> None:
    left, right = tone(440, 0.5, 48_000).samples, tone(880, 0.5, 48_000).samples
    found = resampled(AudioChunk(np.concatenate([left, right], axis=1), 48_000), 16_000, channels=2)
    for channel, hertz in ((0, 440), (1, 880)):
        one = AudioChunk(np.ascontiguousarray(found.samples[:, channel : channel + 1]), 16_000)
        assert frequency(middle(one)) == pytest.approx(hertz, abs=4)


def test_a_stream_that_changes_is_refused() -> None:
    resampler = AVSound().resampler(16_000)
    resampler.feed(tone(440, 0.1, 48_000))
    with pytest.raises(ValueError, match="one rate and number of channels"):
        resampler.feed(tone(440, 0.1, 44_100))


@pytest.mark.parametrize(("rate", "channels"), [(0, 1), (16_000, 0), (16_000, 3)])
def test_impossible_targets_are_refused(rate: int, channels: int) -> None:
    with pytest.raises(ValueError, match="1 or 2 channels"):
        AVSound().resampler(rate, channels)


def test_nothing_gives_nothing() -> None:
    assert len(AVSound().resampler(16_000).finish().samples) == 0
