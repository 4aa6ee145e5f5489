from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from acore.adapters.vad.energy import EnergySettings, EnergyVAD
from acore.interfaces import VAD
from acore.testing import ScriptedVAD, VADContract, engine_context


class TestEnergy(VADContract):
    def vad(self) -> VAD:
        return EnergyVAD(EnergySettings(), engine_context())


class TestEnergyInTheSmallestFrames(VADContract):
    def vad(self) -> VAD:
        return EnergyVAD(EnergySettings(rate=8000, frame_ms=10), engine_context())


class TestScripted(VADContract):
    def vad(self) -> VAD:
        return ScriptedVAD()


@pytest.mark.parametrize("level", [1, 500, 501, 30000])
@pytest.mark.parametrize("threshold", [0, 500, 20000])
def test_what_is_louder_than_the_threshold_is_speech(level: int, threshold: float) -> None:
    detector = EnergyVAD(EnergySettings(threshold=threshold), engine_context()).detector()
    frame = np.tile(np.array((level, -level), np.int16), detector.frame // 2)
    assert detector.probability(frame) == (level > threshold)


def test_settings_may_be_text_as_in_the_environment() -> None:
    given: dict[str, Any] = {"rate": "48000", "frame_ms": "30", "threshold": "250"}
    settings = EnergySettings.model_validate(given)
    assert (settings.rate, settings.frame_ms, settings.frame, settings.threshold) == (48000, 30, 1440, 250)


@pytest.mark.parametrize("wrong", [{"rate": 44100}, {"frame_ms": 25}, {"frame_ms": "²"}, {"threshold": -1}])
def test_other_rates_frames_and_thresholds_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EnergySettings.model_validate(wrong)


def test_a_script_is_said_to_each_speaker_and_then_silence() -> None:
    vad = ScriptedVAD((0.2, 0.9), rate=8000, frame=80)
    frame = np.ones(80, np.int16)
    for _ in range(2):
        detector = vad.detector()
        assert [detector.probability(frame) for _ in range(4)] == [0.2, 0.9, 0, 0]
