import sys
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from acore.adapters.vad.webrtc import WebRtcSettings, WebRtcVAD
from acore.errors import EngineRefused
from acore.interfaces import VAD
from acore.testing import VADContract, engine_context


class TestWebRtc(VADContract):
    def vad(self) -> VAD:
        return WebRtcVAD(WebRtcSettings(), engine_context())


class TestWebRtcMostLenient(VADContract):
    def vad(self) -> VAD:
        return WebRtcVAD(WebRtcSettings(mode=0, rate=48000, frame_ms=10), engine_context())


@pytest.mark.parametrize("mode", [0, 1, 2, 3])
@pytest.mark.parametrize("frame_ms", [10, 20, 30])
@pytest.mark.parametrize("rate", [8000, 16000, 32000, 48000])
async def test_every_rate_frame_and_mode_is_heard(rate: int, frame_ms: int, mode: int) -> None:
    settings = WebRtcSettings.model_validate({"rate": rate, "frame_ms": frame_ms, "mode": mode})
    async with WebRtcVAD(settings, engine_context()) as vad:
        detector = vad.detector()
        assert (detector.rate, detector.frame) == (rate, rate * frame_ms // 1000)
        noise = np.random.default_rng(0).normal(0, 9000, (20, detector.frame)).astype(np.int16)
        assert max(detector.probability(frame) for frame in noise) == 1
        assert detector.probability(np.zeros(detector.frame, np.int16)) in {0, 1}


async def test_without_its_library_it_is_refused_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "webrtcvad", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"') as refused:
        await WebRtcVAD(WebRtcSettings(), engine_context()).open()
    assert refused.value.engine == "webrtc"


def test_asking_it_before_it_is_open_is_an_error_of_the_program() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        WebRtcVAD(WebRtcSettings(), engine_context()).detector()


@pytest.mark.parametrize("wrong", [{"mode": 4}, {"mode": -1}, {"rate": 22050}])
def test_other_modes_and_rates_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WebRtcSettings.model_validate(wrong)
