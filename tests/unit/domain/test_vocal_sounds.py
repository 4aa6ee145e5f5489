import numpy as np
import pytest

from acore.domain.audio import Samples
from acore.domain.vocal_sounds import measured

RATE, FRAME = 16000, 512
TIMES = np.arange(FRAME) / RATE


def frame(wave: np.ndarray) -> Samples:
    return np.asarray(wave * 8000, np.int16)


def test_a_vowel_is_open_and_rings() -> None:
    vowel = sum(np.sin(2 * np.pi * 150 * n * TIMES) / n**0.5 for n in range(1, 15))
    found = measured(frame(np.asarray(vowel) / 4), RATE, 0.9)
    assert found.likely == 0.9
    assert found.seconds == pytest.approx(0.032)
    assert found.open > 0.2
    assert found.ringing > 0.8


def test_a_hum_rings_behind_closed_lips() -> None:
    found = measured(frame(np.sin(2 * np.pi * 180 * TIMES)), RATE, 1.0)
    assert found.open < 0.05
    assert found.ringing > 0.8


def test_a_cough_does_not_ring() -> None:
    found = measured(frame(np.random.default_rng(1).normal(size=FRAME) * 0.3), RATE, 1.0)
    assert found.open > 0.5
    assert found.ringing < 0.4


@pytest.mark.parametrize("level", [0, 100])
def test_silence_and_a_constant_are_nothing(level: int) -> None:
    found = measured(np.full(FRAME, level, np.int16), RATE, 0.0)
    assert (found.open, found.ringing) == (0.0, 0.0)


@pytest.mark.parametrize(("rate", "size"), [(8000, 80), (16000, 160), (48000, 1440)])
def test_frames_of_any_detector_are_measured(rate: int, size: int) -> None:
    wave = np.sin(2 * np.pi * 200 * np.arange(size) / rate) * 8000
    assert 0 <= measured(wave.astype(np.int16), rate, 1.0).ringing <= 1
