"""What every voice activity detection must keep."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from acore.interfaces import VAD, SpeechDetector

_LOUDEST = 32767
_FRAMES = 40


class VADContract(ABC):
    """Subclass it as Test..., give it vad(), and every promise of VAD is checked."""

    @abstractmethod
    def vad(self) -> VAD:
        """A new engine, not yet open."""

    async def test_a_frame_is_ten_to_thirty_two_milliseconds(self) -> None:
        async with self.vad() as vad:
            detector = vad.detector()
            assert 10 <= 1000 * detector.frame / detector.rate <= 32

    async def test_every_sound_has_a_probability(self) -> None:
        async with self.vad() as vad:
            detector = vad.detector()
            for frame in _sounds(detector):
                assert isinstance(likely := detector.probability(frame), float)
                assert 0 <= likely <= 1

    async def test_digital_silence_is_no_speech(self) -> None:
        async with self.vad() as vad:
            detector = vad.detector()
            silence = np.zeros(detector.frame, np.int16)
            assert max(detector.probability(silence) for _ in range(_FRAMES)) < 0.5

    async def test_a_frame_of_another_shape_or_kind_is_refused(self) -> None:
        async with self.vad() as vad:
            detector = vad.detector()
            right = np.zeros(detector.frame, np.int16)
            floats: Any = right.astype(np.float32)
            for wrong in (right[:-1], right[:0], np.tile(right, 2), right.reshape(-1, 1), floats):
                with pytest.raises(ValueError, match="frame"):
                    detector.probability(wrong)
            assert detector.probability(right) < 0.5

    async def test_a_frame_is_left_as_it_was(self) -> None:
        async with self.vad() as vad:
            detector = vad.detector()
            for frame in _sounds(detector):
                before = frame.copy()
                frame.flags.writeable = False
                detector.probability(frame)
                assert (frame == before).all()

    async def test_speakers_do_not_disturb_each_other(self) -> None:
        async with self.vad() as vad:
            alone, one, other = (vad.detector() for _ in range(3))
            expected = [alone.probability(frame) for frame in _sounds(alone)]
            found = []
            for frame in _sounds(one):
                found.append(one.probability(frame))
                other.probability(_LOUDEST - frame)
            assert found == expected

    async def test_who_comes_later_is_heard_as_the_first_was(self) -> None:
        async with self.vad() as vad:
            first = vad.detector()
            expected = [first.probability(frame) for frame in _sounds(first)]
            later = vad.detector()
            assert [later.probability(frame) for frame in _sounds(later)] == expected

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.vad() as vad:
            await vad.ping()
            await vad.aclose()
        await self.vad().aclose()


def _sounds(detector: SpeechDetector) -> Iterator[NDArray[np.int16]]:
    """Silence, hiss, a tone, clipping, and both ends of the scale."""
    chances = np.random.default_rng(0)
    times = np.arange(detector.frame * _FRAMES) / detector.rate
    hiss = chances.normal(0, 3000, len(times))
    tone = 8000 * np.sin(2 * np.pi * 220 * times)
    clipped = _LOUDEST * np.sign(np.sin(2 * np.pi * 150 * times))
    ends = np.tile((-_LOUDEST - 1, _LOUDEST), len(times))[: len(times)]
    for sound in (np.zeros(len(times)), hiss, tone, clipped, ends):
        yield from np.clip(sound, -_LOUDEST - 1, _LOUDEST).astype(np.int16).reshape(_FRAMES, detector.frame)
