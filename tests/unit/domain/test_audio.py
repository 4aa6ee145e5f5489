import numpy as np
import pytest

from acore.domain.audio import AudioChunk, Samples

RATE = 16_000
TONE = np.rint(8000 * np.sin(np.arange(RATE) / 5)).astype(np.int16)
HISS = np.random.default_rng(1).normal(0, 20, RATE).astype(np.int16)


def mixed(*channels: Samples) -> Samples:
    return AudioChunk(np.stack(channels, axis=1), RATE).mono()


def test_one_channel_is_the_mean_of_all() -> None:
    assert np.array_equal(mixed(TONE), TONE)
    assert np.array_equal(mixed(TONE, TONE), TONE)
    assert np.array_equal(mixed(TONE, 3 * TONE), 2 * TONE)
    assert len(AudioChunk(np.zeros((0, 2), np.int16), RATE).mono()) == 0


@pytest.mark.parametrize("silent", [1, 7, 63])
def test_a_channel_beside_silent_ones_is_still_the_mean(silent: int) -> None:
    assert np.array_equal(mixed(TONE, *[np.zeros_like(TONE)] * silent), np.rint(TONE / (silent + 1)).astype(np.int16))


def test_channels_that_cancel_each_other_are_heard_by_the_loudest() -> None:
    assert np.array_equal(mixed(TONE, -TONE), TONE)
    louder = -TONE - TONE // 50 + HISS
    assert np.array_equal(mixed(TONE, louder), louder)
